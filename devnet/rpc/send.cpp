#include "devnet/rpc/send.hpp"

#include "devnet/rpc/simulation.hpp"
#include "devnet/rpc/wire.hpp"

namespace orrery::rpc {
namespace {

using json::RpcResult;

json::RpcError refusal(sequencer::SubmitError error) {
    return json::rpc_error(json::RpcCode::internal_error,
                           error == sequencer::SubmitError::queue_full
                               ? "Transaction queue is full, try again later"
                               : "The chain is stopping and takes no more transactions");
}

// Without preflight nothing looks at a wrong signature but this; a node that forwards to leaders
// would accept the transaction and never hear of it again.
RpcResult<void> preflight(const Node& node, const ChainPoint& point, const SendConfig& config,
                          const tx::Transaction& transaction) {
    if (config.skip_preflight) {
        if (!tx::verify_signatures(transaction))
            return fail(json::signature_verification_failure());
        return {};
    }
    const auto simulation = simulate(node, point, transaction, true);
    CHECK_OK(check_lookups(simulation));
    if (simulation.error)
        return fail(
            json::preflight_failure(*simulation.error, preflight_data(node, point, simulation)));
    return {};
}

}  // namespace

RpcResult<Txid> send(const Node& node, const SendConfig& config, tx::Transaction decoded) {
    TRY(const auto point, point_at(node, config.context));
    CHECK_OK(check_sane(decoded));
    CHECK_OK(preflight(node, point, config, decoded));
    const auto transaction = std::make_shared<const tx::Transaction>(std::move(decoded));
    if (const auto taken = node.chain.submit(transaction); !taken)
        return fail(refusal(taken.error()));
    return transaction->id();
}

}  // namespace orrery::rpc
