// levels: 0
#include "snippet.h"

namespace {

class Tracked {
  public:
    Tracked(Sink& s, uint64_t id) : sink_(&s), id_(id) { put(sink_, id * 2); }
    Tracked(const Tracked& other) : sink_(other.sink_), id_(other.id_ + 100) { put(sink_, 5); }
    Tracked(Tracked&& other) noexcept : sink_(other.sink_), id_(other.id_) {
        other.sink_ = nullptr;
    }
    Tracked& operator=(const Tracked&) = delete;
    ~Tracked() {
        if (sink_) put(sink_, id_ * 2 + 1);
    }
    uint64_t id() const { return id_; }

  private:
    Sink* sink_;
    uint64_t id_;
};

Tracked made(Sink& s, uint64_t id) { return {s, id}; }
[[gnu::noinline]] uint64_t taken(Tracked by_value) { return by_value.id(); }

[[gnu::noinline]] uint64_t early(Sink& s, uint64_t v) {
    const Tracked first(s, v & 15);
    for (uint64_t i = 0; i < (v & 7); ++i) {
        const Tracked inner(s, i);
        if (i == (v >> 3 & 3)) continue;
        if (i == (v >> 5 & 7)) return inner.id();
        if (v >> 8 & 1) break;
        const Tracked later = made(s, i + 50);
    }
    return taken(first) + taken(made(s, 9));
}

struct Both {
    Tracked a, b;
    Tracked c[2];
};

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    uint64_t sum = 0;
    while (r.at < r.end) {
        const auto v = take16(&r);
        sum += early(s, v);
        const Both both{made(s, v), {s, 2}, {{s, 3}, {s, 4}}};
        sum += both.c[v & 1].id();
        sum += taken(both.a);
    }
    return sum;
}
