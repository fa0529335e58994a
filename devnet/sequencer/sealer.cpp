#include "devnet/sequencer/sealer.hpp"

#include "devnet/shred/hashes.hpp"

namespace orrery::sequencer {
namespace {

// However many groups wait, a shred is closed after so long.
constexpr auto max_open = std::chrono::milliseconds(5);

}  // namespace

void Sealer::run() {
    while (!in_.ended()) {
        auto groups = in_.take(64);
        for (auto& group : groups) take(std::move(group));
        const bool waited = builder_ && std::chrono::steady_clock::now() - begun_ >= max_open;
        if (builder_ && (waited || in_.empty())) seal();
    }
}

bool Sealer::has_room_for(const Group& group) const {
    return builder_->transactions() + group.steps.size() <= shred::max_transactions &&
           bytes_ + group.bytes <= shred::max_size;
}

void Sealer::take(Group group) {
    if (group.restart) place_ = *group.restart;
    if (group.steps.empty()) {
        if (builder_) seal();
        Sealed sealed;
        if (closing_) {
            sealed = *std::exchange(closing_, std::nullopt);
            sealed.next = std::move(group.mark);
        } else {
            sealed.mark = std::move(group.mark);
        }
        sealed.stored = std::move(group.stored);
        out_.push(std::move(sealed));
        return;
    }
    if (builder_ && !has_room_for(group)) seal();
    add(std::move(group));
    if (builder_->ends_slot()) seal();
}

void Sealer::add(Group group) {
    if (!builder_) {
        begun_ = std::chrono::steady_clock::now();
        const auto slot = group.steps.front().executed->slot;
        builder_.emplace(bank::ShredBuilder::Place{genesis_hash_, place_.prev_shred_hash, slot,
                                                   place_.next_index});
    }
    for (auto& step : group.steps) {
        const auto& executed = *step.executed;
        if (step.entry)
            builder_->add(*step.entry, executed.transaction.get(), executed.outcome);
        else
            builder_->add_hook(executed.transaction->id(), executed.outcome);
        pending_.steps.push_back(std::move(step));
    }
    bytes_ += group.bytes;
    pending_.mark = std::move(group.mark);
    pending_.unix_timestamp = group.unix_timestamp;
    if (group.closed) closed_ = std::move(group.closed);
}

void Sealer::seal() {
    pending_.place = builder_->place();
    pending_.closes_slot = builder_->ends_slot();
    pending_.updates = builder_->updates();
    pending_.shred = shred::seal(builder_->build(), sequencer_);
    const auto& hash = pending_.shred->hash;
    if (pending_.closes_slot) {
        const auto& at = pending_.mark.position;
        pending_.slot_hash = shred::slot_hash(at.parent_hash, hash, at.slot_signatures);
    }
    place_ = {hash, pending_.closes_slot ? 0 : place_.next_index + 1};
    if (closed_) std::exchange(closed_, nullptr)->set_value(hash);
    builder_.reset();
    bytes_ = 0;
    auto sealed = std::exchange(pending_, Sealed{});
    if (sealed.closes_slot)
        closing_ = std::move(sealed);
    else
        out_.push(std::move(sealed));
}

}  // namespace orrery::sequencer
