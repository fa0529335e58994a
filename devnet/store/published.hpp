#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "devnet/store/dead_ranges.hpp"
#include "devnet/store/index_view.hpp"
#include "devnet/store/records.hpp"

namespace orrery::store {

/// What the writer tells readers after each commit, for what the database alone doesn't say.
///
/// A reader takes the index view, then begins its reading transaction, then takes the dead ranges:
/// so its state of the database has all blocks of the view, and the ranges cover every rewind that
/// state has.
class Published {
  public:
    struct State {
        IndexView index;
        std::shared_ptr<const DeadRanges> dead;
        Tip tip;
        Seq accounts_seq = 0;
    };

    /// The old state is destroyed outside the lock.
    void set(State state) {
        const std::lock_guard lock(mutex_);
        std::swap(state_, state);
    }
    IndexView index() const {
        const std::lock_guard lock(mutex_);
        return state_.index;
    }
    std::shared_ptr<const DeadRanges> dead() const {
        const std::lock_guard lock(mutex_);
        return state_.dead;
    }
    Tip tip() const {
        const std::lock_guard lock(mutex_);
        return state_.tip;
    }
    Seq accounts_seq() const {
        const std::lock_guard lock(mutex_);
        return state_.accounts_seq;
    }

  private:
    mutable std::mutex mutex_;
    State state_;
};

}  // namespace orrery::store
