// Any bytes as an object file, linked for both versions: errors with texts, or a program that the
// VM's loader can read, if not run. A second object is there, so that symbols have a choice.

#include <cstddef>
#include <cstdint>

#include "devnet/svm/vm/program.hpp"
#include "sdk/link/link.hpp"
#include "sdk/types/check.hpp"

namespace {

using namespace orrery;

void check(const Result<link::Linked, link::LinkErrors>& linked) {
    static const vm::SyscallRegistry syscalls({});
    if (!linked) {
        ORRERY_CHECK(!linked.error().empty());
        for (const auto& error : linked.error()) ORRERY_CHECK(!error.message().empty());
        return;
    }
    ORRERY_CHECK(!linked->debug.empty());
    const auto loaded = vm::Program::load(linked->so, {.syscalls = syscalls});
    // Instructions that only the verifier refuses (a division by 0, a shift too far) are left to
    // it.
    ORRERY_CHECK(loaded || loaded.error().message.starts_with("Verifier error"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteSpan bytes(data, size);
    const link::ObjectFile once[] = {{"a.o", bytes}};
    const link::ObjectFile twice[] = {{"a.o", bytes}, {"b.o", bytes}};
    for (const auto version : {sbpf::SbpfVersion::v3, sbpf::SbpfVersion::v0}) {
        check(link::link({.objects = once, .version = version, .debug = true}));
        check(link::link({.objects = twice, .version = version, .debug = true}));
    }
    return 0;
}
