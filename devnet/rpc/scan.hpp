#pragma once

#include <span>
#include <utility>
#include <vector>

#include "devnet/rpc/point.hpp"
#include "sdk/json/filters.hpp"

namespace orrery::rpc {

using KeyedAccounts = std::vector<std::pair<Pubkey, AccountRef>>;

struct ScanParams {
    Pubkey owner;  ///< the program
    std::span<const json::Filter> filters;
    bool sorted = true;  ///< by address
};

/// The accounts of a program that pass every filter.
KeyedAccounts scan_owned(const Node& node, const ChainPoint& point, const ScanParams& params);

struct KeyedFormat {
    const json::AccountFormat& format;
    bool only_parsed =
        false;  ///< with jsonParsed, leaves out what can't be parsed: Agave, for tokens
};

/// Writes [{account, pubkey}, ..]. Error: data too long for base58.
json::RpcResult<void> write_keyed_accounts(json::Writer& out, const KeyedAccounts& accounts,
                                           const KeyedFormat& format);

}  // namespace orrery::rpc
