// levels: 0 1 3 s z
#include "snippet.h"

namespace {

constexpr uint32_t right(uint32_t v, unsigned n) { return v >> n | v << (32 - n); }

/// The first 32 bits of the fractions of the first primes' square and cube roots.
struct Constants {
    uint32_t start[8]{}, rounds[64]{};
    static consteval uint32_t root(uint64_t prime, unsigned degree) {
        unsigned __int128 low = 0, high = static_cast<unsigned __int128>(1) << 37;
        while (high - low > 1) {
            const auto middle = (low + high) / 2;
            // middle / 2^32 to the degree <= prime, without losing bits.
            auto power = middle * middle;
            const bool fits =
                degree == 2 ? power <= static_cast<unsigned __int128>(prime) << 64
                            : (power >> 20) * middle <= static_cast<unsigned __int128>(prime) << 76;
            (fits ? low : high) = middle;
        }
        return static_cast<uint32_t>(low);
    }
    consteval Constants() {
        unsigned count = 0;
        for (uint64_t v = 2; count < 64; ++v) {
            bool prime = true;
            for (uint64_t d = 2; d * d <= v; ++d) prime &= v % d != 0;
            if (!prime) continue;
            if (count < 8) start[count] = root(v, 2);
            rounds[count++] = root(v, 3);
        }
    }
};
constexpr Constants constants;
static_assert(constants.start[0] == 0x6a09e667 && constants.start[7] == 0x5be0cd19);
static_assert(constants.rounds[0] == 0x428a2f98 && constants.rounds[63] == 0xc67178f2);

class Sha256 {
  public:
    void update(const uint8_t* bytes, uint64_t size) {
        for (uint64_t i = 0; i < size; ++i) push(bytes[i]);
        bits_ += size * 8;
    }
    void finish(uint8_t* digest) {
        const auto bits = bits_;
        push(0x80);
        while (filled_ != 56) push(0);
        for (int i = 7; i >= 0; --i) push(static_cast<uint8_t>(bits >> (8 * i)));
        for (unsigned i = 0; i < 32; ++i)
            digest[i] = static_cast<uint8_t>(state_[i / 4] >> (24 - 8 * (i % 4)));
    }

  private:
    void push(uint8_t byte) {
        block_[filled_++] = byte;
        if (filled_ == 64) compress();
    }
    void compress() {
        uint32_t w[64];
        for (unsigned i = 0; i < 16; ++i) {
            uint32_t v;
            memcpy(&v, block_ + 4 * i, 4);
            w[i] = __builtin_bswap32(v);
        }
        for (unsigned i = 16; i < 64; ++i)
            w[i] = w[i - 16] + w[i - 7] +
                   (right(w[i - 15], 7) ^ right(w[i - 15], 18) ^ w[i - 15] >> 3) +
                   (right(w[i - 2], 17) ^ right(w[i - 2], 19) ^ w[i - 2] >> 10);
        uint32_t v[8];
        memcpy(v, state_, sizeof v);
        for (unsigned i = 0; i < 64; ++i) {
            const auto t1 = v[7] + (right(v[4], 6) ^ right(v[4], 11) ^ right(v[4], 25)) +
                            ((v[4] & v[5]) ^ (~v[4] & v[6])) + constants.rounds[i] + w[i];
            const auto t2 = (right(v[0], 2) ^ right(v[0], 13) ^ right(v[0], 22)) +
                            ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
            memmove(v + 1, v, 28);
            v[4] += t1;
            v[0] = t1 + t2;
        }
        for (unsigned i = 0; i < 8; ++i) state_[i] += v[i];
        filled_ = 0;
    }

    uint32_t state_[8] = {constants.start[0], constants.start[1], constants.start[2],
                          constants.start[3], constants.start[4], constants.start[5],
                          constants.start[6], constants.start[7]};
    uint8_t block_[64]{};
    unsigned filled_ = 0;
    uint64_t bits_ = 0;
};

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sha256 whole, empty;
    whole.update(in, size / 2);
    whole.update(in + size / 2, size - size / 2);
    whole.finish(out);
    empty.finish(out + 32);
    return out[32];
}
