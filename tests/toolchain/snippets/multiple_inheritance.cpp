// levels: 0
#include "snippet.h"

namespace {

struct Reading {
    virtual uint64_t read(uint64_t at) const = 0;
    uint64_t reads = 1;
};
struct Writing {
    virtual void write(uint64_t at, uint64_t v) = 0;
    virtual Writing* self() { return this; }
    uint64_t writes = 2;
};
struct Named {
    virtual const char* name() const { return "named"; }
};

/// Calls through its second and third base take thunks.
struct Store : Reading, Writing, Named {
    uint64_t read(uint64_t at) const override { return words[at & 7] + reads; }
    void write(uint64_t at, uint64_t v) override { words[at & 7] = v + ++writes; }
    Store* self() override { return this; }
    const char* name() const override { return "store"; }
    uint64_t words[8] = {};
};

[[gnu::noinline]] uint64_t use(const Reading& from, Writing& to, uint64_t v) {
    to.write(v, from.read(v >> 3));
    to.self()->write(v + 1, v);
    return from.read(v);
}

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    Store store;
    const Named& named = store;
    while (r.at < r.end) {
        const auto v = take64(&r);
        put(&s, use(store, store, v));
        Writing* writing = &store;
        put(&s, static_cast<Store*>(writing)->writes + (static_cast<Store*>(writing) == &store));
        put(&s, static_cast<uint64_t>(named.name()[v & 3]));
    }
    for (const auto word : store.words) put(&s, word);
    return store.writes;
}
