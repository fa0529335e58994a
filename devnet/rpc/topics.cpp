#include "devnet/rpc/topics.hpp"

#include <algorithm>

#include "sdk/json/response.hpp"

namespace orrery::rpc {
namespace {

using Ids = std::vector<std::uint64_t>;

template <class Map, class Key>
void erase_id(Map& map, const Key& key, std::uint64_t id) {
    const auto found = map.find(key);
    if (found == map.end()) return;
    std::erase(found->second, id);
    if (found->second.empty()) map.erase(found);
}

bool is_watcher(TopicKind kind) {
    return kind == TopicKind::account || kind == TopicKind::program || kind == TopicKind::logs ||
           kind == TopicKind::all_logs || kind == TopicKind::hook;
}

}  // namespace

Topics::Row& Topics::find_or_add(TopicSpec spec) {
    auto identity = spec.identity();
    if (const auto known = by_identity_.find(identity); known != by_identity_.end())
        return *rows_.at(known->second);
    const auto id = next_id_++;
    index(spec, id);
    auto row = std::make_unique<Row>();
    row->topic = std::make_shared<const Topic>(Topic{id, std::move(spec)});
    row->identity = identity;
    by_identity_.emplace(std::move(identity), id);
    return *rows_.emplace(id, std::move(row)).first->second;
}

void Topics::index(const TopicSpec& spec, std::uint64_t id) {
    const auto at = static_cast<std::size_t>(spec.level);
    Level& level = levels_[at];
    if (is_watcher(spec.kind)) ++watcher_counts_[at];
    switch (spec.kind) {
        case TopicKind::signature:
            signatures_[spec.transaction].push_back(id);
            ++signature_count_;
            break;
        case TopicKind::account:
            level.accounts[spec.key].push_back(id);
            break;
        case TopicKind::program:
            level.programs[spec.key].push_back(id);
            break;
        case TopicKind::logs:
            level.mentions[spec.key].push_back(id);
            break;
        case TopicKind::all_logs:
            level.all_logs.push_back(id);
            break;
        default:
            keyless_[spec.kind].push_back(id);
    }
}

void Topics::unindex(const TopicSpec& spec, std::uint64_t id) {
    const auto at = static_cast<std::size_t>(spec.level);
    Level& level = levels_[at];
    if (is_watcher(spec.kind)) --watcher_counts_[at];
    switch (spec.kind) {
        case TopicKind::signature:
            erase_id(signatures_, spec.transaction, id);
            --signature_count_;
            break;
        case TopicKind::account:
            erase_id(level.accounts, spec.key, id);
            break;
        case TopicKind::program:
            erase_id(level.programs, spec.key, id);
            break;
        case TopicKind::logs:
            erase_id(level.mentions, spec.key, id);
            break;
        case TopicKind::all_logs:
            std::erase(level.all_logs, id);
            break;
        default:
            erase_id(keyless_, spec.kind, id);
    }
}

void Topics::remove_if_idle(std::uint64_t id) {
    const auto found = rows_.find(id);
    if (!found->second->listeners.empty()) return;
    unindex(found->second->topic->spec, id);
    by_identity_.erase(found->second->identity);
    rows_.erase(found);
}

std::uint64_t Topics::join(const SessionRef& session, TopicSpec spec) {
    const std::lock_guard lock(mutex_);
    Row& row = find_or_add(std::move(spec));
    const auto id = row.topic->id;
    auto& mine = by_session_[session->id()];
    if (std::find(mine.begin(), mine.end(), id) == mine.end()) {
        mine.push_back(id);
        row.listeners.push_back({session, true});
    }
    return id;
}

std::vector<TopicRef> Topics::find(std::span<const std::uint64_t> ids) const {
    std::vector<TopicRef> out;
    const std::lock_guard lock(mutex_);
    for (const auto id : ids)
        if (const auto found = rows_.find(id); found != rows_.end())
            out.push_back(found->second->topic);
    return out;
}

void Topics::unmute(const SessionRef& session, std::span<const std::uint64_t> ids,
                    MessageRef answer) {
    const std::lock_guard lock(mutex_);
    if (answer) session->send(std::move(answer));
    for (const auto id : ids) {
        const auto found = rows_.find(id);
        if (found == rows_.end()) continue;
        for (auto& listener : found->second->listeners)
            if (listener.session->id() == session->id()) listener.is_muted = false;
    }
}

bool Topics::leave(const SessionRef& session, std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    const auto mine = by_session_.find(session->id());
    if (mine == by_session_.end() || std::erase(mine->second, id) == 0) return false;
    if (mine->second.empty()) by_session_.erase(mine);
    std::erase_if(rows_.at(id)->listeners,
                  [&](const Listener& l) { return l.session->id() == session->id(); });
    remove_if_idle(id);
    return true;
}

void Topics::leave_all(const SessionRef& session) {
    const std::lock_guard lock(mutex_);
    const auto mine = by_session_.find(session->id());
    if (mine == by_session_.end()) return;
    const Ids ids = std::move(mine->second);
    by_session_.erase(mine);
    for (const auto id : ids) {
        std::erase_if(rows_.at(id)->listeners,
                      [&](const Listener& l) { return l.session->id() == session->id(); });
        remove_if_idle(id);
    }
}

void Topics::collect(const Ids& ids, std::vector<TopicRef>& out) const {
    for (const auto id : ids) out.push_back(rows_.at(id)->topic);
}

void Topics::collect(const ByKey& by_key, const Pubkey& key, std::vector<TopicRef>& out) const {
    if (by_key.empty()) return;
    if (const auto found = by_key.find(key); found != by_key.end()) collect(found->second, out);
}

std::vector<TopicRef> Topics::of_signature(const Txid& id) const {
    std::vector<TopicRef> out;
    const std::lock_guard lock(mutex_);
    if (const auto found = signatures_.find(id); found != signatures_.end())
        collect(found->second, out);
    return out;
}

void Topics::of_account(const Pubkey& key, events::Commitment level,
                        std::vector<TopicRef>& out) const {
    const std::lock_guard lock(mutex_);
    collect(levels_[static_cast<std::size_t>(level)].accounts, key, out);
}

void Topics::of_program(const Pubkey& key, events::Commitment level,
                        std::vector<TopicRef>& out) const {
    const std::lock_guard lock(mutex_);
    collect(levels_[static_cast<std::size_t>(level)].programs, key, out);
}

void Topics::of_logs(std::span<const Pubkey> mentioned, events::Commitment level,
                     std::vector<TopicRef>& out) const {
    const std::lock_guard lock(mutex_);
    const Level& at = levels_[static_cast<std::size_t>(level)];
    collect(at.all_logs, out);
    for (const auto& key : mentioned) collect(at.mentions, key, out);
}

std::vector<TopicRef> Topics::of_kind(TopicKind kind) const {
    std::vector<TopicRef> out;
    const std::lock_guard lock(mutex_);
    if (const auto found = keyless_.find(kind); found != keyless_.end())
        collect(found->second, out);
    return out;
}

void Topics::send(const TopicRef& topic, std::string_view result) {
    const auto message = std::make_shared<const std::string>(
        json::notification(notification_method(topic->spec.kind), topic->id, result));
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(topic->id);
    if (found == rows_.end()) return;
    for (const auto& listener : found->second->listeners)
        if (!listener.is_muted) listener.session->send(message);
}

void Topics::send_last(const TopicRef& topic, std::string_view result) {
    const auto message = std::make_shared<const std::string>(
        json::notification(notification_method(topic->spec.kind), topic->id, result));
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(topic->id);
    if (found == rows_.end()) return;
    // Who is still muted hears of it when unmuted: that looks for what has happened already.
    std::erase_if(found->second->listeners, [&](const Listener& listener) {
        if (listener.is_muted) return false;
        listener.session->send(message);
        erase_id(by_session_, listener.session->id(), topic->id);
        return true;
    });
    remove_if_idle(topic->id);
}

bool Topics::claim_received(const TopicRef& topic) {
    if (!topic->spec.wants_received) return false;
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(topic->id);
    if (found == rows_.end()) return false;
    return !std::exchange(found->second->received, true);
}

void Topics::close_watchers() {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, row] : rows_)
        if (is_watcher(row->topic->spec.kind))
            for (const auto& listener : row->listeners) listener.session->close();
}

}  // namespace orrery::rpc
