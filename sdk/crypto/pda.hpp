#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"
#include "sdk/types/result.hpp"

namespace orrery::crypto {

constexpr std::size_t max_seeds = 16;        ///< including the bump
constexpr std::size_t max_seed_length = 32;  ///< bytes

/// Why no address can be derived, spelled and numbered as Solana's PubkeyError.
enum class PdaError : std::uint8_t {
    MaxSeedLengthExceeded = 0,
    InvalidSeeds = 1,
    IllegalOwner = 2
};

/// The text Solana prints for the error.
std::string_view display(PdaError error);

/// An address without a private key and the bump that made it so.
struct ProgramAddress {
    Pubkey address;
    std::uint8_t bump = 0;
    bool operator==(const ProgramAddress&) const = default;
};

/// The program derived address of exactly these seeds. Errors: MaxSeedLengthExceeded for more than
/// 16 seeds or one above 32 bytes; InvalidSeeds when the result is on the curve.
Result<Pubkey, PdaError> create_program_address(std::span<const ByteSpan> seeds,
                                                const Pubkey& program);
Result<Pubkey, PdaError> create_program_address(std::initializer_list<ByteSpan> seeds,
                                                const Pubkey& program);

/// Tries bumps 255 down to 1, appended as a last seed, until the address is off the curve. Errors:
/// MaxSeedLengthExceeded for more than 15 seeds or one above 32 bytes; InvalidSeeds when every bump
/// fails.
Result<ProgramAddress, PdaError> find_program_address(std::span<const ByteSpan> seeds,
                                                      const Pubkey& program);
Result<ProgramAddress, PdaError> find_program_address(std::initializer_list<ByteSpan> seeds,
                                                      const Pubkey& program);

/// The address of `base`, a text and an owner, as the system program derives it. Errors:
/// MaxSeedLengthExceeded above 32 bytes; IllegalOwner when the owner ends in the marker of program
/// derived addresses.
Result<Pubkey, PdaError> create_with_seed(const Pubkey& base, std::string_view seed,
                                          const Pubkey& owner);

}  // namespace orrery::crypto
