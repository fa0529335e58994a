#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "devnet/events/event.hpp"

namespace orrery::node {

/// Collects the confirmed transactions in which a program was stopped, until somebody asks. Any
/// thread.
class FaultLog final : public events::Sink {
  public:
    using Entry = std::shared_ptr<const events::Executed>;

    void publish(const events::Event& event) override;
    /// Those since the last call, oldest first; when there are too many, only the first ones.
    std::vector<Entry> take();

  private:
    static constexpr std::size_t most = 64;

    std::mutex mutex_;
    std::vector<Entry> entries_;
};

}  // namespace orrery::node
