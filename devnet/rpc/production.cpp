#include <algorithm>

#include "devnet/rpc/closed_slots.hpp"
#include "devnet/rpc/point.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/serde_text.hpp"

// How the chain keeps up: slots and transactions per time.

namespace orrery::rpc {
namespace {

using json::Params;
using json::RpcResult;
using json::Writer;

constexpr std::uint64_t slot_history_size = 1 << 20;  // [agave slot_history.rs MAX_ENTRIES]

struct Range {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

// {firstSlot, lastSlot}; by default the epoch so far.
RpcResult<Range> range_of(json::View value, const ChainPoint& point) {
    TRY(const auto range, json::config_param(value, "RpcBlockProductionConfigRange"));
    const auto newest = point.slot.value;
    const auto& schedule = point.sysvars->epoch_schedule;
    if (range.is_none()) return Range{schedule.first_slot(schedule.epoch(newest)), newest};
    if (range["firstSlot"].is_absent()) return fail(json::serde_error("missing field `firstSlot`"));
    TRY(const auto first, json::u64_param(range["firstSlot"]));
    TRY(const auto last, json::optional_u64(range["lastSlot"]));
    return Range{first, last.value_or(newest)};
}

RpcResult<void> check(const Range& range, const ChainPoint& point) {
    const auto refuse = [](const char* name, std::uint64_t slot, std::string why) {
        return fail(json::invalid_params(std::string(name) + ", " + std::to_string(slot) + ", " +
                                         std::move(why)));
    };
    const auto newest = point.slot.value;
    const auto oldest = newest - std::min(newest, slot_history_size - 1);
    if (range.last < range.first)
        return refuse("lastSlot", range.last,
                      "cannot be less than firstSlot, " + std::to_string(range.first));
    if (range.first < oldest)
        return refuse("firstSlot", range.first, "is too small; min " + std::to_string(oldest));
    if (range.last > newest)
        return refuse("lastSlot", range.last, "is too large; max " + std::to_string(newest));
    return {};
}

// The open slot counts as produced: at its level it is there.
RpcResult<std::size_t> blocks_in(const Node& node, const ChainPoint& point, const Range& range) {
    TRY(const auto closed, closed_slots(node.chain, point, {Slot{range.first}, Slot{range.last}}));
    const bool has_open = point.slot > point.blockhash.slot && point.slot.value <= range.last;
    return closed.size() + (has_open ? 1 : 0);
}

RpcResult<void> get_block_production(const Node& node, const Params& params, Writer& out) {
    TRY(const auto config, json::config_param(params[0], "RpcBlockProductionConfig"));
    TRY(const auto commitment, json::config_commitment(config));
    const auto& identity = node.chain.bank().identity();
    bool is_wanted = true;
    if (const auto who = config["identity"]; !who.is_none()) {
        TRY(const auto key, json::pubkey_param(who));
        is_wanted = key == identity;
    }
    const auto point = node.chain.at(level_of(commitment));
    TRY(const auto range, range_of(config["range"], point));
    CHECK_OK(check(range, point));
    TRY(const auto produced, blocks_in(node, point, range));
    begin_context(out, node, point).begin_object().key("byIdentity").begin_object();
    if (is_wanted)
        out.key(codec::to_string(identity))
            .begin_array()
            .number(range.last - range.first + 1)
            .number(produced)
            .end_array();
    out.end_object().key("range").begin_object().field("firstSlot", range.first);
    out.field("lastSlot", range.last).end_object().end_object().end_object();
    return {};
}

RpcResult<void> get_recent_performance_samples(const Node& node, const Params& params,
                                               Writer& out) {
    TRY(const auto limit, json::optional_u64(params[0]));
    if (limit && *limit > PerformanceSamples::kept)
        return fail(
            json::invalid_params("Invalid limit; max " + std::to_string(PerformanceSamples::kept)));
    out.begin_array();
    for (const auto& sample : node.performance.recent(limit.value_or(PerformanceSamples::kept))) {
        out.begin_object().field("numNonVoteTransactions", sample.transactions);
        out.field("numSlots", sample.slots).field("numTransactions", sample.transactions);
        out.field("samplePeriodSecs", sample.period.count()).field("slot", sample.slot);
        out.end_object();
    }
    out.end_array();
    return {};
}

constexpr MethodRow rows[] = {
    {"getBlockProduction", get_block_production, 0, 1},
    {"getRecentPerformanceSamples", get_recent_performance_samples, 0, 1},
};

}  // namespace

std::span<const MethodRow> production_methods() { return rows; }

}  // namespace orrery::rpc
