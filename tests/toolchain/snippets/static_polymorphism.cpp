#include "snippet.h"

namespace {

template <class Self>
struct Hasher {
    uint64_t hash(const uint8_t* bytes, uint64_t size) {
        auto& self = static_cast<Self&>(*this);
        self.start();
        for (uint64_t i = 0; i < size; ++i) self.add(bytes[i]);
        return self.end();
    }
};

struct Fnv : Hasher<Fnv> {
    uint64_t h;
    void start() { h = 14695981039346656037u; }
    void add(uint8_t b) { h = (h ^ b) * 1099511628211u; }
    uint64_t end() const { return h; }
};
struct Adler : Hasher<Adler> {
    uint32_t a, b;
    void start() { a = 1, b = 0; }
    void add(uint8_t byte) {
        a = (a + byte) % 65521;
        b = (b + a) % 65521;
    }
    uint64_t end() const { return b << 16 | a; }
};
struct Djb : Hasher<Djb> {
    uint32_t h;
    void start() { h = 5381; }
    void add(uint8_t byte) { h = h * 33 ^ byte; }
    uint64_t end() const { return h; }
};

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s{out, 0};
    Fnv fnv;
    Adler adler;
    Djb djb;
    for (uint64_t step = 1; step < 40; step *= 3)
        for (uint64_t from = 0; from + step <= size; from += step * 7) {
            put(&s, fnv.hash(in + from, step));
            put(&s, adler.hash(in + from, step));
            put(&s, djb.hash(in + from, step));
        }
    return fnv.hash(in, size) ^ adler.hash(in, size) ^ djb.hash(in, size) << 32;
}
