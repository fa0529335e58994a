#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "devnet/svm/vm/interpreter.hpp"
#include "devnet/svm/vm/pool.hpp"
#include "tests/unit/devnet/svm/vm/assembler.hpp"

namespace orrery::vm::test {

/// What the test syscalls write down.
struct RecordingHost : SyscallHost {
    std::vector<std::array<std::uint64_t, 5>> calls;
};

/// record(r1..r5) -> number of calls so far; burn(r1): charges r1 CU; refuse: fault;
/// invoke: asks for a frame; fill(r1, r2, r3): memset through Memory::store; old: not deployable.
const SyscallRegistry& test_syscalls();

/// How a run ended.
struct Outcome {
    std::string end;  ///< "halt", "invoke", "paused" or the fault's text ("syscall" for the host's)
    std::uint64_t r0 = 0;
    std::uint64_t consumed = 0;
    bool operator==(const Outcome&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Outcome& outcome);

std::shared_ptr<const Program> load(sbpf::SbpfVersion version, std::string_view source,
                                    const ElfOptions& options = {});
/// The error of loading, or "loaded".
std::string load_error(ByteSpan elf, bool strict_deploy = false);

Outcome describe(RunStatus status, const VmState& state, std::uint64_t meter);

/// Assembles and runs with `meter` CU and `input` as the input region.
Outcome execute(sbpf::SbpfVersion version, std::string_view source, std::uint64_t meter = 1000,
                Bytes input = {}, const ElfOptions& options = {});

}  // namespace orrery::vm::test
