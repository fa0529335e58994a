#pragma once

#include <chrono>
#include <cstdint>

namespace orrery::sequencer {

/// The only door to time: wall time stamps slots, monotonic time paces them.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual std::int64_t unix_seconds() const = 0;
    virtual std::int64_t unix_milliseconds() const { return unix_seconds() * 1000; }
    virtual std::chrono::steady_clock::time_point now() const = 0;
};

/// The machine's clocks.
class SystemClock final : public Clock {
  public:
    std::int64_t unix_seconds() const override { return unix_milliseconds() / 1000; }
    std::int64_t unix_milliseconds() const override;
    std::chrono::steady_clock::time_point now() const override;
};

}  // namespace orrery::sequencer
