#include "devnet/bank/replay.hpp"

#include "sdk/codec/base58.hpp"

namespace orrery::bank {
namespace {

using Applied = Result<AppliedEntry, std::string>;

auto mismatch(std::string_view what, const std::string& stated, const std::string& computed) {
    return fail(std::string(what) + ": the shred states " + stated + ", execution gives " +
                computed);
}

Applied replay(Bank& bank, const shred::TransactionEntry& entry) {
    auto decoded = tx::decode_shared(*entry.wire);
    if (!decoded) return fail("undecodable transaction: " + decoded.error().what);
    auto applied = bank.execute(std::move(*decoded));
    if (!applied.outcome.processed())
        return fail("transaction " + codec::to_string(applied.transaction->id()) +
                    " is rejected: " + tx::display(*applied.outcome.error));
    return applied;
}

Applied replay(Bank& bank, const shred::SlotOpen& open) {
    if (bank.position().open) return fail(std::string("a slot opens inside another"));
    if (open.slot < bank.position().slot)
        return fail("slot " + std::to_string(open.slot.value) + " opens after slot " +
                    std::to_string(bank.position().parent.value));
    bank.skip_to(open.slot);
    const auto& at = bank.position();
    if (open.parent_hash != at.parent_hash || open.parent_slot != at.parent)
        return mismatch("parent slot hash", codec::to_string(open.parent_hash),
                        codec::to_string(at.parent_hash));
    return bank.open_slot(open);
}

Applied replay(Bank& bank, const shred::SlotClose& close) {
    auto applied = bank.close_slot();
    if (!(std::get<shred::SlotClose>(applied.entry) == close))
        return fail(std::string("the slot's fees or credits differ from what execution gives"));
    return applied;
}

Applied replay(Bank& bank, const shred::SetAccount& cheat) { return bank.set_account(cheat); }
Applied replay(Bank& bank, const shred::Warp& cheat) { return bank.warp(cheat); }
Applied replay(Bank&, const shred::ForcedInvalid&) {
    return fail(std::string("forced-invalid entries belong to a chain with forced inclusion"));
}

}  // namespace

Result<AppliedEntry, std::string> Replayer::apply_entry(const shred::Entry& entry) {
    if (!std::holds_alternative<shred::SlotOpen>(entry) && !bank_.position().open)
        return fail(std::string("an entry stands outside a slot"));
    return std::visit([&](const auto& e) { return replay(bank_, e); }, entry);
}

Result<void, std::string> Replayer::apply_entries(const shred::Shred& shred) {
    const auto& header = shred.header;
    ShredBuilder builder({bank_.genesis_hash(), prev_, header.slot, header.index});
    for (const auto& entry : shred.entries) {
        TRY(const auto applied, apply_entry(entry));
        builder.add(applied);
        transactions_ += applied.transaction != nullptr;
    }
    const auto rebuilt = builder.build();
    if (bank_.position().slot != header.slot)
        return mismatch("slot", std::to_string(header.slot.value),
                        std::to_string(bank_.position().slot.value));
    if (rebuilt.accounts != shred.accounts)
        return fail(std::string("the versions of the accounts accessed differ"));
    const auto hashes = [](const shred::Header& h) {
        return "effect " + codec::to_string(h.effect_hash) + ", receipts " +
               codec::to_string(h.receipts_root);
    };
    if (!(rebuilt.header == header))
        return mismatch("header", hashes(header), hashes(rebuilt.header));
    return {};
}

Result<void, ReplayError> Replayer::apply(ByteSpan bytes) {
    auto decoded = shred::decode(bytes);
    if (!decoded)
        return fail(ReplayError{bank_.position().slot, next_index_, decoded.error().what});
    const auto& header = decoded->header;
    const auto refuse = [&](std::string what) {
        return fail(ReplayError{header.slot, header.index, std::move(what)});
    };
    if (header.prev_shred_hash != prev_ || header.index != next_index_)
        return refuse("the shred doesn't follow the one before it");
    if (!shred::verify_signature(bytes, bank_.identity()))
        return refuse("the shred isn't signed by the sequencer");
    if (auto applied = apply_entries(*decoded); !applied) return refuse(std::move(applied.error()));

    prev_ = shred::shred_hash(bytes);
    next_index_ = header.last_in_slot ? 0 : next_index_ + 1;
    last_accounts_ = std::move(decoded->accounts);
    if (header.last_in_slot) bank_.complete_slot(prev_);
    return {};
}

}  // namespace orrery::bank
