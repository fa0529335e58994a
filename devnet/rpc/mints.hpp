#pragma once

#include "devnet/rpc/point.hpp"
#include "sdk/json/token_amount.hpp"

namespace orrery::rpc {

/// A mint and the program that it belongs to.
struct Mint {
    Pubkey program;
    json::MintInfo info;
};

/// Wrapped SOL's mint, which counts as existing on every chain.
inline constexpr Pubkey native_mint = "So11111111111111111111111111111111111111112"_key;

/// Agave's sentences: "Invalid param: could not find mint", "Invalid param: Token mint could not be
/// unpacked".
json::RpcResult<Mint> find_mint(const ChainPoint& point, const Pubkey& mint);

/// How jsonParsed finds mints; copies what it needs of the point.
json::MintLookup mint_lookup(const ChainPoint& point);

/// The format of a config's accounts; `otherwise` is the method's default encoding.
json::AccountFormat account_format(const json::AccountConfig& config,
                                   json::AccountEncoding otherwise, const ChainPoint& point);

}  // namespace orrery::rpc
