#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <span>

#include "devnet/svm/state/account_reader.hpp"
#include "devnet/svm/state/outcome.hpp"

namespace orrery::triggers {

/// Accounts as they will be once writes are applied to a reader, versions included. Borrows the
/// reader.
class Overlay final : public svm::AccountReader {
  public:
    explicit Overlay(const svm::AccountReader& below) : below_(below) {}

    /// Applies the writes of one transaction, hook or entry.
    void apply(std::span<const svm::AccountWrite> writes) {
        for (const auto& write : writes) {
            const auto version = get(write.key).version;
            written_.insert_or_assign(write.key, svm::VersionedAccount{version + 1, write.account});
        }
    }

    svm::VersionedAccount get(const Pubkey& key) const override {
        const auto found = written_.find(key);
        return found == written_.end() ? below_.get(key) : found->second;
    }

  private:
    const svm::AccountReader& below_;
    boost::unordered_flat_map<Pubkey, svm::VersionedAccount, KeyHasher> written_;
};

}  // namespace orrery::triggers
