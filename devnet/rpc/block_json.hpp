#pragma once

#include "devnet/rpc/closed_slots.hpp"
#include "sdk/json/transaction.hpp"

namespace orrery::rpc {

/// What of a block is shown, and how.
struct BlockView {
    json::TransactionEncoding encoding = json::TransactionEncoding::json;
    json::TransactionDetails details = json::TransactionDetails::full;
    bool rewards = true;
    std::optional<std::uint8_t> max_supported_version{};
    std::optional<Pubkey> mentions{};  ///< only transactions with this key
};

/// Why a block can't be shown.
struct BlockFault {
    json::RpcError error;
    std::optional<std::uint8_t> unsupported_version{};  ///< of UnsupportedTransactionVersion
};

/// Writes a block as getBlock gives it. Errors: the ledger's; UnsupportedTransactionVersion, never
/// of a jumbo, which is left out. What was written is then of no use.
Result<void, BlockFault> write_block(json::Writer& out, const sequencer::Chain& chain,
                                     const Block& block, const BlockView& view);

/// Whether any transaction of the block has this key. Error: the ledger's.
json::RpcResult<bool> mentions(const sequencer::Chain& chain, const Block& block,
                               const Pubkey& key);

}  // namespace orrery::rpc
