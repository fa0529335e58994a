#include "sdk/tx/token_layout.hpp"

#include <algorithm>

#include "sdk/codec/reader.hpp"

namespace orrery::tx {
namespace {

constexpr std::size_t mint_size = 82;
constexpr std::size_t account_size = 165;
// Behind the base of either kind, padded to an account's size, stands the kind.
constexpr std::uint8_t mint_kind = 1;
constexpr std::uint8_t account_kind = 2;
constexpr std::uint16_t last_extension = 28;

struct Option {
    codec::ByteReader& in;
    bool damaged = false;

    bool tag() {
        const std::uint32_t value = in.u32();
        damaged |= value > 1;
        return value == 1;
    }
    std::optional<Pubkey> key() {
        const bool some = tag();
        const Pubkey value = in.key();
        return some ? std::optional(value) : std::nullopt;
    }
    std::optional<std::uint64_t> number() {
        const bool some = tag();
        const std::uint64_t value = in.u64();
        return some ? std::optional(value) : std::nullopt;
    }
};

// The records behind a base of `base_size` bytes; nothing when padding or kind are wrong.
std::optional<ByteSpan> extensions_of(ByteSpan data, std::size_t base_size, std::uint8_t kind) {
    if (data.size() == base_size) return ByteSpan();
    if (data.size() <= account_size) return std::nullopt;
    const ByteSpan padding = data.subspan(base_size, account_size - base_size);
    if (!std::ranges::all_of(padding, [](std::uint8_t b) { return b == 0; })) return std::nullopt;
    if (data[account_size] != kind) return std::nullopt;
    return data.subspan(account_size + 1);
}

}  // namespace

std::optional<TokenMint> unpack_mint(ByteSpan data) {
    if (data.size() < mint_size || data.size() == token_multisig_size) return std::nullopt;
    codec::ByteReader in(data);
    Option option{in};
    TokenMint out;
    out.mint_authority = option.key();
    out.supply = in.u64();
    out.decimals = in.u8();
    const bool initialized = in.boolean();
    out.freeze_authority = option.key();
    const auto records = extensions_of(data, mint_size, mint_kind);
    if (in.failed() || option.damaged || !initialized || !records) return std::nullopt;
    out.extensions = *records;
    return out;
}

std::optional<TokenAccount> unpack_token_account(ByteSpan data) {
    if (data.size() < account_size || data.size() == token_multisig_size) return std::nullopt;
    codec::ByteReader in(data);
    Option option{in};
    TokenAccount out;
    out.mint = in.key();
    out.owner = in.key();
    out.amount = in.u64();
    out.delegate = option.key();
    out.state = in.u8();
    out.rent_exempt_reserve = option.number();
    out.delegated_amount = in.u64();
    out.close_authority = option.key();
    const auto records = extensions_of(data, account_size, account_kind);
    const bool initialized = out.state == 1 || out.state == 2;
    if (in.failed() || option.damaged || !initialized || !records) return std::nullopt;
    out.extensions = *records;
    return out;
}

std::optional<TokenExtension> ExtensionWalk::next() {
    codec::ByteReader in(rest_);
    if (damaged_ || rest_.size() < 2) return std::nullopt;
    const std::uint16_t type = in.u16();
    if (type == 0) return std::nullopt;
    const std::uint16_t length = in.u16();
    const ByteSpan value = in.bytes(length);
    damaged_ = in.failed() || type > last_extension;
    if (damaged_) return std::nullopt;
    rest_ = rest_.subspan(in.position());
    return TokenExtension{type, value};
}

std::optional<ByteSpan> find_extension(ByteSpan records, std::uint16_t type) {
    ExtensionWalk walk(records);
    while (const auto extension = walk.next())
        if (extension->type == type) return extension->value;
    return std::nullopt;
}

}  // namespace orrery::tx
