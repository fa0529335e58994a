// Calls that BPF's calling convention can't express, by name, by pointer and by virtual table.
#include "program.hpp"

#define KEEP [[gnu::noinline]]

struct Pair {
    u64 a, b;
};
struct Matrix {
    u64 m[3][3];
};
struct Small {
    u32 a;
    u8 b;
};
struct Big {
    u64 words[40];
};

KEEP u64 six(u64 a, u64 b, u64 c, u64 d, u64 e, u64 f) {
    return a + 3 * b + 5 * c + 7 * d + 11 * e + 13 * f;
}
KEEP u64 other_six(u64 a, u64 b, u64 c, u64 d, u64 e, u64 f) { return (a * b) ^ (c * d) ^ (e * f); }
using Six = u64 (*)(u64, u64, u64, u64, u64, u64);
constexpr Six sixes[] = {six, other_six};

KEEP u64 mixed(u64 a, u128 b, bool c, u32 d, u8 e, i128 f, short g, const u64* h) {
    u128 sum = b * 3 + static_cast<u128>(f) * 5;
    return a ^ static_cast<u64>(sum) ^ static_cast<u64>(sum >> 64) ^ (c ? 17 : 23) ^ u64 { d } * 7 ^
           u64 { e } * 11 ^ static_cast<u64>(g) ^ *h;
}
KEEP Pair swapped(Pair p) { return {p.b, p.a}; }
KEEP Matrix multiplied(Matrix a, Matrix b) {
    Matrix r{};
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++)
            for (int k = 0; k < 3; k++) r.m[i][j] += a.m[i][k] * b.m[k][j];
    return r;
}
KEEP Small shrunk(u64 a, u64 b, u64 c, u64 d, u64 e, Small s) {
    return {static_cast<u32>(a + b + c + s.a), static_cast<u8>(d + e + s.b)};
}
KEEP Big filled(u8 value, u64 count) {
    Big big;
    __builtin_memset(&big, value, sizeof big);
    __builtin_memset(&big, value + 1, count % sizeof big);
    return big;
}
KEEP u64 summed(Big big) {
    big.words[3] += 1;
    u64 sum = 0;
    for (u64 word : big.words) sum = sum * 31 + word;
    return sum;
}
KEEP u128 recursive(u64 depth, u128 a, u128 b, u64 c) {
    if (depth == 0) return a + c;
    return recursive(depth - 1, b, a * 3 + depth, c ^ static_cast<u64>(b)) + depth;
}

struct Shape {
    virtual Matrix grown(Matrix by, u64 a, u64 b, u64 c, u64 d) const = 0;
    virtual u64 area(u64 a, u64 b, u64 c, u64 d, u64 e, u64 f) const {
        return six(a, b, c, d, e, f);
    }
};
struct Square final : Shape {
    u64 side;
    constexpr explicit Square(u64 s) : side(s) {}
    Matrix grown(Matrix by, u64 a, u64 b, u64 c, u64 d) const override {
        by.m[1][1] += side + a + b + c + d;
        return by;
    }
};
struct Oblong final : Shape {
    u64 width, height;
    constexpr Oblong(u64 w, u64 h) : width(w), height(h) {}
    Matrix grown(Matrix by, u64 a, u64, u64, u64 d) const override {
        by.m[0][2] ^= width * a;
        by.m[2][0] ^= height * d;
        return by;
    }
    u64 area(u64 a, u64 b, u64 c, u64 d, u64 e, u64 f) const override {
        return width * height + other_six(a, b, c, d, e, f);
    }
};
constexpr Square square(5);
constexpr Oblong oblong(6, 7);
constexpr const Shape* shapes[] = {&square, &oblong};

struct [[gnu::packed]] Record {
    u8 tag;
    u64 a;
    unsigned short b;
    u128 c;
};
KEEP u64 updated(Record* r, u64 v) {
    r->tag = static_cast<u8>(v);
    r->a += v;
    r->b = static_cast<unsigned short>(r->b * 5 + v);
    r->c = r->c * v + r->a;
    return r->a ^ r->b ^ static_cast<u64>(r->c >> 64);
}

void put(Output& out, const Matrix& matrix) {
    for (auto& row : matrix.m) out.put(join(row[0] ^ row[2], row[1]));
}

void try_calls(Output& out, const u64* in) {
    for (u64 i = 0; i < 2; ++i) {
        out.put(sixes[(in[5] + i) & 1](in[0], in[1], in[2], in[3], in[4], in[5]));
        const Shape* shape = shapes[(in[6] + i) & 1];
        put(out, shape->grown({{{in[0], 1, 2}, {3, in[1], 5}, {6, 7, in[2]}}}, 1, in[3], 3, in[4]));
        out.put(shape->area(in[0], in[1], in[2], in[3], in[4], in[5]));
    }
    out.put(mixed(in[0], join(in[1], in[2]), in[3] & 1, static_cast<u32>(in[4]),
                  static_cast<u8>(in[5]), static_cast<i128>(join(in[6], in[7])),
                  static_cast<short>(in[0]), in + 3));
    out.put(recursive(in[4] & 15, join(in[0], in[1]), join(in[2], in[3]), in[5]));
}

void try_structs(Output& out, const u64* in) {
    Pair pair = swapped({in[0], in[1]});
    out.put(join(pair.a, pair.b));
    Matrix a{{{in[0], in[1], in[2]}, {in[3], in[4], 1}, {2, 3, in[5]}}};
    put(out, multiplied(multiplied(a, a), a));
    put(out, a);
    Small small = shrunk(in[0], in[1], in[2], in[3], in[4], {static_cast<u32>(in[5]), 9});
    out.put(join(small.a, small.b));
    Big big = filled(static_cast<u8>(in[6]), in[7]);
    out.put(summed(big));
    __builtin_memmove(big.words + 2, big.words, in[4] & 255);
    Big copied = big;
    copied.words[0] ^= in[1];
    out.put(join(summed(copied), summed(big)));
    _Atomic(u64) count = in[2];
    u64 before = __c11_atomic_fetch_add(&count, in[3], __ATOMIC_SEQ_CST);
    out.put(join(before, __c11_atomic_load(&count, __ATOMIC_ACQUIRE)));
}

void run(const u64* in, u64* results) {
    Output out{results};
    try_calls(out, in);
    try_structs(out, in);
    u8 bytes[64] = {};
    auto* record = reinterpret_cast<Record*>(bytes + 3);
    for (u64 i = 0; i < input_words; ++i) out.put(updated(record, in[i]));
    if (in[0] == 0x1234567812345678) __builtin_trap();
}
