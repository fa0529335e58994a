#pragma once

#include <optional>

#include "devnet/sequencer/chain.hpp"
#include "sdk/json/rpc_error.hpp"

namespace orrery::rpc {

/// What became of a processed transaction, and how settled that is.
struct Status {
    Slot slot;
    std::optional<tx::TransactionError> error;
    events::Commitment level = events::Commitment::processed;
};

/// Finds a transaction among those not yet stored, then in the ledger. Error: the ledger's, as an
/// internal error.
json::RpcResult<std::optional<Status>> find_status(const sequencer::Chain& chain, const Txid& id);

/// The level of what is stored in a slot: at least confirmed, the open slot included.
events::Commitment stored_level(const sequencer::Chain& chain, Slot slot);

/// The ledger, or -32011 without one.
json::RpcResult<const store::Ledger*> ledger_of(const sequencer::Chain& chain);

/// A ledger's failure as -32603 with its words.
json::RpcError ledger_failure(const store::StoreError& error);

}  // namespace orrery::rpc
