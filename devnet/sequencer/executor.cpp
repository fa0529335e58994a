#include "devnet/sequencer/executor.hpp"

#include <algorithm>
#include <future>

#include "sdk/tx/jumbo_fee.hpp"

namespace orrery::sequencer {
namespace {

// Entries that one group may have; together they become readable and go to the sealer.
constexpr std::size_t max_group = 64;
// A chain that rested longer than this goes on from there: hashing the slots of a year would take
// its start longer than anybody waits.
constexpr std::uint64_t max_idle_slots = 1'000'000;
constexpr std::int64_t max_idle_ms = 1'000'000'000'000;
// How far deployments may run slots ahead of the clock (solayer-chain.md 7, Slots 4).
constexpr std::uint64_t max_slots_ahead = 16;

// What a transaction takes in a shred and beside it; a jumbo's calls may have a hundred times its
// bytes.
std::size_t size_of(const events::Executed& executed) {
    auto size = executed.transaction->wire->size();
    for (const auto& inner : executed.outcome.inner_instructions)
        for (const auto& instruction : inner.instructions) size += instruction.data.size();
    return size;
}

std::uint64_t units_of(const bank::AppliedEntry& applied) {
    auto units = applied.outcome.compute_units;
    for (const auto& hook : applied.hooks) units += hook.run.outcome.compute_units;
    return units;
}

}  // namespace

Executor::Executor(const Params& params) : p_(params) {
    anchor();
    find_timestamp();
}

// A slot may be open already: after a restart in the midst of it, or a revert into it.
void Executor::find_timestamp() { slot_timestamp_ = p_.bank.sysvars()->clock.unix_timestamp; }

void Executor::anchor() {
    anchor_time_ = p_.clock.now();
    anchor_slot_ = p_.bank.position().slot;
}

// Every life of a ledger reckons its slots from the same stamp, the last stored slot's, so none
// falls behind what an earlier one reported. The stamp has whole seconds: the slot began at most
// one slot time before it, hence one more.
void Executor::resume() {
    if (p_.block_mode != BlockMode::interval) return;
    const auto& position = p_.bank.position();
    const auto& last =
        p_.bank.sysvars()->clock;  // as the last slot with entries, or genesis, left it
    const auto stamp = (last.unix_timestamp - position.clock_offset) * 1000;
    const auto idle =
        std::clamp<std::int64_t>(p_.clock.unix_milliseconds() - stamp, 0, max_idle_ms);
    const auto slots = static_cast<std::uint64_t>(std::chrono::milliseconds(idle) / p_.slot_time);
    const Slot due{last.slot + std::min(slots, max_idle_slots) + 1};
    if (due <= position.slot) return;
    if (!position.open) p_.bank.skip_to(due);
    anchor_slot_ = due;
}

void Executor::run() {
    publish_slot();
    while (!p_.commands.ended()) {
        auto commands = p_.commands.take(max_group, next_tick());
        for (auto& command : commands) {
            if (auto* submitted = std::get_if<Submitted>(&command)) {
                take(std::move(*submitted));
            } else {
                std::get<1>(command)(*this);
                execute_held();  // a revert or a warp may have made room
            }
            // Deployments end slots without the clock: who waited goes first in the next.
            while (!held_.empty() && !p_.bank.position().open) execute_held();
        }
        flush_group();
        tick();
    }
    while (!held_.empty()) {
        if (p_.bank.position().open) close_slot();
        execute_held();
    }
    if (p_.bank.position().open) close_slot();
}

Slot Executor::scheduled() const {
    if (p_.block_mode != BlockMode::interval) return p_.bank.position().slot;
    const auto elapsed = p_.clock.now() - anchor_time_;
    return Slot{anchor_slot_.value + static_cast<std::uint64_t>(elapsed / p_.slot_time)};
}

std::optional<WorkQueue<Command>::TimePoint> Executor::next_tick() const {
    if (p_.block_mode != BlockMode::interval) return std::nullopt;
    const auto slots = p_.bank.position().slot.value + 1 - anchor_slot_.value;
    return anchor_time_ + p_.slot_time * static_cast<std::int64_t>(slots);
}

// Slots end by the clock; while early ends have run ahead of it, nothing happens.
void Executor::tick() {
    const auto due = scheduled();
    if (due <= p_.bank.position().slot) return;
    if (p_.bank.position().open) close_slot();
    if (due > p_.bank.position().slot) p_.bank.skip_to(due);
    publish_slot();
    execute_held();
}

bool Executor::may_end_early() const {
    return p_.block_mode != BlockMode::interval ||
           p_.bank.position().slot.value < scheduled().value + max_slots_ahead;
}

void Executor::ensure_open() {
    auto& bank = p_.bank;
    if (bank.position().open) return;
    if (const auto due = scheduled(); due > bank.position().slot) bank.skip_to(due);
    index_in_slot_ = 0;
    const auto open = bank.next_open(p_.clock.unix_seconds());
    slot_timestamp_ = open.unix_timestamp;
    apply(bank.open_slot(open));
}

void Executor::apply(bank::AppliedEntry applied, Done done) {
    add_step({.entry = std::move(applied.entry),
              .transaction = std::move(applied.transaction),
              .outcome = std::move(applied.outcome),
              .sequence = applied.sequence,
              .done = std::move(done)});
    for (auto& hook : applied.hooks)
        add_step({.entry = std::nullopt,
                  .transaction = std::move(hook.run.transaction),
                  .outcome = std::move(hook.run.outcome),
                  .sequence = hook.sequence,
                  .done = nullptr});
}

void Executor::add_step(Applied applied) {
    auto executed = std::make_shared<events::Executed>();
    executed->slot = p_.bank.position().slot;
    if (applied.transaction) executed->index_in_slot = index_in_slot_++;
    executed->transaction = std::move(applied.transaction);
    executed->outcome = std::move(applied.outcome);
    executed->sequence = applied.sequence;
    if (executed->transaction)
        group_.bytes += size_of(*executed);
    else if (const auto* cheat = std::get_if<shred::SetAccount>(&*applied.entry))
        group_.bytes += cheat->data.size();
    group_.steps.push_back({std::move(applied.entry), executed});
    notices_.push_back({std::move(applied.done), std::move(executed)});
}

// Asking a message for its limit takes time: only a slot that is nearly full does.
bool Executor::fits_slot(const tx::Transaction& transaction) const {
    return p_.budget.has_room_for(tx::max_jumbo_compute_units) ||
           p_.budget.has_room_for(bank::compute_unit_limit(transaction));
}

void Executor::take(Submitted submitted) {
    if (fits_slot(*submitted.transaction))
        execute(std::move(submitted));
    else
        held_.push_back(std::move(submitted));
}

void Executor::execute_held() {
    for (auto waiting = held_.size(); waiting > 0; --waiting) {
        auto submitted = std::move(held_.front());
        held_.pop_front();
        take(std::move(submitted));
    }
}

void Executor::execute(Submitted submitted) {
    const auto size = submitted.transaction->wire->size();
    p_.waiting_bytes -= size;
    if (!group_.steps.empty() && group_.bytes + size > shred::max_size) flush_group();
    ensure_open();
    auto applied = p_.bank.execute(std::move(submitted.transaction));
    if (!applied.outcome.processed()) {
        if (submitted.done) submitted.done(applied.outcome);
        return;
    }
    const bool ends_slot = applied.outcome.ends_slot;
    p_.budget.use(units_of(applied));
    apply(std::move(applied), std::move(submitted.done));
    if (p_.block_mode == BlockMode::automatic || (ends_slot && may_end_early())) close_slot();
}

StateMark Executor::mark() const {
    auto& bank = p_.bank;
    const auto& position = bank.position();
    auto sysvars =
        position.open ? bank.sysvars() : bank.preview(bank.next_open(p_.clock.unix_seconds()));
    return {position, bank.warp_target(), bank.accounts().pin(), std::move(sysvars)};
}

// First the state, then the news of it, then the sealer: whoever hears of a transaction can read
// what it did, and nothing is confirmed before it was processed.
void Executor::flush_group() {
    if (group_.steps.empty()) return;
    group_.mark = mark();
    p_.marks.executed(group_.mark);
    announce();
    hand_over();
}

void Executor::hand_over() {
    group_.unix_timestamp = slot_timestamp_;
    p_.groups.push(std::exchange(group_, Group{}));
}

void Executor::announce() {
    for (const auto& notice : notices_) {
        const auto& executed = *notice.executed;
        if (executed.transaction)
            p_.recent.add(executed.transaction->id(), executed.slot, executed.outcome.error);
    }
    for (const auto& notice : notices_) {
        p_.sinks.publish(events::Reached{events::Commitment::processed, {notice.executed}});
        if (notice.done) notice.done(notice.executed->outcome);
    }
    notices_.clear();
}

// What ended the slot is told of once the next one can be read: who hears of an extended table or
// a deployed program may use it at once. The sealer keeps the slot's last shred for as long.
void Executor::close_slot() {
    apply(p_.bank.close_slot());
    p_.budget.next_slot();
    group_.closed = std::make_shared<std::promise<Hash>>();
    auto hash = group_.closed->get_future();
    group_.mark = mark();
    hand_over();
    p_.bank.complete_slot(hash.get());
    publish_slot();
}

// No clock tells after a restart that these slots went by: the last one's shred does.
void Executor::advance(std::uint64_t slots) {
    if (slots == 0) return;
    if (slots > 1 && p_.bank.position().open) {
        close_slot();
        --slots;
    }
    for (; slots > 1; --slots) {
        p_.bank.skip_to(Slot{p_.bank.position().slot.value + 1});
        publish_slot();
    }
    ensure_open();
    close_slot();
    execute_held();
}

// A state without entries: so every level learns that slots went by.
void Executor::publish_slot() {
    flush_group();
    Group group;
    group.mark = mark();
    p_.marks.executed(group.mark);
    announce();
    const auto root = p_.marks.at(events::Commitment::finalized).position.parent;
    p_.sinks.publish(
        events::SlotOpened{group.mark.position.slot, group.mark.position.parent, root});
    p_.groups.push(std::move(group));
}

void Executor::drain() {
    flush_group();
    Group group;
    group.mark = mark();
    group.stored = std::make_shared<std::promise<void>>();
    auto stored = group.stored->get_future();
    p_.groups.push(std::move(group));
    stored.wait();
}

void Executor::restart(const SealPlace& place) {
    anchor();
    find_timestamp();
    p_.budget.reset();
    Group group;
    group.mark = mark();
    group.restart = place;
    p_.marks.reset(group.mark);
    p_.groups.push(std::move(group));
}

}  // namespace orrery::sequencer
