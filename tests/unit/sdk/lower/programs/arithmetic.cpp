// Integer arithmetic that BPF lacks, over the eight words of account 0's data; results go behind
// them. The same source runs natively, so that the results can be compared.
#include "program.hpp"

#define KEEP [[gnu::noinline]]

KEEP u128 times(u128 a, u128 b) { return a * b; }
KEEP u128 over(u128 a, u128 b) { return a / b; }
KEEP u128 rest(u128 a, u128 b) { return a % b; }
KEEP i128 signed_over(i128 a, i128 b) { return a / b; }
KEEP i128 signed_rest(i128 a, i128 b) { return a % b; }
KEEP u128 up(u128 a, unsigned n) { return a << n; }
KEEP u128 down(u128 a, unsigned n) { return a >> n; }
KEEP i128 down_signed(i128 a, unsigned n) { return a >> n; }
KEEP u128 around(u128 a, unsigned n) { return a << (n & 127) | a >> (-n & 127); }
KEEP u128 around_right(u128 a, unsigned n) { return a >> (n & 127) | a << (-n & 127); }

template <class T>
KEEP bool checked(T a, T b, T* product) {
    return __builtin_mul_overflow(a, b, product);
}
template <class T>
KEEP T divided(T a, T b) {
    return static_cast<T>(a / b);
}
template <class T>
KEEP T remainder(T a, T b) {
    return static_cast<T>(a % b);
}
KEEP i64 by_constants(i64 a) { return a / 7 + a % 1000 + a / -16 + a / 4096; }

template <class T>
void try_checked(Output& out, T a, T b) {
    T product = 0;
    bool overflowed = checked<T>(a, b, &product);
    out.put(overflowed);
    out.put(static_cast<u128>(product));
}

void try_division(Output& out, const u64* in) {
    u128 a = join(in[0], in[1]), b = join(in[2], in[3]) | 1;
    out.put(over(a, b));
    out.put(rest(a, b));
    out.put(over(a, in[3] | 1));
    out.put(rest(b, in[1] | 1));
    out.put(static_cast<u128>(signed_over(static_cast<i128>(a >> 1), static_cast<i128>(b))));
    out.put(static_cast<u128>(signed_rest(-static_cast<i128>(a >> 1), static_cast<i128>(b))));
    i64 x = static_cast<i64>(in[0] >> 1) - static_cast<i64>(in[1] >> 1);
    i64 y = static_cast<i64>(in[2]) | 1;
    out.put(static_cast<u64>(divided<i64>(x, y)));
    out.put(static_cast<u64>(remainder<i64>(x, y)));
    out.put(static_cast<u64>(by_constants(x)));
    out.put(static_cast<u32>(divided<i32>(static_cast<i32>(x >> 33), static_cast<i32>(y) | 1)));
    out.put(static_cast<u64>(remainder<short>(static_cast<short>(x), static_cast<short>(y | 3))));
}

void try_multiplication(Output& out, const u64* in) {
    u128 a = join(in[0], in[1]), b = join(in[2], in[3]);
    out.put(times(a, b));
    try_checked<u64>(out, in[0], in[1]);
    try_checked<u64>(out, in[0] >> 33, in[1] >> 31);
    try_checked<i64>(out, static_cast<i64>(in[0]), static_cast<i64>(in[2]));
    try_checked<i64>(out, static_cast<i64>(in[0]) >> 32, static_cast<i64>(in[2]) >> 31);
    try_checked<u32>(out, static_cast<u32>(in[0]), static_cast<u32>(in[1] >> 50));
    try_checked<i32>(out, static_cast<i32>(in[0]), static_cast<i32>(in[1]) >> 28);
    try_checked<u128>(out, a, b);
    try_checked<u128>(out, a >> (in[4] & 127), b >> (in[5] & 127));
    try_checked<i128>(out, static_cast<i128>(a), static_cast<i128>(b));
    try_checked<i128>(out, static_cast<i128>(a) >> (in[4] & 127),
                      static_cast<i128>(b) >> (in[5] & 127));
    try_checked<short>(out, static_cast<short>(in[0]), static_cast<short>(in[1] >> 54));
}

void try_shifts(Output& out, const u64* in) {
    u128 a = join(in[0], in[1]);
    unsigned n = in[4] & 127;
    out.put(up(a, n));
    out.put(down(a, n));
    out.put(static_cast<u128>(down_signed(static_cast<i128>(a), n)));
    out.put(around(a, n));
    out.put(around_right(a, n));
    out.put(up(a, 127 - n));
    out.put(static_cast<u64>(__builtin_popcountll(in[0]) + (in[0] ? __builtin_clzll(in[0]) : 64)));
}

void run(const u64* in, u64* results) {
    Output out{results};
    try_division(out, in);
    try_multiplication(out, in);
    try_shifts(out, in);
}
