#include <algorithm>

#include "devnet/rpc/block_json.hpp"

namespace orrery::rpc {
namespace {

using json::Params;
using json::RpcResult;
using json::Writer;

constexpr std::uint64_t max_range = 500'000;

RpcResult<void> get_block(const Node& node, const Params& params, Writer& out) {
    TRY(const auto number, json::u64_param(params[0]));
    TRY(const auto config, json::block_config(params[1]));
    const auto commitment = config.transaction.commitment.value_or(json::Commitment::finalized);
    CHECK_OK(json::require_confirmed(commitment));
    const Slot slot{number};
    TRY(const auto block, find_block(node.chain, node.chain.at(level_of(commitment)), slot));

    auto written = write_block(
        out, node.chain, block,
        {.encoding = config.transaction.encoding.value_or(json::TransactionEncoding::json),
         .details = config.details.value_or(json::TransactionDetails::full),
         .rewards = config.rewards.value_or(true),
         .max_supported_version = config.transaction.max_supported_version});
    if (!written) return fail(std::move(written.error().error));
    return {};
}

void write_slots(Writer& out, const std::vector<Slot>& slots) {
    out.begin_array();
    for (const auto slot : slots) out.value(slot);
    out.end_array();
}

RpcResult<ChainPoint> history_point(const Node& node, json::View value) {
    TRY(const auto config, json::context_config(value));
    CHECK_OK(json::require_confirmed(config.commitment.value_or(json::Commitment::finalized)));
    return point_at(node, config);
}

// [start, end or config, config]
RpcResult<void> get_blocks(const Node& node, const Params& params, Writer& out) {
    TRY(const auto start, json::u64_param(params[0]));
    const bool config_second = params[1].is_object();
    std::optional<std::uint64_t> end;
    if (!config_second) {
        TRY(end, json::optional_u64(params[1]));
    }
    TRY(const auto point,
        history_point(node, config_second && params[2].is_none() ? params[1] : params[2]));
    const auto limit = start + std::min(max_range, UINT64_MAX - start);
    const auto last = std::min(end.value_or(limit), point.blockhash.slot.value);
    if (last >= start && last - start > max_range)
        return fail(json::invalid_params("Slot range too large; max " + std::to_string(max_range)));
    TRY(const auto slots, closed_slots(node.chain, point, {Slot{start}, Slot{last}}));
    write_slots(out, slots);
    return {};
}

RpcResult<void> get_blocks_with_limit(const Node& node, const Params& params, Writer& out) {
    TRY(const auto start, json::u64_param(params[0]));
    TRY(const auto limit, json::u64_param(params[1]));
    TRY(const auto point, history_point(node, params[2]));
    if (limit > max_range)
        return fail(json::invalid_params("Limit too large; max " + std::to_string(max_range)));
    TRY(const auto slots,
        closed_slots(node.chain, point, {Slot{start}, point.blockhash.slot, limit}));
    write_slots(out, slots);
    return {};
}

RpcResult<void> get_block_time(const Node& node, const Params& params, Writer& out) {
    TRY(const auto number, json::u64_param(params[0]));
    const auto open = node.chain.at(Commitment::processed);
    // The open slot has a time already, and clients ask for it right after getSlot.
    if (number > node.chain.at(Commitment::confirmed).blockhash.slot.value &&
        number <= open.slot.value) {
        out.number(open.sysvars->clock.unix_timestamp);
        return {};
    }
    TRY(const auto block,
        find_block(node.chain, node.chain.at(Commitment::confirmed), Slot{number}));
    out.value(block.time);
    return {};
}

constexpr MethodRow rows[] = {
    {"getBlock", get_block, 1, 2},
    {"getBlocks", get_blocks, 1, 3},
    {"getBlocksWithLimit", get_blocks_with_limit, 2, 3},
    {"getBlockTime", get_block_time, 1, 1},
    // Their names until 2021.
    {"getConfirmedBlock", get_block, 1, 2},
    {"getConfirmedBlocks", get_blocks, 1, 3},
    {"getConfirmedBlocksWithLimit", get_blocks_with_limit, 2, 3},
};

}  // namespace

std::span<const MethodRow> block_methods() { return rows; }

}  // namespace orrery::rpc
