#pragma once

#include <array>
#include <atomic>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "devnet/http/websocket.hpp"
#include "devnet/rpc/topic.hpp"

namespace orrery::rpc {

using SessionRef = std::shared_ptr<http::WsSession>;
using MessageRef = std::shared_ptr<const std::string>;

/// A subscription that somebody has. Immutable; who has it is known by Topics.
struct Topic {
    std::uint64_t id = 0;
    TopicSpec spec;
};
using TopicRef = std::shared_ptr<const Topic>;

/// Who subscribed to what. Thread-safe; no call waits for anything but the others' short moments.
///
/// A session joins muted and is unmuted together with the answer that tells it the id, or later, so
/// that no notification ever comes before that answer.
class Topics {
  public:
    /// Adds a muted session and returns the subscription's id.
    std::uint64_t join(const SessionRef& session, TopicSpec spec);
    /// Those of the topics that are still there.
    std::vector<TopicRef> find(std::span<const std::uint64_t> ids) const;
    /// Sends `answer`, if there is one, and unmutes the session in these topics.
    void unmute(const SessionRef& session, std::span<const std::uint64_t> ids, MessageRef answer);
    /// False if the session has no such subscription.
    bool leave(const SessionRef& session, std::uint64_t id);
    void leave_all(const SessionRef& session);

    // Lookups by what happened. Cheap when nobody listens: one atomic load.
    bool has_signatures() const { return signature_count_.load() != 0; }
    /// Whether anybody wants accounts, programs or logs of this level.
    bool has_watchers(events::Commitment level) const { return watchers(level).load() != 0; }
    std::vector<TopicRef> of_signature(const Txid& id) const;
    void of_account(const Pubkey& key, events::Commitment level, std::vector<TopicRef>& out) const;
    void of_program(const Pubkey& key, events::Commitment level, std::vector<TopicRef>& out) const;
    void of_logs(std::span<const Pubkey> mentioned, events::Commitment level,
                 std::vector<TopicRef>& out) const;
    /// Topics without a key: slot, slots_updates, root.
    std::vector<TopicRef> of_kind(TopicKind kind) const;

    /// Sends to every unmuted session of the topic.
    void send(const TopicRef& topic, std::string_view result);
    /// Sends to every unmuted session and ends its subscription.
    void send_last(const TopicRef& topic, std::string_view result);
    /// Whether `topic` gets its "received" notification by this call: once.
    bool claim_received(const TopicRef& topic);
    /// Closes every session that watches accounts, programs or logs.
    void close_watchers();

  private:
    struct Listener {
        SessionRef session;
        bool is_muted = true;
    };
    struct Row {
        TopicRef topic;
        std::string identity;
        std::vector<Listener> listeners;
        bool received = false;
    };
    using Ids = std::vector<std::uint64_t>;
    using ByKey = boost::unordered_flat_map<Pubkey, Ids, KeyHasher>;
    /// The topics of one level that follow entries.
    struct Level {
        ByKey accounts, programs, mentions;
        Ids all_logs;
    };

    const std::atomic<std::uint32_t>& watchers(events::Commitment level) const {
        return watcher_counts_[static_cast<std::size_t>(level)];
    }
    Row& find_or_add(TopicSpec spec);
    // Enters the topic into the lists that the lookups read, and takes it out again.
    void index(const TopicSpec& spec, std::uint64_t id);
    void unindex(const TopicSpec& spec, std::uint64_t id);
    void remove_if_idle(std::uint64_t id);
    void collect(const Ids& ids, std::vector<TopicRef>& out) const;
    void collect(const ByKey& by_key, const Pubkey& key, std::vector<TopicRef>& out) const;

    mutable std::mutex mutex_;
    std::uint64_t next_id_ = 0;
    boost::unordered_flat_map<std::uint64_t, std::unique_ptr<Row>> rows_;
    boost::unordered_flat_map<std::string, std::uint64_t> by_identity_;
    boost::unordered_flat_map<std::uint64_t, Ids> by_session_;  ///< WsSession::id -> topics
    boost::unordered_flat_map<Txid, Ids, KeyHasher> signatures_;
    std::array<Level, events::commitment_count> levels_;
    boost::unordered_flat_map<TopicKind, Ids> keyless_;
    std::atomic<std::uint32_t> signature_count_{0};
    std::array<std::atomic<std::uint32_t>, events::commitment_count> watcher_counts_{};
};

}  // namespace orrery::rpc
