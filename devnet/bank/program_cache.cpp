#include "devnet/bank/program_cache.hpp"

#include <mutex>

#include "sdk/crypto/sha256.hpp"

namespace orrery::bank {

ProgramCache::Loaded ProgramCache::load(const Pubkey& key, const AccountRef& account,
                                        std::size_t elf_offset) const {
    {
        const std::shared_lock lock(mutex_);
        const auto at = by_account_.find(key);
        if (at != by_account_.end() && at->second.account == account &&
            at->second.elf_offset == elf_offset)
            return *at->second.loaded;
    }
    auto loaded = load_by_content(account, elf_offset);
    const std::unique_lock lock(mutex_);
    by_account_.insert_or_assign(key, ByAccount{account, elf_offset, loaded});
    return *loaded;
}

std::shared_ptr<const ProgramCache::Loaded> ProgramCache::load_by_content(
    const AccountRef& account, std::size_t elf_offset) const {
    const auto elf = account->data.slice(elf_offset, account->data.size());
    const auto hash = crypto::sha256(elf);
    {
        const std::shared_lock lock(mutex_);
        const auto at = by_content_.find(hash);
        if (at != by_content_.end())
            if (auto loaded = at->second.lock()) return loaded;
    }
    auto loaded = std::make_shared<const Loaded>(
        vm::Program::load(elf, {.syscalls = syscalls_, .v0 = true, .v3 = true}));
    const std::unique_lock lock(mutex_);
    by_content_[hash] = loaded;
    ++compiled_;
    return loaded;
}

std::size_t ProgramCache::compiled() const {
    const std::shared_lock lock(mutex_);
    return compiled_;
}

}  // namespace orrery::bank
