#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "devnet/rpc/topics.hpp"
#include "devnet/sequencer/chain.hpp"

namespace orrery::rpc {

/// Turns a chain's events into notifications. Signatures, slots and roots are told at once, on the
/// chain's thread, because somebody waits for them; what takes time to render (accounts, programs,
/// logs) goes to a thread of its own. Without subscribers an event costs a few atomic loads.
class Subscriptions final : public events::Sink {
  public:
    explicit Subscriptions(sequencer::Chain& chain);
    ~Subscriptions() override;

    void publish(const events::Event& event) override;

    Topics& topics() { return topics_; }
    /// Unmutes a session's new subscriptions with the answer that names them, then notifies of
    /// signatures that have landed before.
    void begin(const SessionRef& session, std::span<const std::uint64_t> ids, MessageRef answer);

  private:
    void notify_signatures(const events::Reached& reached);
    void notify_slot(const events::SlotOpened& opened);
    void notify_landed(const TopicRef& topic);
    void watch(const events::Reached& reached);
    void run();
    void notify_watchers(const events::Reached& reached);

    /// A new signature topic, whose transaction may have landed before.
    struct Landed {
        std::chrono::steady_clock::time_point due;
        TopicRef topic;
    };

    sequencer::Chain& chain_;
    Topics topics_;
    Slot last_root_;  ///< of the execute thread
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<events::Reached> queue_;
    std::deque<Landed> landed_;  ///< signature topics to look at, soonest first
    std::size_t queued_entries_ = 0;
    bool overflow_ = false;
    bool stop_ = false;
    std::thread thread_;
};

}  // namespace orrery::rpc
