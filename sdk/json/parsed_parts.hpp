#pragma once

#include <string_view>

#include "sdk/json/parsed_account.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/token_layout.hpp"

namespace orrery::json {

// The parts of write_parsed_account, one source file each. They write the `parsed` value,
// {"info":..,"type":..}, or nothing and return false.

/// Sysvars by address.
bool write_sysvar(Writer& out, const Pubkey& key, ByteSpan data);

/// Token accounts, mints and multisigs of both token programs.
bool write_token_state(Writer& out, ByteSpan data, const MintLookup& mint_of);

/// The `extensions` member of a mint or token account; nothing when the list is empty or damaged.
/// `for_mint` says which kind of account holds the records.
void write_extensions(Writer& out, ByteSpan records, bool for_mint);

/// "uninitialized", "initialized" or "frozen".
std::string_view token_state_name(std::uint8_t state);

}  // namespace orrery::json
