#pragma once

// What the test programs share: the words they work on, and an entrypoint for Solana's input.

using u8 = unsigned char;
using u32 = unsigned;
using i32 = int;
using u64 = unsigned long long;
using i64 = long long;
using u128 = unsigned __int128;
using i128 = __int128;

constexpr u64 input_words = 8, result_words = 120;

inline u128 join(u64 high, u64 low) { return static_cast<u128>(high) << 64 | low; }

struct Output {
    u64* next;

    void put(u128 value) {
        *next++ = static_cast<u64>(value);
        *next++ = static_cast<u64>(value >> 64);
    }
};

/// Reads input_words, writes at most result_words.
void run(const u64* in, u64* results);

/// The first account's data starts behind the count of accounts and its own 88 bytes.
extern "C" u64 entrypoint(u8* input) {
    auto* data = reinterpret_cast<u64*>(input + 8 + 88);
    run(data, data + input_words);
    return 0;
}
