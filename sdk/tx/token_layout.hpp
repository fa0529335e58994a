#pragma once

#include <cstdint>
#include <optional>

#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

namespace orrery::tx {

// The accounts of both token programs, as spl-token-2022's StateWithExtensions unpacks them.

struct TokenMint {
    std::optional<Pubkey> mint_authority;
    std::uint64_t supply = 0;
    std::uint8_t decimals = 0;
    std::optional<Pubkey> freeze_authority;
    ByteSpan extensions;  ///< type-length-value records; borrowed
};

struct TokenAccount {
    Pubkey mint;
    Pubkey owner;
    std::uint64_t amount = 0;
    std::optional<Pubkey> delegate;
    std::uint8_t state = 0;                            ///< 1 initialized, 2 frozen
    std::optional<std::uint64_t> rent_exempt_reserve;  ///< of native (wrapped SOL) accounts
    std::uint64_t delegated_amount = 0;
    std::optional<Pubkey> close_authority;
    ByteSpan extensions;  ///< borrowed
};

constexpr std::size_t token_multisig_size = 355;

/// Nothing unless the data is an initialized mint, or token account.
std::optional<TokenMint> unpack_mint(ByteSpan data);
std::optional<TokenAccount> unpack_token_account(ByteSpan data);

/// Numbers of token-2022's extensions that this library looks at by name.
constexpr std::uint16_t interest_bearing_extension = 10;
constexpr std::uint16_t scaled_ui_amount_extension = 25;

/// One record of the extension list.
struct TokenExtension {
    std::uint16_t type = 0;
    ByteSpan value;  ///< borrowed
};

/// Walks the extension list of a mint or token account.
class ExtensionWalk {
  public:
    explicit ExtensionWalk(ByteSpan records) : rest_(records) {}
    /// The next record; nothing at the end, or where the list is damaged.
    std::optional<TokenExtension> next();
    bool damaged() const { return damaged_; }

  private:
    ByteSpan rest_;
    bool damaged_ = false;
};

/// The value of the first extension of a type; nothing when there is none.
std::optional<ByteSpan> find_extension(ByteSpan records, std::uint16_t type);

}  // namespace orrery::tx
