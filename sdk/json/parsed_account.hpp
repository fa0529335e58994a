#pragma once

#include "sdk/json/account.hpp"

namespace orrery::json {

/// Writes {"parsed":{"info":{..},"type":..},"program":..,"space":..} for accounts of the programs
/// that Solana's nodes can parse: address-lookup-table, bpf-upgradeable-loader, nonce (owner
/// System), spl-token, spl-token-2022 with its extensions, sysvar. False, with nothing written,
/// when the owner isn't one of them, the data doesn't parse or a token account's mint isn't known.
bool write_parsed_account(Writer& out, const Pubkey& key, const Account& account,
                          const MintLookup& mint_of);

}  // namespace orrery::json
