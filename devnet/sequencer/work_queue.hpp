#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

namespace orrery::sequencer {

/// A hand-off between threads: many may push, one takes. Ends when it is closed and empty.
template <class T>
class WorkQueue {
  public:
    using TimePoint = std::chrono::steady_clock::time_point;

    explicit WorkQueue(std::size_t capacity = SIZE_MAX) : capacity_(capacity) {}

    /// False: the queue is full or closed, and `item` is untouched.
    bool try_push(T& item) {
        {
            const std::lock_guard lock(mutex_);
            if (closed_ || items_.size() >= capacity_) return false;
            items_.push_back(std::move(item));
        }
        filled_.notify_one();
        return true;
    }

    /// Waits while the queue is full. Items of a closed queue are dropped.
    void push(T item) {
        {
            std::unique_lock lock(mutex_);
            drained_.wait(lock, [&] { return closed_ || items_.size() < capacity_; });
            if (closed_) return;
            items_.push_back(std::move(item));
        }
        filled_.notify_one();
    }

    /// Waits for items, at most until `deadline`, and takes up to `max` of them. Empty: the
    /// deadline passed, or the queue is closed and drained (`ended`).
    std::vector<T> take(std::size_t max, std::optional<TimePoint> deadline = std::nullopt) {
        std::unique_lock lock(mutex_);
        const auto ready = [&] { return closed_ || !items_.empty(); };
        if (deadline)
            filled_.wait_until(lock, *deadline, ready);
        else
            filled_.wait(lock, ready);
        std::vector<T> out;
        while (!items_.empty() && out.size() < max) {
            out.push_back(std::move(items_.front()));
            items_.pop_front();
        }
        lock.unlock();
        if (!out.empty()) drained_.notify_all();
        return out;
    }

    bool empty() const {
        const std::lock_guard lock(mutex_);
        return items_.empty();
    }
    bool closed() const {
        const std::lock_guard lock(mutex_);
        return closed_;
    }
    bool ended() const {
        const std::lock_guard lock(mutex_);
        return closed_ && items_.empty();
    }
    void close() {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        filled_.notify_all();
        drained_.notify_all();
    }

  private:
    std::size_t capacity_;
    mutable std::mutex mutex_;
    std::condition_variable filled_;
    std::condition_variable drained_;
    std::deque<T> items_;
    bool closed_ = false;
};

}  // namespace orrery::sequencer
