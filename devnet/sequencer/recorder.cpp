#include "devnet/sequencer/recorder.hpp"

#include <chrono>
#include <thread>

#include "devnet/sequencer/checkpoint.hpp"
#include "devnet/sequencer/token_balances.hpp"

namespace orrery::sequencer {
namespace {

// A commit is one batch: large enough to spread its cost, small enough to keep latency low.
constexpr std::size_t max_batch = 16;
constexpr std::uint64_t log_limit = 32u
                                    << 20;  ///< bytes of write-ahead log that call for a checkpoint
constexpr auto idle_after = std::chrono::milliseconds(50);
constexpr auto retry_after = std::chrono::milliseconds(500);
// Without a ledger, statuses are kept as long as a wallet may ask for them.
constexpr std::uint64_t recent_slots = 150;

store::TransactionRecord record_of(const Step& step, std::uint32_t offset,
                                   const svm::AccountReader& mints) {
    const auto& executed = *step.executed;
    const auto& transaction = *executed.transaction;
    const bool is_hook = !step.entry;
    const auto tokens = token_balances(transaction, executed.outcome, mints);
    store::TransactionRecord out;
    out.id = transaction.id();
    if (is_hook) {
        out.hook_wire = transaction.wire;
    } else {
        out.wire_offset = offset;
        out.wire_length = static_cast<std::uint32_t>(transaction.wire->size());
    }
    out.meta = store::encode_meta(executed.outcome, {tokens.before, tokens.after});
    out.addresses =
        tx::account_keys(transaction.message.static_keys, executed.outcome.loaded_addresses);
    return out;
}

Lamports balance(const svm::AccountReader& accounts, const Pubkey& key) {
    const auto account = accounts.get(key).account;
    return account ? account->lamports : Lamports{};
}

std::vector<PaidCredit> paid_credits(const Sealed& sealed) {
    std::vector<PaidCredit> out;
    const auto& last = sealed.steps.back().entry;
    if (const auto* close = last ? std::get_if<shred::SlotClose>(&*last) : nullptr)
        for (const auto& credit : close->credits)
            out.push_back(
                {credit.key, credit.lamports, balance(*sealed.mark.accounts, credit.key)});
    return out;
}

store::ShredRecord record_of(const Sealed& sealed, const Pubkey& identity) {
    const auto& position = sealed.mark.position;
    store::ShredRecord out;
    out.bytes = sealed.shred->bytes;
    out.hash = sealed.shred->hash;
    out.slot = sealed.place.slot;
    out.index = sealed.place.index;
    out.unix_timestamp = sealed.unix_timestamp;
    if (sealed.closes_slot)
        out.block =
            store::BlockRecord{.parent_slot = position.parent,
                               .height = position.block_height,
                               .blockhash = sealed.slot_hash,
                               .previous_blockhash = position.parent_hash,
                               .fees = Lamports{position.slot_fees},
                               .identity_balance = balance(*sealed.mark.accounts, identity)};
    auto entry_offset = sealed.shred->entry_offsets.begin();
    for (const auto& step : sealed.steps) {
        const auto offset = step.entry ? *entry_offset++ : 0;
        if (step.executed->transaction)
            out.transactions.push_back(record_of(step, offset, *sealed.mark.accounts));
    }
    for (const auto& update : sealed.updates)
        out.accounts.push_back({update.key, update.account.version, update.account.account});
    out.state = encode_state(sealed.mark, paid_credits(sealed));
    return out;
}

}  // namespace

void Recorder::run() {
    while (!in_.ended()) {
        auto batch = in_.take(max_batch, std::chrono::steady_clock::now() + idle_after);
        if (!batch.empty()) store(batch);
        for (auto& sealed : batch) confirm(sealed);
        if (!ledger_) continue;
        if (batch.empty()) {
            (void)ledger_->maintain();
        } else if (ledger_->log_bytes() > log_limit) {
            (void)ledger_->checkpoint();
        }
    }
    if (ledger_) (void)ledger_->flush_accounts();
}

void Recorder::store(std::vector<Sealed>& batch) {
    if (!ledger_) return;
    std::vector<store::ShredRecord> records;
    for (const auto& sealed : batch)
        if (sealed.shred) records.push_back(record_of(sealed, identity_));
    if (records.empty()) return;
    for (;;) {
        const auto appended = ledger_->append(records);
        trouble_.with(
            [&](std::string& t) { t = appended ? std::string() : appended.error().message; });
        if (appended) return;
        if (give_up_) {
            batch.clear();  // what was never stored is never confirmed
            return;
        }
        std::this_thread::sleep_for(retry_after);
    }
}

void Recorder::confirm(Sealed& sealed) {
    events::Reached reached{events::Commitment::confirmed, {}};
    for (const auto& step : sealed.steps) {
        reached.entries.push_back(step.executed);
        unfinalized_.push_back(step.executed);
        if (ledger_ && step.executed->transaction) recent_.remove(step.executed->transaction->id());
    }
    auto& state = sealed.next ? *sealed.next : sealed.mark;
    const auto slot = state.stored_slot().value;
    const auto newest_closed = state.position.parent;
    if (!ledger_ && slot > recent_slots) recent_.expire_below(Slot{slot - recent_slots});
    const bool more_final = marks_.stored(std::move(state));
    if (!reached.entries.empty()) sinks_.publish(reached);
    tell_closed(events::Commitment::confirmed, newest_closed);
    if (more_final) finalize();
    if (sealed.stored) sealed.stored->set_value();
}

void Recorder::finalize() {
    events::Reached reached{events::Commitment::finalized, {}};
    while (!unfinalized_.empty() &&
           marks_.level_of(unfinalized_.front()->slot) == events::Commitment::finalized) {
        reached.entries.push_back(std::move(unfinalized_.front()));
        unfinalized_.pop_front();
    }
    if (!reached.entries.empty()) sinks_.publish(reached);
    tell_closed(reached.level, marks_.at(reached.level).position.parent);
}

// After a revert the newest is an older one.
void Recorder::tell_closed(events::Commitment level, Slot slot) {
    const auto told = std::exchange(told_[static_cast<std::size_t>(level)], slot);
    if (told < slot) sinks_.publish(events::SlotsReached{level, slot});
}

}  // namespace orrery::sequencer
