#include "devnet/sequencer/checkpoint.hpp"

#include <algorithm>
#include <set>

#include "devnet/bank/replay.hpp"
#include "devnet/shred/hashes.hpp"
#include "sdk/codec/reader.hpp"
#include "sdk/codec/writer.hpp"

namespace orrery::sequencer {
namespace {

constexpr std::uint8_t state_version = 2;
constexpr std::uint8_t version_without_credits = 1;
// Blockhashes that a bank knows at least, whatever its age limit: SlotHashes has as many.
constexpr std::uint64_t min_blockhashes = 512;

using Blockhashes = std::vector<bank::HashedSlot>;

store::StoreError damaged(std::string what) {
    return {store::StoreErrorCode::damaged, "the ledger can't be continued: " + std::move(what) +
                                                "; restore a copy, or start over with --reset"};
}

// The newest live shred up to a record, which may itself be a rewind; nothing when there is none.
Result<std::optional<store::StoredShred>, store::StoreError> shred_at(const store::Ledger& ledger,
                                                                      store::Seq seq) {
    std::optional<store::StoredShred> out;
    const auto tip = ledger.tip();
    if (seq == 0 || !tip.slot) return out;
    if (seq == tip.last_seq) {
        TRY(auto shreds, ledger.shreds_of_slot(*tip.slot));
        if (!shreds.empty()) out = std::move(shreds.back());
        return out;
    }
    CHECK_OK(ledger.each_shred(seq - 1, [&](store::StoredShred&& shred) {
        if (shred.seq == seq) out = std::move(shred);
        return false;
    }));
    if (out) return out;
    CHECK_OK(ledger.each_shred(0, [&](store::StoredShred&& shred) {
        if (shred.seq > seq) return false;
        out = std::move(shred);
        return true;
    }));
    return out;
}

// Slots that had a hash between two closed slots that have shreds: empty ones, which no record
// tells of. A warp's slots have neither hash nor height, so heights say how many there are.
void add_empty_slots(Blockhashes& out, const bank::HashedSlot& before, Slot last,
                     std::uint64_t last_height) {
    const auto count = last_height - before.height;
    const Slot first{last.value + 1 - count};
    auto height = before.height;
    shred::fold_empty_slots(
        before.hash, first, Slot{last.value + 1},
        [&](Slot slot, const Hash& hash) { out.push_back({slot, hash, ++height}); });
}

struct History {
    Blockhashes blockhashes;               ///< oldest first, up to position.parent
    std::vector<store::BlockInfo> blocks;  ///< oldest first
};

// The blockhashes a bank at `position` knows, from the closed slots of the ledger.
Result<History, store::StoreError> history(const store::Ledger& ledger,
                                           const bank::BankPosition& position,
                                           std::uint64_t max_age) {
    History out;
    const auto wanted = std::max(max_age + 1, min_blockhashes);
    CHECK_OK(ledger.each_block_down(position.parent, [&](const store::BlockInfo& block) {
        out.blocks.push_back(block);
        return block.record.height + wanted > position.block_height;
    }));
    std::reverse(out.blocks.begin(), out.blocks.end());

    bank::HashedSlot last{Slot{0}, shred::empty_slot_hash(ledger.genesis_hash(), Slot{0}), 0};
    auto next = out.blocks.begin();
    if (next != out.blocks.end() && next->record.height + wanted <= position.block_height) {
        last = {next->slot, next->record.blockhash, next->record.height};
        ++next;
    }
    out.blockhashes.push_back(last);
    for (; next != out.blocks.end(); ++next) {
        add_empty_slots(out.blockhashes, last, next->record.parent_slot, next->record.height - 1);
        last = {next->slot, next->record.blockhash, next->record.height};
        out.blockhashes.push_back(last);
    }
    add_empty_slots(out.blockhashes, last, position.parent, position.block_height - 1);
    return out;
}

using Messages = std::vector<std::pair<bank::MessageKey, std::uint64_t>>;

// Messages that a bank must still know as processed: those of slots whose blockhashes are valid.
Result<Messages, store::StoreError> messages(const store::Ledger& ledger, const History& history,
                                             const bank::BankPosition& position, store::Seq last,
                                             const bank::Genesis& genesis) {
    const bank::StatusCache keys(genesis.seed);
    const auto max_age = genesis.max_blockhash_age;
    Messages out;
    const auto oldest =
        position.block_height > max_age + 1 ? position.block_height - max_age - 1 : 0;
    store::Seq after = 0;
    for (const auto& block : history.blocks)
        if (block.record.height < oldest) after = block.last_seq;
    std::optional<store::StoreError> broken;
    auto block = history.blocks.begin();
    CHECK_OK(ledger.each_shred(after, [&](store::StoredShred&& stored) {
        if (stored.seq > last) return false;
        while (block != history.blocks.end() && block->slot < stored.slot) ++block;
        const auto height = block != history.blocks.end() && block->slot == stored.slot
                                ? block->record.height
                                : position.block_height;
        const auto shred = shred::decode(stored.bytes);
        if (!shred) {
            broken = damaged(shred.error().what);
            return false;
        }
        for (const auto& entry : shred->entries)
            if (const auto* t = std::get_if<shred::TransactionEntry>(&entry))
                if (const auto decoded = tx::decode(*t->wire))
                    out.emplace_back(keys.key_of(decoded->message.signed_bytes), height);
        return true;
    }));
    if (broken) return fail(*broken);
    return out;
}

Result<std::unique_ptr<bank::Bank>, store::StoreError> bank_at(bank::BankConfig config,
                                                               store::Ledger& ledger,
                                                               const store::StoredShred& shred) {
    const auto state = decode_state(shred.state);
    if (!state)
        return fail(
            damaged("the state of shred record " + std::to_string(shred.seq) + " is unreadable"));
    const auto max_age = config.genesis.max_blockhash_age;
    TRY(auto past, history(ledger, state->position, max_age));
    TRY(auto processed, messages(ledger, past, state->position, shred.seq, config.genesis));
    std::optional<store::StoreError> failed;
    auto bank = std::make_unique<bank::Bank>(
        std::move(config),
        bank::Bank::Restore{
            .checkpoint = {state->position, state->warp_to, std::move(past.blockhashes)},
            .accounts =
                [&](const auto& put) {
                    const auto loaded = ledger.load_accounts([&](store::AccountUpdate&& update) {
                        put(update.key, {update.version, update.account});
                    });
                    if (!loaded) failed = loaded.error();
                },
            .messages = std::move(processed)});
    if (failed) return fail(*failed);
    return bank;
}

}  // namespace

Bytes encode_state(const StateMark& mark, std::span<const PaidCredit> paid) {
    const auto& p = mark.position;
    codec::ByteWriter out;
    out.u8(state_version).u64(p.slot.value).boolean(p.open).u64(p.parent.value).key(p.parent_hash);
    out.u64(p.block_height).u64(p.transaction_count).u64(p.slot_signatures).u64(p.slot_fees);
    out.i64(p.clock_offset).boolean(mark.warp_to.has_value());
    out.u64(mark.warp_to.value_or(Slot{}).value);
    out.u32(static_cast<std::uint32_t>(p.slot_credits.size()));
    for (const auto& credit : p.slot_credits) out.key(credit.key).u64(credit.lamports.value);
    out.u32(static_cast<std::uint32_t>(paid.size()));
    for (const auto& credit : paid)
        out.key(credit.key).u64(credit.lamports.value).u64(credit.balance.value);
    return out.take();
}

std::optional<ChainState> decode_state(ByteSpan bytes) {
    codec::ByteReader in(bytes);
    ChainState out;
    auto& p = out.position;
    const auto version = in.u8();
    if (version != state_version && version != version_without_credits) return std::nullopt;
    p.slot = Slot{in.u64()};
    p.open = in.u8() != 0;
    p.parent = Slot{in.u64()};
    p.parent_hash = in.key<Hash>();
    p.block_height = in.u64();
    p.transaction_count = in.u64();
    p.slot_signatures = in.u64();
    p.slot_fees = in.u64();
    p.clock_offset = in.i64();
    const bool warps = in.u8() != 0;
    const Slot to{in.u64()};
    if (warps) out.warp_to = to;
    const auto credits = version == state_version ? in.u32() : 0;
    for (std::uint32_t i = 0; i < credits && !in.failed(); ++i) {
        const auto key = in.key();
        p.slot_credits.push_back({key, Lamports{in.u64()}});
    }
    const auto paid = version == state_version ? in.u32() : 0;
    for (std::uint32_t i = 0; i < paid && !in.failed(); ++i) {
        const auto key = in.key();
        const Lamports lamports{in.u64()};
        out.paid.push_back({key, lamports, Lamports{in.u64()}});
    }
    if (!in.done()) return std::nullopt;
    return out;
}

Result<Restored, store::StoreError> restore(bank::BankConfig config, store::Ledger& ledger) {
    const auto covered = ledger.accounts_seq();
    TRY(const auto start, shred_at(ledger, covered));
    Restored out{nullptr, ledger.genesis_hash(), 0};
    if (start) {
        TRY(out.bank, bank_at(std::move(config), ledger, *start));
        out.last_shred_hash = start->hash;
        out.next_index = start->last_in_slot ? 0 : start->index + 1;
        if (start->last_in_slot) out.bank->complete_slot(start->hash);
    } else {
        out.bank = std::make_unique<bank::Bank>(std::move(config));
    }

    bank::Replayer replayer(*out.bank, out.last_shred_hash, out.next_index);
    std::optional<bank::ReplayError> failed;
    std::set<Pubkey> written;
    CHECK_OK(ledger.each_shred(start ? covered : 0, [&](store::StoredShred&& shred) {
        if (auto applied = replayer.apply(shred.bytes); !applied) {
            failed = std::move(applied.error());
            return false;
        }
        for (const auto& account : replayer.last_accounts())
            if (account.write_version != account.read_version) written.insert(account.key);
        return true;
    }));
    if (failed)
        return fail(damaged("slot " + std::to_string(failed->slot.value) + ", shred " +
                            std::to_string(failed->index) + ": " + failed->what));
    std::vector<store::AccountUpdate> updates;
    for (const auto& key : written) {
        const auto account = out.bank->accounts().get(key);
        updates.push_back({key, account.version, account.account});
    }
    ledger.recover_accounts(updates);
    out.last_shred_hash = replayer.last_shred_hash();
    out.next_index = replayer.next_index();
    return out;
}

}  // namespace orrery::sequencer
