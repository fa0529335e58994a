#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace orrery::bench {

using Clock = std::chrono::steady_clock;

inline double microseconds(Clock::duration time) {
    return std::chrono::duration<double, std::micro>(time).count();
}
inline double milliseconds(Clock::duration time) { return microseconds(time) / 1e3; }
inline double seconds(Clock::duration time) { return microseconds(time) / 1e6; }

/// The value that `share` of the samples don't exceed; of a copy. There must be one.
double percentile(std::vector<double> samples, double share);
inline double median(std::vector<double> samples) { return percentile(std::move(samples), 0.5); }

/// Keeps the calling thread, and those it starts from now on, on one core.
void pin_to_core(std::size_t core);

/// Says of each bar whether it is met.
class Bars {
  public:
    /// A bar that fails the bench when it is missed.
    void gate(const std::string& what, bool met);
    /// A bar for an idle machine: said only.
    void report(const std::string& what, bool met) const;
    /// The process's: 1 when a gating bar was missed.
    int exit_code() const { return missed_ ? 1 : 0; }

  private:
    bool missed_ = false;
};

/// printf into a string.
[[gnu::format(printf, 1, 2)]] std::string text(const char* format, ...);

/// Ends the process with exit code 1.
[[noreturn]] void give_up(const std::string& why);

}  // namespace orrery::bench
