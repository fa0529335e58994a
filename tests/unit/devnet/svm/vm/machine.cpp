#include "tests/unit/devnet/svm/vm/machine.hpp"

#include <algorithm>
#include <ostream>

namespace orrery::vm::test {
namespace {

using Word = std::uint64_t;

SyscallOutcome record(SyscallHost& host, VmState&, Word r1, Word r2, Word r3, Word r4, Word r5) {
    auto& calls = static_cast<RecordingHost&>(host).calls;
    calls.push_back({r1, r2, r3, r4, r5});
    return {.value = calls.size()};
}

SyscallOutcome burn(SyscallHost&, VmState& vm, Word r1, Word, Word, Word, Word) {
    if (!vm.consume(r1)) return {.status = SyscallStatus::fault};
    return {.value = r1};
}

SyscallOutcome refuse(SyscallHost&, VmState&, Word, Word, Word, Word, Word) {
    return {.status = SyscallStatus::fault};
}

SyscallOutcome invoke(SyscallHost&, VmState&, Word, Word, Word, Word, Word) {
    return {.status = SyscallStatus::invoke};
}

SyscallOutcome fill(SyscallHost&, VmState& vm, Word r1, Word r2, Word r3, Word, Word) {
    const auto bytes = vm.memory->store(r1, r3);
    if (!bytes) return {.status = SyscallStatus::fault};
    std::fill(bytes->begin(), bytes->end(), static_cast<std::uint8_t>(r2));
    return {};
}

constexpr Syscall rows[] = {
    {"record", record}, {"burn", burn}, {"refuse", refuse},
    {"invoke", invoke}, {"fill", fill}, {{"old", false}, record},
};

}  // namespace

const SyscallRegistry& test_syscalls() {
    static const SyscallRegistry registry(rows);
    return registry;
}

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
    return out << outcome.end << ", r0 " << outcome.r0 << ", " << outcome.consumed << " CU";
}

std::shared_ptr<const Program> load(sbpf::SbpfVersion version, std::string_view source,
                                    const ElfOptions& options) {
    auto program = Program::load(build(version, source, options),
                                 {.syscalls = test_syscalls(), .v1 = true, .v2 = true});
    INFO(source);
    if (!program) FAIL(program.error().message);
    return *program;
}

std::string load_error(ByteSpan elf, bool strict_deploy) {
    const auto program = Program::load(
        elf, {.syscalls = test_syscalls(), .v1 = true, .v2 = true, .strict_deploy = strict_deploy});
    return program ? "loaded" : program.error().message;
}

Outcome describe(RunStatus status, const VmState& state, std::uint64_t meter) {
    Outcome outcome{.end = {}, .r0 = state.regs[0], .consumed = meter - state.meter};
    switch (status) {
        case RunStatus::halt:
            outcome.end = "halt";
            break;
        case RunStatus::invoke:
            outcome.end = "invoke";
            break;
        case RunStatus::paused:
            outcome.end = "paused";
            break;
        case RunStatus::fault:
            outcome.end =
                state.fault.kind == FaultKind::syscall ? "syscall" : state.fault.display();
            break;
    }
    return outcome;
}

Outcome execute(sbpf::SbpfVersion version, std::string_view source, std::uint64_t meter,
                Bytes input, const ElfOptions& options) {
    VmPool pool;
    auto state = pool.acquire({.program = load(version, source, options), .meter = meter});
    state.memory->add_segment(std::move(input), true);
    RecordingHost host;
    const auto status = run(state, host);
    auto outcome = describe(status, state, meter);
    if (status != RunStatus::halt) outcome.r0 = 0;
    return outcome;
}

}  // namespace orrery::vm::test
