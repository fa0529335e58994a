#include "devnet/rpc/point.hpp"

// Where the chain stands.

namespace orrery::rpc {
namespace {

using json::Params;
using json::RpcResult;
using json::Writer;

RpcResult<void> get_slot(const Node& node, const Params& params, Writer& out) {
    TRY(const auto point, point_from(node, params[0]));
    out.value(point.slot);
    return {};
}

RpcResult<void> get_block_height(const Node& node, const Params& params, Writer& out) {
    TRY(const auto point, point_from(node, params[0]));
    out.number(point.block_height);
    return {};
}

RpcResult<void> get_transaction_count(const Node& node, const Params& params, Writer& out) {
    TRY(const auto point, point_from(node, params[0]));
    out.number(point.transaction_count);
    return {};
}

RpcResult<void> get_epoch_info(const Node& node, const Params& params, Writer& out) {
    TRY(const auto point, point_from(node, params[0]));
    const auto& schedule = point.sysvars->epoch_schedule;
    const auto epoch = schedule.epoch(point.slot.value);
    out.begin_object().field("absoluteSlot", point.slot).field("blockHeight", point.block_height);
    out.field("epoch", epoch);
    out.field("slotIndex", point.slot.value - schedule.first_slot(epoch));
    out.field("slotsInEpoch", schedule.slots_in_epoch(epoch));
    out.field("transactionCount", point.transaction_count).end_object();
    return {};
}

RpcResult<void> get_epoch_schedule(const Node& node, const Params&, Writer& out) {
    const auto point = node.chain.at(Commitment::finalized);
    const auto& schedule = point.sysvars->epoch_schedule;
    out.begin_object().field("firstNormalEpoch", schedule.first_normal_epoch);
    out.field("firstNormalSlot", schedule.first_normal_slot);
    out.field("leaderScheduleSlotOffset", schedule.leader_schedule_slot_offset);
    out.field("slotsPerEpoch", schedule.slots_per_epoch);
    out.field("warmup", schedule.warmup).end_object();
    return {};
}

RpcResult<void> get_processed_slot(const Node& node, const Params&, Writer& out) {
    out.value(node.chain.at(Commitment::processed).slot);
    return {};
}

// The genesis is slot 0, and nothing is ever cleaned up.
RpcResult<void> get_first_slot(const Node&, const Params&, Writer& out) {
    out.number(0);
    return {};
}

RpcResult<void> get_latest_blockhash(const Node& node, const Params& params, Writer& out) {
    TRY(const auto point, point_from(node, params[0]));
    begin_context(out, node, point).begin_object().field("blockhash", point.blockhash.hash);
    out.field("lastValidBlockHeight", point.last_valid_block_height).end_object().end_object();
    return {};
}

RpcResult<void> is_blockhash_valid(const Node& node, const Params& params, Writer& out) {
    TRY(const auto text, json::string_param(params[0]));
    auto hash = json::parse_hash(text);
    if (!hash) {
        // This one method says only "WrongSize" or "Invalid".
        auto& message = hash.error().message;
        message.erase(0, message.find(": ") + 2);
        return fail(std::move(hash.error()));
    }
    TRY(const auto config, json::context_config(params[1]));
    TRY(const auto point, point_at(node, config));
    const bool is_valid = node.chain.is_blockhash_valid(*hash, point.level);
    begin_context(out, node, point).boolean(is_valid).end_object();
    return {};
}

constexpr MethodRow rows[] = {
    {"getSlot", get_slot, 0, 1},
    {"getBlockHeight", get_block_height, 0, 1},
    {"getTransactionCount", get_transaction_count, 0, 1},
    {"getEpochInfo", get_epoch_info, 0, 1},
    {"getEpochSchedule", get_epoch_schedule},
    {"getMaxRetransmitSlot", get_processed_slot},
    {"getMaxShredInsertSlot", get_processed_slot},
    {"getFirstAvailableBlock", get_first_slot},
    {"minimumLedgerSlot", get_first_slot},
    {"getLatestBlockhash", get_latest_blockhash, 0, 1},
    {"isBlockhashValid", is_blockhash_valid, 1, 2},
};

}  // namespace

std::span<const MethodRow> slot_methods() { return rows; }

}  // namespace orrery::rpc
