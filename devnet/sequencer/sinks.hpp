#pragma once

#include <algorithm>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <vector>

#include "devnet/events/event.hpp"

namespace orrery::sequencer {

/// Who listens. A sink that was removed gets nothing any more once remove() returned.
class Sinks {
  public:
    void add(events::Sink& sink) {
        const std::unique_lock lock(mutex_);
        sinks_.push_back(&sink);
    }
    void remove(events::Sink& sink) {
        const std::unique_lock lock(mutex_);
        std::erase(sinks_, &sink);
    }
    void publish(const events::Event& event) const {
        const std::shared_lock lock(mutex_);
        for (auto* sink : sinks_) sink->publish(event);
    }

  private:
    mutable std::shared_mutex mutex_;
    std::vector<events::Sink*> sinks_;
};

}  // namespace orrery::sequencer
