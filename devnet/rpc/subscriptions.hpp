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

    /// News of a transaction that was sent before its subscription wait until the client has read
    /// the answer. Some listen only then, and lose what the same read of their socket brings
    /// (@solana/kit); any fixed delay is too short for a busy one. This is for clients that answer
    /// no pings.
    static constexpr std::chrono::milliseconds landed_delay{1000};
    /// Sends the answer that names a session's new subscriptions and begins to notify.
    void begin(const SessionRef& session, std::span<const std::uint64_t> ids, MessageRef answer);

  private:
    void notify_signatures(const events::Reached& reached);
    void notify_slot(const events::SlotOpened& opened);
    bool has_landed(const Topic& topic) const;
    void watch(const events::Reached& reached);
    void note_closed(const events::SlotsReached& reached);

    // The thread's: those that take the lock let go of it while they render.
    using Lock = std::unique_lock<std::mutex>;
    void run();
    void wait(Lock& lock);
    void notify_landed(Lock& lock);
    void notify_next(Lock& lock);
    void notify_blocks(Lock& lock);
    void notify_blocks(Commitment level, const SlotRange& range);
    void notify_block(const TopicRef& topic, const Block& block);
    void notify_watchers(const events::Reached& reached);

    /// A new signature subscription, whose transaction may have landed before.
    struct Landed {
        std::chrono::steady_clock::time_point due;
        SessionRef session;
        TopicRef topic;
    };
    void notify_landed(const Landed& landed);

    /// The newest closed slot of a level: that there is, and that block subscribers were told of.
    struct Blocks {
        Slot newest;
        Slot told;
    };

    sequencer::Chain& chain_;
    Topics topics_;
    Slot last_root_;  ///< of the execute thread
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<events::Reached> queue_;
    std::deque<Landed> landed_;  ///< to look at, soonest first
    std::array<Blocks, events::commitment_count> blocks_{};
    std::size_t queued_entries_ = 0;
    bool overflow_ = false;
    bool stop_ = false;
    std::thread thread_;
};

}  // namespace orrery::rpc
