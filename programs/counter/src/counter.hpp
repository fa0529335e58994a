#pragma once

#include <sol/program.hpp>

/// What the program and those who call it share.
namespace counter {

enum class Instruction : uint8_t {
    Initialize,  ///< authority (signer, writable), counter (writable), system program
    Increment,   ///< counter (writable), authority (signer); data: u64, by how much
};
constexpr uint8_t variants(Instruction) { return 2; }

enum class CounterError : uint32_t {
    NotTheAuthority = 6000,
    NothingToAdd = 6001,
};

/// What the account at seeds("counter", authority) holds.
struct Counter {
    static constexpr uint64_t discriminator = sol::discriminator("account:Counter");

    sol::Pubkey authority;  ///< who may increment
    uint64_t count;
    uint8_t bump;
};

/// Logged by each increment.
struct Incremented {
    static constexpr uint64_t discriminator = sol::discriminator("event:Incremented");

    sol::Pubkey authority;
    uint64_t by;
    uint64_t count;  ///< afterwards
    SOL_FIELDS(authority, by, count)
};

}  // namespace counter
