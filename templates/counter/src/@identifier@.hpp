#pragma once

#include <sol/discriminator.hpp>
#include <sol/error.hpp>
#include <sol/pubkey.hpp>

// What the program and those who call it share.
namespace counter {

/// The first byte of an instruction's data. Accounts, in this order: the owner (signer, writable),
/// the owner's counter (writable); create() also needs the system program.
enum class Instruction : uint8_t {
    Create,  ///< makes the owner's counter, at zero; the owner pays for it
    Add,     ///< adds to it: a u64 follows, little-endian
};
constexpr uint8_t variants(Instruction) { return 2; }

/// Clients see these as custom program errors, by their number.
enum class CounterError : uint32_t {
    NotYours = 6000,
    TooMuch = 6001,
};

/// What a counter's account holds, behind the 8 bytes of the discriminator. Its address follows
/// from the seeds "counter" and the owner's address.
struct Counter {
    static constexpr uint64_t discriminator = sol::discriminator("account:Counter");

    sol::Pubkey owner;
    uint64_t count;
};

constexpr uint64_t most_at_once = 1000;

}  // namespace counter
