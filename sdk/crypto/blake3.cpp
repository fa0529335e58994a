#include "sdk/crypto/blake3.hpp"

#include <algorithm>
#include <bit>

namespace orrery::crypto {
namespace {

enum Flag : std::uint32_t { chunk_start = 1, chunk_end = 2, parent = 4, root = 8 };

using Words8 = std::array<std::uint32_t, 8>;
using Words16 = std::array<std::uint32_t, 16>;

constexpr Words8 initial_value = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                  0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

constexpr std::size_t rounds = 7;

// Row r: which message word each step of round r takes; every round permutes the one before.
constexpr auto schedule = [] {
    constexpr std::array<std::uint8_t, 16> permutation = {2, 6,  3,  10, 7, 0,  4,  13,
                                                          1, 11, 12, 5,  9, 14, 15, 8};
    std::array<std::array<std::uint8_t, 16>, rounds> rows{};
    for (std::uint8_t i = 0; i < 16; ++i) rows[0][i] = i;
    for (std::size_t r = 1; r < rounds; ++r)
        for (std::size_t i = 0; i < 16; ++i) rows[r][i] = rows[r - 1][permutation[i]];
    return rows;
}();

inline void mix(Words16& v, std::size_t a, std::size_t b, std::size_t c, std::size_t d,
                std::uint32_t x, std::uint32_t y) {
    v[a] += v[b] + x;
    v[d] = std::rotr(v[d] ^ v[a], 16);
    v[c] += v[d];
    v[b] = std::rotr(v[b] ^ v[c], 12);
    v[a] += v[b] + y;
    v[d] = std::rotr(v[d] ^ v[a], 8);
    v[c] += v[d];
    v[b] = std::rotr(v[b] ^ v[c], 7);
}

// The first half of the compression function's output, which is all that hashing needs.
Words8 compress(const Words8& chaining, const Words16& m, std::uint64_t counter, std::size_t length,
                std::uint32_t flags) {
    Words16 v = {chaining[0],
                 chaining[1],
                 chaining[2],
                 chaining[3],
                 chaining[4],
                 chaining[5],
                 chaining[6],
                 chaining[7],
                 initial_value[0],
                 initial_value[1],
                 initial_value[2],
                 initial_value[3],
                 static_cast<std::uint32_t>(counter),
                 static_cast<std::uint32_t>(counter >> 32),
                 static_cast<std::uint32_t>(length),
                 flags};
#pragma GCC unroll 7
    for (std::size_t r = 0; r < rounds; ++r) {
        const auto& s = schedule[r];
        mix(v, 0, 4, 8, 12, m[s[0]], m[s[1]]);
        mix(v, 1, 5, 9, 13, m[s[2]], m[s[3]]);
        mix(v, 2, 6, 10, 14, m[s[4]], m[s[5]]);
        mix(v, 3, 7, 11, 15, m[s[6]], m[s[7]]);
        mix(v, 0, 5, 10, 15, m[s[8]], m[s[9]]);
        mix(v, 1, 6, 11, 12, m[s[10]], m[s[11]]);
        mix(v, 2, 7, 8, 13, m[s[12]], m[s[13]]);
        mix(v, 3, 4, 9, 14, m[s[14]], m[s[15]]);
    }
    Words8 out;
    for (std::size_t i = 0; i < 8; ++i) out[i] = v[i] ^ v[i + 8];
    return out;
}

Words16 words_of(const std::array<std::uint8_t, 64>& block) {
    return std::bit_cast<Words16>(block);
}

Words16 join(const Words8& left, const Words8& right) {
    Words16 out;
    std::copy(left.begin(), left.end(), out.begin());
    std::copy(right.begin(), right.end(), out.begin() + 8);
    return out;
}

Words8 parent_value(const Words8& left, const Words8& right, std::uint32_t flags) {
    return compress(initial_value, join(left, right), 0, 64, parent | flags);
}

}  // namespace

Blake3::Blake3() : chaining_(initial_value) {}

std::uint32_t Blake3::start_flag() const { return blocks_compressed_ == 0 ? +chunk_start : 0u; }

void Blake3::compress_block() {
    chaining_ = compress(chaining_, words_of(block_), chunk_, block_size, start_flag());
    ++blocks_compressed_;
    block_filled_ = 0;
}

// Closes a full chunk and merges it with every complete subtree of its size: as often as the number
// of chunks so far is divisible by two.
void Blake3::finish_chunk() {
    ChainingValue value =
        compress(chaining_, words_of(block_), chunk_, block_size, start_flag() | chunk_end);
    ++chunk_;
    for (std::uint64_t total = chunk_; (total & 1) == 0; total >>= 1)
        value = parent_value(stack_[--depth_], value, 0);
    stack_[depth_++] = value;
    chaining_ = initial_value;
    blocks_compressed_ = 0;
    block_filled_ = 0;
}

Blake3& Blake3::update(ByteSpan bytes) {
    while (!bytes.empty()) {
        // A full block is compressed only when more input shows that it isn't the last one.
        if (block_filled_ == block_size) {
            if ((blocks_compressed_ + 1) * block_size == chunk_size)
                finish_chunk();
            else
                compress_block();
        }
        const std::size_t take = std::min(bytes.size(), block_size - block_filled_);
        std::copy_n(bytes.data(), take, block_.data() + block_filled_);
        block_filled_ += take;
        bytes = bytes.subspan(take);
    }
    return *this;
}

Hash Blake3::finish() const {
    std::array<std::uint8_t, block_size> last{};
    std::copy_n(block_.data(), block_filled_, last.data());
    const bool single = depth_ == 0;
    ChainingValue value = compress(chaining_, words_of(last), chunk_, block_filled_,
                                   start_flag() | chunk_end | (single ? root : 0u));
    for (std::size_t i = depth_; i-- > 0;)
        value = parent_value(stack_[i], value, i == 0 ? root : 0u);
    return std::bit_cast<Hash>(value);
}

Hash blake3(ByteSpan bytes) { return Blake3().update(bytes).finish(); }

Hash blake3(std::initializer_list<ByteSpan> parts) {
    Blake3 hasher;
    for (const ByteSpan part : parts) hasher.update(part);
    return hasher.finish();
}

}  // namespace orrery::crypto
