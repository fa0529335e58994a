#include "sdk/codec/base58.hpp"

#include <algorithm>
#include <array>

namespace orrery::codec {
namespace {

constexpr std::string_view alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::uint8_t not_a_digit = 0xff;

constexpr auto digit_values = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(not_a_digit);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        values[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return values;
}();

// Five base58 digits per limb: the largest power of 58 whose product with a 32-bit word still
// leaves room for sums in 64 bits.
constexpr std::uint64_t limb_base = 58ull * 58 * 58 * 58 * 58;
constexpr std::size_t digits_per_limb = 5;

std::size_t leading_zeros(ByteSpan bytes) {
    const auto first = std::find_if(bytes.begin(), bytes.end(), [](auto b) { return b != 0; });
    return static_cast<std::size_t>(first - bytes.begin());
}

std::uint32_t load_be32(const std::uint8_t* from) {
    return static_cast<std::uint32_t>(from[0]) << 24 | static_cast<std::uint32_t>(from[1]) << 16 |
           static_cast<std::uint32_t>(from[2]) << 8 | static_cast<std::uint32_t>(from[3]);
}

// Turns limbs (most significant first, each below limb_base) into text, one '1' per zero byte.
template <std::size_t Limbs>
std::string limbs_to_text(const std::array<std::uint64_t, Limbs>& limbs, std::size_t zeros) {
    std::array<std::uint8_t, Limbs * digits_per_limb> digits{};
    for (std::size_t i = 0; i < Limbs; ++i) {
        auto value = static_cast<std::uint32_t>(limbs[i]);
        for (std::size_t d = digits_per_limb; d-- > 0; value /= 58)
            digits[i * digits_per_limb + d] = static_cast<std::uint8_t>(value % 58);
    }
    const std::size_t skip = leading_zeros(digits);
    std::string text(zeros + digits.size() - skip, alphabet[0]);
    for (std::size_t i = skip; i < digits.size(); ++i) text[zeros + i - skip] = alphabet[digits[i]];
    return text;
}

// table[i][j]: limb j (most significant first) of 2^(32 * (Words - 1 - i)).
template <std::size_t Words, std::size_t Limbs>
constexpr auto powers_table() {
    std::array<std::array<std::uint32_t, Limbs>, Words> table{};
    std::array<std::uint64_t, Limbs> power{};
    power[Limbs - 1] = 1;
    for (std::size_t i = Words; i-- > 0;) {
        std::uint64_t carry = 0;
        for (std::size_t j = 0; j < Limbs; ++j) table[i][j] = static_cast<std::uint32_t>(power[j]);
        for (std::size_t j = Limbs; j-- > 0;) {
            const std::uint64_t value = (power[j] << 32) + carry;
            power[j] = value % limb_base;
            carry = value / limb_base;
        }
    }
    return table;
}

// A fixed-size number is a sum of words times constant powers of 2^32 written in limbs, so that
// encoding is a small matrix product with carries. Four products of 32 by 29.3 bits fill 63.3 bits,
// so limbs are carried after every fourth word.
template <std::size_t Words, std::size_t Limbs>
std::string encode_fixed(ByteSpan bytes) {
    static constexpr auto powers = powers_table<Words, Limbs>();
    std::array<std::uint64_t, Limbs> limbs{};
    const auto carry_pass = [&limbs] {
        for (std::size_t j = Limbs - 1; j > 0; --j) {
            limbs[j - 1] += limbs[j] / limb_base;
            limbs[j] %= limb_base;
        }
    };
    for (std::size_t i = 0; i < Words; ++i) {
        const std::uint64_t word = load_be32(bytes.data() + 4 * i);
        for (std::size_t j = 0; j < Limbs; ++j) limbs[j] += word * powers[i][j];
        if (i % 4 == 3) carry_pass();
    }
    return limbs_to_text(limbs, leading_zeros(bytes));
}

// limbs (least significant first) * 2^bits + addend
void multiply_add(std::vector<std::uint64_t>& limbs, unsigned bits, std::uint32_t addend) {
    std::uint64_t carry = addend;
    for (auto& limb : limbs) {
        carry += limb << bits;
        limb = carry % limb_base;
        carry /= limb_base;
    }
    for (; carry != 0; carry /= limb_base) limbs.push_back(carry % limb_base);
}

std::string encode_any(ByteSpan bytes) {
    std::vector<std::uint64_t> limbs;
    const std::size_t head = bytes.size() % 4;
    for (const std::uint8_t byte : bytes.first(head)) multiply_add(limbs, 8, byte);
    for (std::size_t i = head; i < bytes.size(); i += 4)
        multiply_add(limbs, 32, load_be32(bytes.data() + i));
    std::string text;
    for (std::uint64_t limb : limbs)
        for (std::size_t d = 0; d < digits_per_limb; ++d, limb /= 58) text += alphabet[limb % 58];
    while (!text.empty() && text.back() == alphabet[0]) text.pop_back();
    text.append(leading_zeros(bytes), alphabet[0]);
    std::reverse(text.begin(), text.end());
    return text;
}

// Decodes into the low end of `words` (most significant first); false on a bad digit or overflow.
bool decode_words(std::string_view text, std::span<std::uint32_t> words) {
    std::size_t used = words.size();  // index of the first word that may be nonzero
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t count = std::min(digits_per_limb, text.size() - at);
        std::uint64_t carry = 0, scale = 1;
        for (std::size_t d = 0; d < count; ++d) {
            const std::uint8_t digit = digit_values[static_cast<std::uint8_t>(text[at + d])];
            if (digit == not_a_digit) return false;
            carry = carry * 58 + digit;
            scale *= 58;
        }
        for (std::size_t i = words.size(); i-- > used;) {
            carry += words[i] * scale;
            words[i] = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
        if (carry != 0) {
            if (used == 0) return false;
            words[--used] = static_cast<std::uint32_t>(carry);
        }
        at += count;
    }
    return true;
}

std::size_t leading_ones(std::string_view text) {
    return std::min(text.find_first_not_of(alphabet[0]), text.size());
}

std::uint8_t byte_of(std::span<const std::uint32_t> words, std::size_t index) {
    return static_cast<std::uint8_t>(words[index / 4] >> (24 - 8 * (index % 4)));
}

}  // namespace

std::string base58_encode(ByteSpan bytes) {
    if (bytes.size() == 32) return encode_fixed<8, 9>(bytes);
    if (bytes.size() == 64) return encode_fixed<16, 18>(bytes);
    return encode_any(bytes);
}

std::optional<Bytes> base58_decode(std::string_view text, std::size_t max_len) {
    const std::size_t zeros = leading_ones(text);
    // A digit carries more than 5.85 bits, so 1.37 digits per byte and slack bound the text.
    if (zeros > max_len || text.size() - zeros > max_len * 7 / 5 + 2) return std::nullopt;
    std::vector<std::uint32_t> words((max_len - zeros + 3) / 4);
    if (!decode_words(text.substr(zeros), words)) return std::nullopt;
    const std::size_t total = words.size() * 4;
    std::size_t skip = 0;
    while (skip < total && byte_of(words, skip) == 0) ++skip;
    if (zeros + total - skip > max_len) return std::nullopt;
    Bytes out(zeros + total - skip);
    for (std::size_t i = skip; i < total; ++i) out[zeros + i - skip] = byte_of(words, i);
    return out;
}

bool base58_decode_exact(std::string_view text, MutByteSpan out) {
    constexpr std::size_t max_words = 16;
    const std::size_t zeros = leading_ones(text);
    if (out.size() > max_words * 4 || zeros > out.size() || text.size() > out.size() * 7 / 5 + 2)
        return false;
    std::array<std::uint32_t, max_words> storage{};
    const std::span words(storage.data(), (out.size() + 3) / 4);
    if (!decode_words(text.substr(zeros), words)) return false;
    const std::size_t pad = words.size() * 4 - out.size();
    for (std::size_t i = 0; i < pad; ++i)
        if (byte_of(words, i) != 0) return false;
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = byte_of(words, pad + i);
    // As many '1's as leading zero bytes: otherwise the text stands for another length.
    return leading_zeros(out) == zeros;
}

}  // namespace orrery::codec
