// levels: 0 3
#include "snippet.h"

namespace {

using u128 = unsigned __int128;

template <unsigned n>
struct Big {
    uint64_t limbs[n]{};

    friend bool operator<(const Big& a, const Big& b) {
        for (unsigned i = n; i-- > 0;)
            if (a.limbs[i] != b.limbs[i]) return a.limbs[i] < b.limbs[i];
        return false;
    }
    uint64_t add(const Big& other) {
        uint64_t carry = 0;
        for (unsigned i = 0; i < n; ++i) {
            const auto sum = static_cast<u128>(limbs[i]) + other.limbs[i] + carry;
            limbs[i] = static_cast<uint64_t>(sum);
            carry = static_cast<uint64_t>(sum >> 64);
        }
        return carry;
    }
    uint64_t subtract(const Big& other) {
        uint64_t borrow = 0;
        for (unsigned i = 0; i < n; ++i) {
            uint64_t part;
            const bool first = __builtin_sub_overflow(limbs[i], other.limbs[i], &part);
            const bool second = __builtin_sub_overflow(part, borrow, &limbs[i]);
            borrow = first | second;
        }
        return borrow;
    }
    uint64_t divide_small(uint64_t by) {
        u128 rest = 0;
        for (unsigned i = n; i-- > 0;) {
            rest = rest << 64 | limbs[i];
            limbs[i] = static_cast<uint64_t>(rest / by);
            rest %= by;
        }
        return static_cast<uint64_t>(rest);
    }
};

template <unsigned n>
[[gnu::noinline]] Big<2 * n> multiply(const Big<n>& a, const Big<n>& b) {
    Big<2 * n> out;
    for (unsigned i = 0; i < n; ++i) {
        uint64_t carry = 0;
        for (unsigned j = 0; j < n; ++j) {
            const auto v = static_cast<u128>(a.limbs[i]) * b.limbs[j] + out.limbs[i + j] + carry;
            out.limbs[i + j] = static_cast<uint64_t>(v);
            carry = static_cast<uint64_t>(v >> 64);
        }
        out.limbs[i + n] = carry;
    }
    return out;
}

}  // namespace

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    uint64_t flags = 0;
    for (int round = 0; round < 3; ++round) {
        Big<4> a, b;
        for (auto& limb : a.limbs) limb = take64(&r);
        for (auto& limb : b.limbs) limb = take64(&r);
        auto product = multiply(a, b);
        for (const auto limb : product.limbs) put(&s, limb);
        put(&s, product.divide_small(a.limbs[0] | 1));
        put(&s, product.limbs[7] ^ product.limbs[3]);
        flags = flags * 8 + (a < b) + a.add(b) * 2;
        flags = flags * 2 + b.subtract(a);
        for (const auto limb : b.limbs) put(&s, limb);
    }
    return flags;
}
