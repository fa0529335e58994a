#pragma once

#include <cstdint>
#include <memory>

#include "devnet/svm/invoke/builtin.hpp"
#include "devnet/svm/invoke/limits.hpp"
#include "devnet/svm/state/features.hpp"
#include "devnet/svm/state/sysvars.hpp"
#include "devnet/svm/vm/program.hpp"
#include "devnet/svm/vm/syscall.hpp"

namespace orrery::invoke {

/// Where executable programs come from: compiled once, cached by whoever implements this. The
/// answer depends on the arguments alone, so a cache never changes an outcome.
class ProgramSource {
  public:
    virtual ~ProgramSource() = default;

    /// The program whose ELF starts at `elf_offset` in `account`'s data, or why it can't be loaded.
    /// `key` and `account` identify the ELF: one immutable account value, one program.
    virtual Result<std::shared_ptr<const vm::Program>, vm::LoadError> load(
        const Pubkey& key, const AccountRef& account, std::size_t elf_offset) const = 0;
};

/// What an instruction can see besides its transaction: all borrowed, all immutable while a
/// transaction executes.
struct Environment {
    const svm::Sysvars& sysvars;
    svm::Features features;
    BuiltinTable builtins;
    const vm::SyscallRegistry& syscalls;
    const ProgramSource& programs;
    Hash blockhash;  ///< newest closed slot's; durable nonces derive from it
    std::uint64_t lamports_per_signature = 5000;
    Costs costs{};
    Limits limits{};
    bool in_hook = false;  ///< what changes hooks or programs can't be reached
};

}  // namespace orrery::invoke
