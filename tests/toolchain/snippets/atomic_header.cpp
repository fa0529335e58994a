#include <atomic>

#include "snippet.h"

namespace {

class Counter {
  public:
    uint64_t next() { return value_.fetch_add(1, std::memory_order_relaxed); }
    bool raise(uint64_t to) {
        auto now = value_.load();
        while (now < to)
            if (value_.compare_exchange_weak(now, to)) return true;
        return false;
    }

  private:
    std::atomic<uint64_t> value_{5};
};

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    Counter counter;
    std::atomic<bool> seen{false};
    std::atomic<int32_t> balance{0};
    std::atomic<const uint8_t*> at{in};
    while (r.at < r.end) {
        const auto v = take32(&r);
        put(&s, counter.next() + counter.raise(v & 255));
        put(&s, seen.exchange(v & 1));
        balance.fetch_xor(static_cast<int32_t>(v));
        put(&s, static_cast<uint64_t>(balance--));
        at.store(r.at);
        put(&s, static_cast<uint64_t>(at.load() - in));
        if (v % 5 == 0 && size > 0) put(&s, static_cast<uint64_t>((at = in)[0]));
    }
    return counter.next();
}
