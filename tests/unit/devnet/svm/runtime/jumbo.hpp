#pragma once

#include "sdk/tx/jumbo_builder.hpp"
#include "sdk/tx/v1.hpp"
#include "tests/unit/devnet/svm/runtime/world.hpp"

namespace orrery::runtime::testing {

/// An address of many, which sort by number.
Pubkey numbered(std::uint32_t n);

/// A builder with the world's payer, blockhash, and room for everything.
tx::JumboBuilder jumbo(const World& world, const std::vector<Instruction>& instructions);

/// What a builder or a message in parts becomes on the wire, with zeros as signatures.
tx::Transaction transaction(const tx::JumboBuilder& builder);
tx::Transaction transaction(const tx::JumboMessage& message);

/// The same message in version 1.
tx::V1Message as_v1(const tx::JumboMessage& message);
tx::Transaction transaction(const tx::V1Message& message);

/// An account that the puppet may empty.
Account puppet_account(std::uint64_t lamports, std::size_t size = 0);
/// Moves lamports between two accounts of the puppet.
Instruction move(const Pubkey& from, const Pubkey& to, std::int64_t lamports);

}  // namespace orrery::runtime::testing
