#pragma once

#include <sol/program.hpp>

/// What the program and those who call it share.
namespace lending {

enum class Instruction : uint8_t {
    /// payer (signer, writable), market (writable), feed, system program
    CreateMarket,
    /// owner (signer, writable), position (writable), market (writable), feed, system program;
    /// data: Terms
    Open,
    /// position (writable), market (writable), feed, liquidator (writable). Anybody may; a healthy
    /// position stays as it is, and that is no error: one transaction can look after many.
    LiquidateIfUnhealthy,
    /// owner (signer, writable), position (writable), market (writable)
    Close,
};
constexpr uint8_t variants(Instruction) { return 4; }

enum class LendingError : uint32_t {
    NothingToLend = 6000,  ///< no collateral, or no debt
    TooMuchDebt = 6001,    ///< over `most_borrowed` of the collateral
    AnotherMarket = 6002,  ///< the position's is another
    AnotherFeed = 6003,    ///< the market's is another
    NotTheOwner = 6004,
};

inline constexpr uint64_t lamports_per_sol = 1'000'000'000;
// In percent of what the collateral is worth.
inline constexpr uint64_t most_borrowed = 75;  ///< when a position is opened
inline constexpr uint64_t most_owed = 85;      ///< above it a position is unhealthy
/// In percent of the debt, out of the collateral, to who liquidates.
inline constexpr uint64_t reward = 5;

struct Terms {
    uint64_t collateral;  ///< lamports
    uint64_t debt;        ///< cents
    SOL_FIELDS(collateral, debt)
};

/// What the account at seeds("market", feed) holds.
struct Market {
    static constexpr uint64_t discriminator = sol::discriminator("account:Market");

    sol::Pubkey feed;    ///< of the program `price`; who lends here trusts its authority
    uint64_t debt;       ///< of all positions, in cents
    uint64_t recovered;  ///< lamports out of liquidated positions, which this account holds
    uint8_t bump;
};

/// What the account at seeds("position", market, owner) holds, and its collateral beside the rent.
struct Position {
    static constexpr uint64_t discriminator = sol::discriminator("account:Position");

    sol::Pubkey market;
    sol::Pubkey owner;
    uint64_t collateral;  ///< lamports
    uint64_t debt;        ///< cents
    uint8_t bump;
};

/// Logged by each liquidation.
struct Liquidated {
    static constexpr uint64_t discriminator = sol::discriminator("event:Liquidated");

    sol::Pubkey position;
    uint64_t price;      ///< cents per SOL
    uint64_t debt;       ///< cents, gone with it
    uint64_t recovered;  ///< lamports to the market
    uint64_t reward;     ///< lamports to the liquidator
    SOL_FIELDS(position, price, debt, recovered, reward)
};

/// Whether the debt is at most so many percent of what the collateral is worth.
SOL_INLINE sol::Result<bool> covered(const Terms& terms, uint64_t price, uint64_t percent) {
    SOL_TRY(worth, sol::mul_div(terms.collateral, price, lamports_per_sol));
    SOL_TRY(most, sol::mul_div(worth, percent, 100));
    return terms.debt <= most;
}

/// Lamports that a liquidation takes: the reward first, then what pays the debt, as far as there is
/// collateral.
struct Seizure {
    uint64_t recovered;
    uint64_t reward;
};

SOL_INLINE Seizure seizure(const Terms& terms, uint64_t price) {
    const auto exact = sol::mul_div_up(terms.debt, lamports_per_sol, price);
    const uint64_t owed = exact ? *exact : ~uint64_t{0};  // more lamports than there are: all
    const uint64_t wanted = sol::mul_div(owed, reward, 100).value();
    const uint64_t paid = wanted < terms.collateral ? wanted : terms.collateral;
    const uint64_t left = terms.collateral - paid;
    return {owed < left ? owed : left, paid};
}

}  // namespace lending
