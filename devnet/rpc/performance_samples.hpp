#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <vector>

#include "devnet/events/event.hpp"

namespace orrery::rpc {

/// What the chain did in each minute since it started: getRecentPerformanceSamples. Follows
/// processed entries; a sample ends with the first slot that opens once its minute is over.
/// Thread-safe.
class PerformanceSamples final : public events::Sink {
  public:
    using Clock = std::chrono::steady_clock;

    struct Sample {
        Slot slot;  ///< open at its end
        std::uint64_t slots = 0;
        std::uint64_t transactions = 0;
        std::chrono::seconds period{};
    };

    static constexpr std::size_t kept = 720;

    explicit PerformanceSamples(std::function<Clock::time_point()> now = Clock::now);

    void publish(const events::Event& event) override;

    /// The newest first.
    std::vector<Sample> recent(std::size_t limit) const;

  private:
    void open(Slot slot);
    void begin(Slot slot);

    const std::function<Clock::time_point()> now_;
    mutable std::mutex mutex_;
    std::deque<Sample> samples_;  ///< ascending by slot
    Clock::time_point began_;     ///< of the sample in the making
    Slot first_;                  ///< open when that began
    bool has_first_ = false;
    std::uint64_t transactions_ = 0;
};

}  // namespace orrery::rpc
