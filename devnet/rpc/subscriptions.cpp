#include "devnet/rpc/subscriptions.hpp"

#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>
#include <chrono>
#include <ranges>

#include "devnet/rpc/mints.hpp"
#include "devnet/rpc/notifications.hpp"
#include "devnet/rpc/status.hpp"

namespace orrery::rpc {
namespace {

// Entries that may wait to be rendered. Who can't be served any more is disconnected, as Agave does
// with subscribers that lag: a gap would go unnoticed.
constexpr std::size_t max_queued_entries = 262'144;

std::int64_t unix_milliseconds() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

/// The topics that something concerns, each once.
void drop_duplicates(std::vector<TopicRef>& topics) {
    std::sort(topics.begin(), topics.end());
    topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
}

json::AccountFormat format_of(const Topic& topic, const std::optional<ChainPoint>& point) {
    json::AccountFormat format{topic.spec.encoding, {}, {}};
    if (point && format.encoding == json::AccountEncoding::json_parsed)
        format.mint_of = mint_lookup(*point);
    return format;
}

void notify_logs(Topics& topics, const events::Executed& entry, Commitment level) {
    // What couldn't be loaded has run nothing, and so has no logs on Agave either.
    if (!entry.transaction || entry.outcome.status == svm::TxStatus::fees_only) return;
    const auto mentioned =
        tx::account_keys(entry.transaction->message.static_keys, entry.outcome.loaded_addresses);
    std::vector<TopicRef> found;
    topics.of_logs(mentioned, level, found);
    if (found.empty()) return;
    drop_duplicates(found);
    const auto result = logs_result(entry);
    for (const auto& topic : found) topics.send(topic, result);
}

bool concerns(const TopicSpec& spec, const svm::HookReceipt& hook) {
    switch (spec.hook_filter) {
        case HookFilter::program:
            return spec.key == hook.target;
        case HookFilter::hook:
            return spec.key == hook.hook;
        case HookFilter::all:
            break;
    }
    return true;
}

void notify_hooks(Topics& topics, const events::Executed& entry, Commitment level) {
    if (!entry.outcome.hook) return;
    for (const auto& topic : topics.of_kind(TopicKind::hook))
        if (topic->spec.level == level && concerns(topic->spec, *entry.outcome.hook))
            topics.send(topic, hook_result(entry));
}

}  // namespace

Subscriptions::Subscriptions(sequencer::Chain& chain) : chain_(chain) {
    for (const auto level : {Commitment::confirmed, Commitment::finalized}) {
        const auto newest = chain_.at(level).blockhash.slot;
        blocks_[static_cast<std::size_t>(level)] = {newest, newest};
    }
    thread_ = std::thread([this] { run(); });
    chain_.add_sink(*this);
}

Subscriptions::~Subscriptions() {
    chain_.remove_sink(*this);
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void Subscriptions::publish(const events::Event& event) {
    if (const auto* reached = std::get_if<events::Reached>(&event)) {
        if (topics_.has_signatures()) notify_signatures(*reached);
        if (topics_.has_watchers(reached->level)) watch(*reached);
    } else if (const auto* opened = std::get_if<events::SlotOpened>(&event)) {
        notify_slot(*opened);
    } else if (const auto* closed = std::get_if<events::SlotsReached>(&event)) {
        note_closed(*closed);
    } else if (const auto* reverted = std::get_if<events::Reverted>(&event)) {
        const std::lock_guard lock(mutex_);
        for (auto& blocks : blocks_)
            blocks.newest = blocks.told = std::min(blocks.told, Slot{reverted->slot.value - 1});
    }
}

// Who subscribes later hears of later blocks only.
void Subscriptions::note_closed(const events::SlotsReached& reached) {
    const bool is_wanted = !topics_.of_kind(TopicKind::block).empty();
    {
        const std::lock_guard lock(mutex_);
        auto& blocks = blocks_[static_cast<std::size_t>(reached.level)];
        blocks.newest = reached.slot;
        if (!is_wanted) blocks.told = reached.slot;
    }
    if (is_wanted) wake_.notify_one();
}

void Subscriptions::notify_signatures(const events::Reached& reached) {
    for (const auto& entry : reached.entries) {
        if (!entry->transaction) continue;
        for (const auto& topic : topics_.of_signature(entry->transaction->id())) {
            if (topic->spec.level == reached.level)
                topics_.send_last(topic, signature_result(entry->slot, entry->outcome.error));
            else if (reached.level < topic->spec.level && topics_.claim_received(topic))
                topics_.send(topic, received_result(entry->slot));
        }
    }
}

void Subscriptions::notify_slot(const events::SlotOpened& opened) {
    for (const auto& topic : topics_.of_kind(TopicKind::slot))
        topics_.send(topic, slot_result(opened));
    const bool new_root = last_root_ < opened.root;
    last_root_ = opened.root;
    if (new_root)
        for (const auto& topic : topics_.of_kind(TopicKind::root))
            topics_.send(topic, std::to_string(opened.root.value));
    for (const auto& topic : topics_.of_kind(TopicKind::slots_updates)) {
        const auto now = unix_milliseconds();
        topics_.send(topic, slot_update_result({"completed", opened.parent, {}}, now));
        topics_.send(topic, slot_update_result({"createdBank", opened.slot, opened.parent}, now));
        if (new_root) topics_.send(topic, slot_update_result({"root", opened.root, {}}, now));
    }
}

void Subscriptions::begin(const SessionRef& session, std::span<const std::uint64_t> ids,
                          MessageRef answer) {
    std::vector<std::uint64_t> at_once;
    std::vector<TopicRef> signatures;
    for (auto& topic : topics_.find(ids)) {
        if (!has_landed(*topic)) at_once.push_back(topic->id);
        if (topic->spec.kind == TopicKind::signature) signatures.push_back(std::move(topic));
    }
    const auto due = std::chrono::steady_clock::now() + landed_delay;
    topics_.unmute(session, at_once, std::move(answer));
    if (signatures.empty()) return;
    session->after_read([this, session, signatures] {
        for (const auto& topic : signatures) notify_landed({{}, session, topic});
    });
    {
        const std::lock_guard lock(mutex_);
        for (auto& topic : signatures) landed_.push_back({due, session, std::move(topic)});
    }
    wake_.notify_one();
}

/// Whether the topic waits for a transaction that was executed already, at whatever level.
bool Subscriptions::has_landed(const Topic& topic) const {
    if (topic.spec.kind != TopicKind::signature) return false;
    const auto status = find_status(chain_, topic.spec.transaction);
    return status && *status;
}

// A transaction may have landed before its subscription: who subscribes after sending must not wait
// for an event that is past. Looked at after the topic is listed, so that one of the two is seen.
void Subscriptions::notify_landed(const Landed& landed) {
    const auto& topic = landed.topic;
    topics_.unmute(landed.session, {&topic->id, 1}, nullptr);
    const auto status = find_status(chain_, topic->spec.transaction);
    if (!status || !*status) return;
    if ((*status)->level >= topic->spec.level)
        topics_.send_last(topic, signature_result((*status)->slot, (*status)->error));
    else if (topics_.claim_received(topic))
        topics_.send(topic, received_result((*status)->slot));
}

void Subscriptions::watch(const events::Reached& reached) {
    {
        const std::lock_guard lock(mutex_);
        if (queued_entries_ + reached.entries.size() > max_queued_entries) {
            overflow_ = true;
            queue_.clear();
            queued_entries_ = 0;
        } else {
            queue_.push_back(reached);
            queued_entries_ += reached.entries.size();
        }
    }
    wake_.notify_one();
}

void Subscriptions::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wait(lock);
        if (stop_) return;
        notify_landed(lock);
        if (overflow_ || !queue_.empty()) notify_next(lock);
        notify_blocks(lock);
    }
}

void Subscriptions::wait(Lock& lock) {
    const auto has_work = [&] {
        return stop_ || overflow_ || !queue_.empty() ||
               std::any_of(blocks_.begin(), blocks_.end(),
                           [](const Blocks& b) { return b.told < b.newest; });
    };
    if (landed_.empty())
        wake_.wait(lock, [&] { return has_work() || !landed_.empty(); });
    else
        wake_.wait_until(lock, landed_.front().due, has_work);
}

void Subscriptions::notify_landed(Lock& lock) {
    while (!landed_.empty() && landed_.front().due <= std::chrono::steady_clock::now()) {
        const auto landed = std::move(landed_.front());
        landed_.pop_front();
        lock.unlock();
        notify_landed(landed);
        lock.lock();
    }
}

void Subscriptions::notify_next(Lock& lock) {
    const bool overflow = std::exchange(overflow_, false);
    events::Reached reached;
    if (!overflow) {
        reached = std::move(queue_.front());
        queue_.pop_front();
        queued_entries_ -= reached.entries.size();
    }
    lock.unlock();
    overflow ? topics_.close_watchers() : notify_watchers(reached);
    lock.lock();
}

void Subscriptions::notify_blocks(Lock& lock) {
    for (const auto level : {Commitment::confirmed, Commitment::finalized}) {
        auto& blocks = blocks_[static_cast<std::size_t>(level)];
        if (blocks.told >= blocks.newest) continue;
        const Slot last = blocks.newest;
        const Slot first{std::exchange(blocks.told, last).value + 1};
        lock.unlock();
        notify_blocks(level, {first, last});
        lock.lock();
    }
}

void Subscriptions::notify_blocks(Commitment level, const SlotRange& range) {
    auto topics = topics_.of_kind(TopicKind::block);
    std::erase_if(topics, [&](const TopicRef& topic) { return topic->spec.level != level; });
    if (topics.empty()) return;
    const auto point = chain_.at(level);
    const auto slots = closed_slots(chain_, point, range);
    if (!slots) return;  // without a ledger there are no blocks to show
    for (const auto slot : *slots)
        if (const auto block = find_block(chain_, point, slot))
            for (const auto& topic : topics) notify_block(topic, *block);
}

void Subscriptions::notify_block(const TopicRef& topic, const Block& block) {
    const auto& view = topic->spec.block;
    if (view.mentions && !mentions(chain_, block, *view.mentions).value_or(false)) return;
    topics_.send(topic, block_result(chain_, block, view));
}

// Of an account that several entries changed, only the last state is told.
void Subscriptions::notify_watchers(const events::Reached& reached) {
    std::optional<ChainPoint> point;
    boost::unordered_flat_set<Pubkey, KeyHasher> seen;
    std::vector<AccountChange> changes;
    for (const auto& entry : std::views::reverse(reached.entries))
        for (const auto& write : entry->outcome.writes)
            if (seen.insert(write.key).second)
                changes.push_back({entry->slot, write.key, write.account});
    std::vector<TopicRef> found;
    const auto format = [&](const Topic& topic) {
        if (!point && topic.spec.encoding == json::AccountEncoding::json_parsed)
            point = chain_.at(reached.level);
        return format_of(topic, point);
    };
    for (const auto& change : std::views::reverse(changes)) {
        found.clear();
        topics_.of_account(change.key, reached.level, found);
        for (const auto& topic : found) topics_.send(topic, account_result(change, format(*topic)));
        if (!change.account) continue;
        found.clear();
        topics_.of_program(change.account->owner, reached.level, found);
        for (const auto& topic : found)
            if (json::matches(topic->spec.filters, change.account->data))
                topics_.send(topic, program_result(change, format(*topic)));
    }
    for (const auto& entry : reached.entries) {
        notify_logs(topics_, *entry, reached.level);
        notify_hooks(topics_, *entry, reached.level);
    }
}

}  // namespace orrery::rpc
