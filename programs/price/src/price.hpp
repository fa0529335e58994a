#pragma once

#include <sol/program.hpp>

/// What the program and those who read its feeds share: other programs include this header.
namespace price {

enum class Instruction : uint8_t {
    /// authority (signer, writable), feed (writable), system program; data: u64, the price
    Create,
    Set,  ///< feed (writable), authority (signer); data: u64, the price
};
constexpr uint8_t variants(Instruction) { return 2; }

enum class PriceError : uint32_t {
    NotTheAuthority = 6000,
    Zero = 6001,
};

/// What the account at seeds("feed", authority) holds.
struct Feed {
    static constexpr uint64_t discriminator = sol::discriminator("account:Feed");

    sol::Pubkey authority;  ///< who may set the price
    uint64_t price;         ///< cents per SOL
    uint64_t slot;          ///< in which it was set
    uint8_t bump;
};

}  // namespace price
