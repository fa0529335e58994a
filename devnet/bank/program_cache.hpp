#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <memory>
#include <shared_mutex>

#include "devnet/svm/invoke/environment.hpp"

namespace orrery::bank {

/// Programs, loaded, verified and decoded once. Found by the account value that holds the ELF, else
/// by the ELF's hash, so that a redeployed or copied ELF isn't compiled again. Thread-safe.
class ProgramCache final : public invoke::ProgramSource {
  public:
    explicit ProgramCache(const vm::SyscallRegistry& syscalls) : syscalls_(syscalls) {}

    Result<std::shared_ptr<const vm::Program>, vm::LoadError> load(
        const Pubkey& key, const AccountRef& account, std::size_t elf_offset) const override;

    /// Programs compiled so far.
    std::size_t compiled() const;

  private:
    using Loaded = Result<std::shared_ptr<const vm::Program>, vm::LoadError>;
    struct ByAccount {
        AccountRef account;
        std::size_t elf_offset;
        std::shared_ptr<const Loaded> loaded;
    };
    std::shared_ptr<const Loaded> load_by_content(const AccountRef& account,
                                                  std::size_t elf_offset) const;

    const vm::SyscallRegistry& syscalls_;
    mutable std::shared_mutex mutex_;
    mutable boost::unordered_flat_map<Pubkey, ByAccount, KeyHasher> by_account_;
    mutable boost::unordered_flat_map<Hash, std::weak_ptr<const Loaded>, KeyHasher> by_content_;
    mutable std::size_t compiled_ = 0;
};

}  // namespace orrery::bank
