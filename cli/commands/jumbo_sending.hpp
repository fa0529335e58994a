#pragma once

#include <string>
#include <vector>

#include "cli/commands/remote.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/jumbo_builder.hpp"

namespace orrery::cli {

/// A jumbo transaction that is signed, and what it costs.
struct SignedJumbo {
    Bytes wire;
    Pubkey payer;
    std::uint64_t size = 0;  ///< that the fee counts
    std::size_t addresses = 0;
    std::size_t instructions = 0;
    std::size_t signatures = 0;
    std::uint32_t compute_units = 0;  ///< that it may use
    tx::JumboFee fee;

    /// Its numbers, for people.
    std::string text() const;
    /// The same as members of an object.
    void write(json::Writer& out) const;
};

/// Signs with every key that the transaction asks for; others are left out. Errors: the builder's,
/// such as a signer without its key; `too_large` stands for the remedy of what is too large.
Outcome<SignedJumbo> sign_jumbo(const tx::JumboBuilder& builder,
                                const std::vector<crypto::Keypair>& keys,
                                std::string_view too_large);

/// What a simulation says: "ok, 1234 CU". Error: the simulation's, with its logs; the client's.
Outcome<std::string> simulate_jumbo(Remote& remote, const SignedJumbo& jumbo);

}  // namespace orrery::cli
