#include "devnet/bank/shred_builder.hpp"

#include <algorithm>

#include "devnet/shred/hashes.hpp"
#include "devnet/shred/receipt.hpp"
#include "sdk/types/check.hpp"

namespace orrery::bank {
void ShredBuilder::add(const AppliedEntry& applied) {
    add(applied.entry, applied.transaction.get(), applied.outcome);
    for (const auto& hook : applied.hooks) add_hook(hook.run.transaction->id(), hook.run.outcome);
}

void ShredBuilder::add_hook(const Txid& id, const svm::TxOutcome& outcome) {
    receipts_.push_back(shred::receipt_hash(shred::receipt_of(id, outcome)));
    for (const auto& read : outcome.reads)
        accesses_.try_emplace(read.key, Access{read.version, read.version, nullptr});
    for (const auto& write : outcome.writes) {
        const auto at = accesses_.find(write.key);
        ORRERY_CHECK(at != accesses_.end());  // whoever writes has read
        at->second.write_version += 1;
        at->second.written = write.account;
    }
}

void ShredBuilder::add(const shred::Entry& entry, const tx::Transaction* transaction,
                       const svm::TxOutcome& outcome) {
    const auto index = static_cast<std::uint32_t>(entries_.size());
    const auto id = transaction ? transaction->id()
                                : shred::entry_id({place_.slot, place_.index, index}, entry);
    add_hook(id, outcome);
    if (const auto* close = std::get_if<shred::SlotClose>(&entry)) {
        outbox_root_ = close->outbox_root;
        ends_slot_ = true;
    }
    transactions_ += transaction != nullptr;
    entries_.push_back(entry);
}

std::vector<ShredBuilder::Update> ShredBuilder::updates() const {
    std::vector<Update> out;
    for (const auto& [key, access] : accesses_)
        if (access.write_version != access.read_version)
            out.push_back({key, {access.write_version, access.written}});
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
    return out;
}

shred::Shred ShredBuilder::build() const {
    shred::Shred out;
    out.entries = entries_;
    out.accounts.reserve(accesses_.size());
    for (const auto& [key, access] : accesses_)
        out.accounts.push_back({key, access.read_version, access.write_version});
    std::sort(out.accounts.begin(), out.accounts.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });

    std::vector<shred::Effect> effects;
    for (const auto& account : out.accounts)
        if (account.write_version != account.read_version)
            effects.push_back({account.key, account.write_version,
                               shred::account_hash(accesses_.find(account.key)->second.written)});
    out.header = {place_.slot,
                  place_.index,
                  ends_slot_,
                  place_.genesis_hash,
                  place_.prev_shred_hash,
                  shred::receipts_root(receipts_),
                  shred::effect_hash(place_.slot, place_.index, outbox_root_, effects)};
    return out;
}

}  // namespace orrery::bank
