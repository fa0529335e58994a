#pragma once

#include <sol/program.hpp>

/// What the program and those who call it share.
namespace escrow {

enum class Instruction : uint8_t {
    /// maker (signer, writable), offer (writable), vault (writable), the maker's tokens to give
    /// (writable), their mint, the wanted mint, token program, system program; data: Terms
    Make,
    /// taker (signer), maker (writable), offer (writable), vault (writable), the taker's tokens to
    /// pay with (writable), where the taker gets the others (writable), where the maker is paid
    /// (writable), token program
    Take,
    /// maker (signer, writable), offer (writable), vault (writable), where the maker's tokens go
    /// back (writable), token program
    Cancel,
};
constexpr uint8_t variants(Instruction) { return 3; }

enum class EscrowError : uint32_t {
    NothingToGive = 6000,
    NothingWanted = 6001,
    NotTheMaker = 6002,
    WrongVault = 6003,
    NotTheMakersAccount = 6004,  ///< the payment would go to somebody else
    WrongMint = 6005,
};

struct Terms {
    uint64_t id;    ///< the maker's own number: one maker may have many offers
    uint64_t give;  ///< in the given mint's smallest units
    uint64_t want;  ///< in the wanted mint's
    SOL_FIELDS(id, give, want)
};

/// What the account at seeds("offer", maker, id) holds. It owns the vault, a token account at
/// seeds("vault", offer).
struct Offer {
    static constexpr uint64_t discriminator = sol::discriminator("account:Offer");

    sol::Pubkey maker;
    sol::Pubkey wanted_mint;
    uint64_t id;
    uint64_t want;
    uint8_t bump;
    uint8_t vault_bump;
};

/// Logged when an offer is taken.
struct Taken {
    static constexpr uint64_t discriminator = sol::discriminator("event:Taken");

    sol::Pubkey maker;
    sol::Pubkey taker;
    uint64_t given;
    uint64_t paid;
    SOL_FIELDS(maker, taker, given, paid)
};

}  // namespace escrow
