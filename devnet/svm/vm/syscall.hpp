#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sdk/sbpf/syscalls.hpp"

namespace orrery::vm {

struct VmState;

/// Base of whatever syscalls work on; the VM passes it through and knows nothing about it.
class SyscallHost {};

enum class SyscallStatus : std::uint8_t {
    ok,
    fault,   ///< execution ends; the host holds the error
    invoke,  ///< `run` returns so that the driver loop can push a frame
};

struct SyscallOutcome {
    SyscallStatus status = SyscallStatus::ok;
    std::uint64_t value = 0;  ///< goes to r0 when ok
};

/// A syscall. The CU of the call instruction is already charged; its own costs it charges through
/// VmState::consume. It may use the state's memory and meter and must leave registers and pc.
using SyscallFn = SyscallOutcome (*)(SyscallHost& host, VmState& vm, std::uint64_t r1,
                                     std::uint64_t r2, std::uint64_t r3, std::uint64_t r4,
                                     std::uint64_t r5);

/// One row of a syscall table.
struct Syscall {
    SyscallFn fn;
    std::string_view name;
    std::uint32_t hash;
    bool deployable;  ///< false: old programs may call it, new ones can't be deployed with it

    consteval Syscall(sbpf::SyscallName syscall, SyscallFn function)
        : fn(function), name(syscall.name), hash(syscall.hash), deployable(syscall.deployable) {}
};

/// The syscalls of one chain at one feature set, by hash. Immutable.
class SyscallRegistry {
  public:
    /// Copies the rows; the names must outlive the registry. Of two rows with one hash the first
    /// counts.
    explicit SyscallRegistry(std::span<const Syscall> rows);

    /// The row with `hash`, or null.
    const Syscall* find(std::uint32_t hash) const;

  private:
    std::vector<Syscall> rows_;
    std::vector<std::uint16_t> slots_;  ///< open addressing; row index plus one, 0 is empty
};

}  // namespace orrery::vm
