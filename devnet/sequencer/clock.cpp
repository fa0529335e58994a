#include "devnet/sequencer/clock.hpp"

namespace orrery::sequencer {

std::int64_t SystemClock::unix_milliseconds() const {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

std::chrono::steady_clock::time_point SystemClock::now() const {
    return std::chrono::steady_clock::now();
}

}  // namespace orrery::sequencer
