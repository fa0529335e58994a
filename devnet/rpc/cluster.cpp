#include <string>

#include "devnet/rpc/point.hpp"
#include "sdk/codec/base58.hpp"

// The one node that this cluster is: its names, versions and place in the leader schedule. All of
// these must agree, or clients that look for a leader's socket give up.

namespace orrery::rpc {
namespace {

using json::Params;
using json::RpcResult;
using json::Writer;

constexpr std::uint64_t max_slot_leaders = 5000;

RpcResult<void> get_health(const Node& node, const Params&, Writer& out) {
    if (!node.chain.storage_trouble().empty()) return fail(json::node_unhealthy(std::nullopt));
    out.plain("ok");
    return {};
}

RpcResult<void> get_version(const Node& node, const Params&, Writer& out) {
    out.begin_object().field("feature-set", node.config.feature_set);
    out.field("orrery", node.config.orrery_version);
    out.field("solana-core", node.config.solana_version).end_object();
    return {};
}

RpcResult<void> get_genesis_hash(const Node& node, const Params&, Writer& out) {
    out.base58(node.chain.genesis_hash());
    return {};
}

RpcResult<void> get_identity(const Node& node, const Params&, Writer& out) {
    out.begin_object().field("identity", node.chain.bank().identity()).end_object();
    return {};
}

// Agave folds the genesis hash into 16 bits, and never gives 0.
std::uint16_t shred_version(const Hash& genesis) {
    std::uint16_t folded = 0;
    for (std::size_t i = 0; i < Hash::size; i += 2)
        folded =
            static_cast<std::uint16_t>(folded ^ (genesis.bytes[i] << 8 | genesis.bytes[i + 1]));
    return folded == UINT16_MAX ? folded : static_cast<std::uint16_t>(folded + 1);
}

void write_address(Writer& out, std::string_view name, std::uint16_t port) {
    out.key(name);
    port == 0 ? out.null() : out.plain("127.0.0.1:" + std::to_string(port));
}

// No QUIC socket is named, since there is none: clients then send through RPC at once.
RpcResult<void> get_cluster_nodes(const Node& node, const Params&, Writer& out) {
    const auto port = node.port.load();
    out.begin_array().begin_object();
    out.field("clientId", "Orrery").field("featureSet", node.config.feature_set);
    out.key("gossip").null().field("pubkey", node.chain.bank().identity());
    write_address(out, "pubsub", port == 0 ? port : static_cast<std::uint16_t>(port + 1));
    write_address(out, "rpc", port);
    out.key("serveRepair").null().field("shredVersion", shred_version(node.chain.genesis_hash()));
    for (const auto* name : {"tpu", "tpuForwards", "tpuForwardsQuic", "tpuQuic", "tpuVote", "tvu"})
        out.key(name).null();
    out.field("version", node.config.solana_version).end_object().end_array();
    return {};
}

RpcResult<void> get_slot_leader(const Node& node, const Params& params, Writer& out) {
    CHECK_OK(point_from(node, params[0]));
    out.base58(node.chain.bank().identity());
    return {};
}

// Like Agave, which knows the schedules of this epoch and the next.
bool is_schedule_known(const ChainPoint& point, std::uint64_t epoch) {
    return epoch <= point.sysvars->epoch_schedule.epoch(point.slot.value) + 1;
}

RpcResult<void> get_slot_leaders(const Node& node, const Params& params, Writer& out) {
    TRY(const auto start, json::u64_param(params[0]));
    TRY(const auto limit, json::u64_param(params[1]));
    if (limit > max_slot_leaders)
        return fail(json::invalid_params("Invalid limit; max " + std::to_string(max_slot_leaders)));
    const auto point = node.chain.at(Commitment::finalized);
    const auto& schedule = point.sysvars->epoch_schedule;
    const auto last_epoch = schedule.epoch(start + std::min(limit, UINT64_MAX - start));
    for (auto epoch = schedule.epoch(start); limit > 0 && epoch <= last_epoch; ++epoch)
        if (!is_schedule_known(point, epoch))
            return fail(json::invalid_params("Invalid slot range: leader schedule for epoch " +
                                             std::to_string(epoch) + " is unavailable"));
    const auto& identity = node.chain.bank().identity();
    out.begin_array();
    for (std::uint64_t i = 0; i < limit; ++i) out.base58(identity);
    out.end_array();
    return {};
}

// [slot or config, config]
RpcResult<void> get_leader_schedule(const Node& node, const Params& params, Writer& out) {
    const bool config_first = params[0].is_object();
    std::optional<std::uint64_t> slot;
    if (!config_first) {
        TRY(slot, json::optional_u64(params[0]));
    }
    TRY(const auto config,
        json::config_param(config_first ? params[0] : params[1], "RpcLeaderScheduleConfig"));
    TRY(const auto commitment, json::config_commitment(config));
    const auto point = node.chain.at(level_of(commitment));
    const auto& identity = node.chain.bank().identity();
    bool is_wanted = true;
    if (const auto who = config["identity"]; !who.is_none()) {
        TRY(const auto key, json::pubkey_param(who));
        is_wanted = key == identity;
    }
    const auto& schedule = point.sysvars->epoch_schedule;
    const auto epoch = schedule.epoch(slot.value_or(point.slot.value));
    if (!is_schedule_known(point, epoch)) {
        out.null();
        return {};
    }
    out.begin_object();
    if (is_wanted) {
        std::string list;
        for (std::uint64_t i = 0; i < schedule.slots_in_epoch(epoch); ++i)
            list += (i == 0 ? "" : ",") + std::to_string(i);
        out.key(codec::to_string(identity)).begin_array().raw(list).end_array();
    }
    out.end_object();
    return {};
}

RpcResult<void> get_highest_snapshot_slot(const Node&, const Params&, Writer&) {
    return fail(json::no_snapshot());
}

constexpr MethodRow rows[] = {
    {"getHealth", get_health},
    {"getVersion", get_version},
    {"getGenesisHash", get_genesis_hash},
    {"getIdentity", get_identity},
    {"getClusterNodes", get_cluster_nodes},
    {"getSlotLeader", get_slot_leader, 0, 1},
    {"getSlotLeaders", get_slot_leaders, 2, 2},
    {"getLeaderSchedule", get_leader_schedule, 0, 2},
    {"getHighestSnapshotSlot", get_highest_snapshot_slot},
    {"getSnapshotSlot", get_highest_snapshot_slot, 0, 1},
};

}  // namespace

std::span<const MethodRow> cluster_methods() { return rows; }

}  // namespace orrery::rpc
