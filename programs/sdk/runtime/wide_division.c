// Unsigned division of 128 by 128 bits, which sdk/lower calls where a program divides __int128.

typedef unsigned long long u64;

typedef struct {
    u64 low, high;
} Wide;

static int less(Wide a, Wide b) { return a.high < b.high || (a.high == b.high && a.low < b.low); }

static Wide half(Wide a) { return (Wide){a.low >> 1 | a.high << 63, a.high >> 1}; }

static Wide twice(Wide a) { return (Wide){a.low << 1, a.high << 1 | a.low >> 63}; }

static Wide minus(Wide a, Wide b) {
    return (Wide){a.low - b.low, a.high - b.high - (u64)(a.low < b.low)};
}

// One 32-bit digit of a quotient: (*rest * 2^32 + next) / divisor, with the divisor's top bit set
// and *rest below it. Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D.
static u64 digit(u64* rest, u64 next, u64 divisor) {
    u64 top = divisor >> 32, bottom = divisor & 0xffffffff;
    u64 guess = *rest / top, left = *rest - guess * top;
    // The guess is too large by two at most.
    while (guess >> 32 || guess * bottom > (left << 32 | next)) {
        --guess;
        left += top;
        if (left >> 32) break;
    }
    *rest = (*rest << 32 | next) - guess * divisor;
    return guess;
}

// a / divisor where a.high < divisor, so that the quotient has 64 bits.
static u64 divide_by_word(Wide a, u64 divisor, u64* remainder) {
    unsigned shift = 0;
    while (!(divisor >> 63)) {
        divisor <<= 1;
        a = twice(a);
        ++shift;
    }
    u64 rest = a.high;
    u64 high = digit(&rest, a.low >> 32, divisor);
    u64 low = digit(&rest, a.low & 0xffffffff, divisor);
    *remainder = rest >> shift;
    return high << 32 | low;
}

// a / divisor where divisor.high isn't 0: so few quotient bits that one at a time is soon done.
static u64 divide_by_wide(Wide a, Wide divisor, Wide* remainder) {
    unsigned shift = 0;
    while (!(divisor.high >> 63) && less(divisor, a)) {
        divisor = twice(divisor);
        ++shift;
    }
    u64 quotient = 0;
    for (unsigned i = 0; i <= shift; ++i) {
        quotient <<= 1;
        if (!less(a, divisor)) {
            a = minus(a, divisor);
            quotient |= 1;
        }
        divisor = half(divisor);
    }
    *remainder = a;
    return quotient;
}

// out: quotient low, high, remainder low, high.
void __sbpf_udivmod128(u64* out, u64 a_low, u64 a_high, u64 b_low, u64 b_high);
void __sbpf_udivmod128(u64* out, u64 a_low, u64 a_high, u64 b_low, u64 b_high) {
    Wide a = {a_low, a_high};
    Wide remainder = {0, 0};
    out[1] = 0;
    if (b_high) {
        out[0] = divide_by_wide(a, (Wide){b_low, b_high}, &remainder);
    } else if (a_high == 0) {
        out[0] = a_low / b_low;
        remainder.low = a_low - out[0] * b_low;
    } else {
        out[1] = a_high / b_low;
        a.high -= out[1] * b_low;
        out[0] = divide_by_word(a, b_low, &remainder.low);
    }
    out[2] = remainder.low;
    out[3] = remainder.high;
}
