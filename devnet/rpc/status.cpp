#include "devnet/rpc/status.hpp"

#include <algorithm>

#include "devnet/store/meta.hpp"

namespace orrery::rpc {

using events::Commitment;

json::RpcError ledger_failure(const store::StoreError& error) {
    return json::rpc_error(json::RpcCode::internal_error, error.message);
}

json::RpcResult<const store::Ledger*> ledger_of(const sequencer::Chain& chain) {
    if (chain.ledger() == nullptr) return fail(json::transaction_history_not_available());
    return chain.ledger();
}

Commitment stored_level(const sequencer::Chain& chain, Slot slot) {
    return std::max(Commitment::confirmed, chain.level_of(slot));
}

json::RpcResult<std::optional<Status>> find_status(const sequencer::Chain& chain, const Txid& id) {
    if (const auto recent = chain.recent_status(id))
        return Status{recent->slot, recent->error, recent->level};
    if (chain.ledger() == nullptr) return std::nullopt;
    auto stored = chain.ledger()->transaction(id);
    if (!stored) return fail(ledger_failure(stored.error()));
    if (!*stored) return std::nullopt;
    const auto meta = store::decode_meta((*stored)->meta);
    if (!meta) return std::nullopt;
    return Status{(*stored)->slot, meta->error, stored_level(chain, (*stored)->slot)};
}

}  // namespace orrery::rpc
