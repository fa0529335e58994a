#include "snippet.h"

namespace {

struct Crc {
    uint32_t entries[256];
};
consteval Crc make_crc(uint32_t polynomial) {
    Crc out{};
    for (uint32_t i = 0; i < 256; ++i) {
        uint32_t v = i;
        for (int bit = 0; bit < 8; ++bit) v = v & 1 ? v >> 1 ^ polynomial : v >> 1;
        out.entries[i] = v;
    }
    return out;
}
constexpr Crc crc = make_crc(0xedb88320), castagnoli = make_crc(0x82f63b78);

template <unsigned n>
struct Primes {
    uint16_t values[n]{};
    constexpr Primes() {
        unsigned count = 0;
        for (unsigned v = 2; count < n; ++v) {
            bool prime = true;
            for (unsigned i = 0; i < count; ++i) prime &= v % values[i] != 0;
            if (prime) values[count++] = static_cast<uint16_t>(v);
        }
    }
};
constexpr Primes<64> primes;
static_assert(primes.values[63] == 311);

constinit const uint64_t seeds[] = {primes.values[3], crc.entries[1], sizeof(Crc)};

constexpr uint64_t hash(const char* text) {
    uint64_t h = 14695981039346656037u;
    for (; *text; ++text) h = (h ^ static_cast<uint8_t>(*text)) * 1099511628211u;
    return h;
}

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s{out, 0};
    uint32_t a = ~0u, b = ~0u;
    for (uint64_t i = 0; i < size; ++i) {
        a = crc.entries[(a ^ in[i]) & 255] ^ a >> 8;
        b = castagnoli.entries[(b ^ in[i]) & 255] ^ b >> 8;
        put(&s, primes.values[in[i] & 63] * seeds[in[i] % 3]);
        if constexpr (constexpr auto h = hash("constant"); h % 2 == 1)
            put(&s, h);
        else
            put(&s, h + 1);
    }
    put(&s, a);
    return b;
}
