#include "devnet/node/fault_log.hpp"

#include <utility>

namespace orrery::node {

void FaultLog::publish(const events::Event& event) {
    const auto* const reached = std::get_if<events::Reached>(&event);
    if (reached == nullptr || reached->level != events::Commitment::confirmed) return;
    for (const auto& entry : reached->entries) {
        if (!entry->outcome.fault) continue;
        const std::lock_guard lock(mutex_);
        if (entries_.size() < most) entries_.push_back(entry);
    }
}

std::vector<FaultLog::Entry> FaultLog::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(entries_, {});
}

}  // namespace orrery::node
