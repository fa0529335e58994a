#include "devnet/rpc/point.hpp"
#include "devnet/rpc/wire.hpp"

namespace orrery::rpc {
namespace {

using json::Params;
using json::RpcResult;
using json::Writer;

constexpr std::size_t max_fee_keys = 128;

RpcResult<void> get_fee_for_message(const Node& node, const Params& params, Writer& out) {
    TRY(const auto text, json::string_param(params[0]));
    TRY(const auto transaction, decode_message(text));
    TRY(const auto point, point_from(node, params[1]));
    const auto fee = node.chain.fee_for_message(transaction.message, point);
    begin_context(out, node, point).value(fee).end_object();
    return {};
}

RpcResult<void> get_recent_prioritization_fees(const Node& node, const Params& params,
                                               Writer& out) {
    std::vector<Pubkey> keys;
    if (!params[0].is_none()) {
        TRY(keys, json::pubkeys_param(params[0], max_fee_keys));
    }
    out.begin_array();
    for (const auto& [slot, fee] : node.fees.recent(keys))
        out.begin_object().field("prioritizationFee", fee).field("slot", slot).end_object();
    out.end_array();
    return {};
}

constexpr MethodRow rows[] = {
    {"getFeeForMessage", get_fee_for_message, 1, 2},
    {"getRecentPrioritizationFees", get_recent_prioritization_fees, 0, 1},
};

}  // namespace

std::span<const MethodRow> fee_methods() { return rows; }

}  // namespace orrery::rpc
