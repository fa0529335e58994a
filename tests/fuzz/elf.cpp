// Any bytes as an ELF file, for execution and for deployment: an error with a text, or a program
// that runs within its meter.

#include <cstddef>
#include <cstdint>

#include "devnet/svm/vm/interpreter.hpp"
#include "devnet/svm/vm/pool.hpp"
#include "sdk/types/check.hpp"

namespace {

using namespace orrery;

constexpr std::uint64_t meter = 5000;

vm::SyscallOutcome nothing(vm::SyscallHost&, vm::VmState&, std::uint64_t, std::uint64_t,
                           std::uint64_t, std::uint64_t, std::uint64_t) {
    return {};
}

constexpr vm::Syscall rows[] = {{"sol_log_", nothing}, {"record", nothing}};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const vm::SyscallRegistry syscalls(rows);
    static vm::VmPool pool;
    const ByteSpan file(data, size);
    for (const bool strict : {false, true}) {
        const auto program = vm::Program::load(
            file, {.syscalls = syscalls, .v1 = true, .v2 = true, .strict_deploy = strict});
        if (!program) {
            ORRERY_CHECK(!program.error().message.empty());
            continue;
        }
        auto state = pool.acquire({.program = *program, .meter = meter});
        vm::SyscallHost host;
        const auto status = vm::run(state, host);
        ORRERY_CHECK(state.meter <= meter);
        ORRERY_CHECK((status == vm::RunStatus::fault) != state.fault.display().empty());
        pool.release(std::move(state));
    }
    return 0;
}
