#include "devnet/rpc/point.hpp"

// Methods that Agave has removed and old clients still call.

namespace orrery::rpc {
namespace {

using json::Params;
using json::RpcResult;
using json::Writer;

constexpr std::uint64_t lamports_per_signature = 5000;

void write_fee_calculator(Writer& out) {
    out.key("feeCalculator").begin_object();
    out.field("lamportsPerSignature", lamports_per_signature).end_object();
}

RpcResult<void> get_recent_blockhash(const Node& node, const Params& params, Writer& out) {
    TRY(const auto point, point_from(node, params[0]));
    begin_context(out, node, point).begin_object().field("blockhash", point.blockhash.hash);
    write_fee_calculator(out);
    out.end_object().end_object();
    return {};
}

RpcResult<void> get_fees(const Node& node, const Params& params, Writer& out) {
    TRY(const auto point, point_from(node, params[0]));
    begin_context(out, node, point).begin_object().field("blockhash", point.blockhash.hash);
    write_fee_calculator(out);
    out.field("lastValidBlockHeight", point.last_valid_block_height);
    out.field("lastValidSlot", point.slot.value + node.chain.bank().blockhashes().max_age());
    out.end_object().end_object();
    return {};
}

RpcResult<void> get_fee_calculator(const Node& node, const Params& params, Writer& out) {
    TRY(const auto hash, json::hash_param(params[0]));
    TRY(const auto point, point_from(node, params[1]));
    begin_context(out, node, point);
    if (node.chain.is_blockhash_valid(hash, point.level)) {
        out.begin_object();
        write_fee_calculator(out);
        out.end_object();
    } else {
        out.null();
    }
    out.end_object();
    return {};
}

// The fee is fixed: target, minimum and maximum are one.
RpcResult<void> get_fee_rate_governor(const Node& node, const Params&, Writer& out) {
    const auto point = node.chain.at(Commitment::finalized);
    begin_context(out, node, point).begin_object().key("feeRateGovernor").begin_object();
    out.field("burnPercent", 0);
    for (const auto* name :
         {"maxLamportsPerSignature", "minLamportsPerSignature", "targetLamportsPerSignature"})
        out.field(name, lamports_per_signature);
    out.field("targetSignaturesPerSlot", 0).end_object().end_object().end_object();
    return {};
}

constexpr MethodRow rows[] = {
    {"getRecentBlockhash", get_recent_blockhash, 0, 1},
    {"getFees", get_fees, 0, 1},
    {"getFeeCalculatorForBlockhash", get_fee_calculator, 1, 2},
    {"getFeeRateGovernor", get_fee_rate_governor},
};

}  // namespace

std::span<const MethodRow> legacy_methods() { return rows; }

}  // namespace orrery::rpc
