#include "devnet/rpc/performance_samples.hpp"

#include <algorithm>

namespace orrery::rpc {
namespace {

constexpr std::chrono::seconds period{60};  // Agave's [sample_performance_service.rs]

}  // namespace

PerformanceSamples::PerformanceSamples(std::function<Clock::time_point()> now)
    : now_(std::move(now)), began_(now_()) {}

void PerformanceSamples::publish(const events::Event& event) {
    const std::lock_guard lock(mutex_);
    if (const auto* reached = std::get_if<events::Reached>(&event)) {
        if (reached->level != events::Commitment::processed) return;
        transactions_ += static_cast<std::uint64_t>(
            std::count_if(reached->entries.begin(), reached->entries.end(),
                          [](const auto& entry) { return entry->transaction != nullptr; }));
    } else if (const auto* opened = std::get_if<events::SlotOpened>(&event)) {
        open(opened->slot);
    } else if (const auto* reverted = std::get_if<events::Reverted>(&event)) {
        while (!samples_.empty() && samples_.back().slot > reverted->slot) samples_.pop_back();
        begin(reverted->slot);
    }
}

void PerformanceSamples::open(Slot slot) {
    if (!has_first_) return begin(slot);
    const auto elapsed = std::chrono::duration_cast<std::chrono::seconds>(now_() - began_);
    if (elapsed < period) return;
    samples_.push_back({slot, slot.value - first_.value, transactions_, elapsed});
    if (samples_.size() > kept) samples_.pop_front();
    begin(slot);
}

void PerformanceSamples::begin(Slot slot) {
    began_ = now_();
    first_ = slot;
    has_first_ = true;
    transactions_ = 0;
}

std::vector<PerformanceSamples::Sample> PerformanceSamples::recent(std::size_t limit) const {
    const std::lock_guard lock(mutex_);
    const auto count = std::min(limit, samples_.size());
    return {samples_.rbegin(), samples_.rbegin() + static_cast<std::ptrdiff_t>(count)};
}

}  // namespace orrery::rpc
