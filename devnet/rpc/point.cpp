#include "devnet/rpc/point.hpp"

namespace orrery::rpc {

Commitment level_of(std::optional<json::Commitment> commitment) {
    switch (commitment.value_or(json::Commitment::finalized)) {
        case json::Commitment::processed:
            return Commitment::processed;
        case json::Commitment::confirmed:
            return Commitment::confirmed;
        case json::Commitment::finalized:
            break;
    }
    return Commitment::finalized;
}

json::RpcResult<ChainPoint> point_at(const Node& node, const json::ContextConfig& config) {
    auto point = node.chain.at(level_of(config.commitment));
    if (config.min_context_slot && point.slot.value < *config.min_context_slot)
        return fail(json::min_context_slot_not_reached(point.slot));
    return point;
}

json::RpcResult<ChainPoint> point_from(const Node& node, json::View config) {
    TRY(const auto context, json::context_config(config));
    return point_at(node, context);
}

json::Writer& begin_context(json::Writer& out, const Node& node, const ChainPoint& point) {
    return json::begin_context(out, {point.slot, node.config.solana_version});
}

}  // namespace orrery::rpc
