#include <limits>

#include "devnet/rpc/closed_slots.hpp"
#include "devnet/rpc/point.hpp"

// Stake, votes and inflation, of which a chain of one sequencer has next to none. The sequencer
// stands for the validators: its stake is what it owns, its votes are its slots.

namespace orrery::rpc {
namespace {

using json::Params;
using json::RpcResult;
using json::Writer;

constexpr std::size_t max_reward_addresses = 32;
// [agave stake_utils.rs get_minimum_delegation], with every feature active.
constexpr Lamports minimum_delegation{1'000'000'000};

Lamports stake_of(const Node& node, const ChainPoint& point) {
    const auto account = point.get(node.chain.bank().identity()).account;
    return account ? account->lamports : Lamports{};
}

RpcResult<void> get_vote_accounts(const Node& node, const Params& params, Writer& out) {
    TRY(const auto config, json::config_param(params[0], "RpcGetVoteAccountsConfig"));
    TRY(const auto commitment, json::config_commitment(config));
    const auto& identity = node.chain.bank().identity();
    bool is_wanted = true;
    if (const auto who = config["votePubkey"]; !who.is_none()) {
        TRY(const auto key, json::pubkey_param(who));
        is_wanted = key == identity;
    }
    const auto point = node.chain.at(level_of(commitment));
    out.begin_object().key("current").begin_array();
    if (is_wanted) {
        out.begin_object().field("activatedStake", stake_of(node, point));
        out.field("commission", 0).key("epochCredits").begin_array().end_array();
        out.field("epochVoteAccount", true).field("inflationRewardsCommissionBps", 0);
        out.field("lastVote", point.slot).field("nodePubkey", identity);
        out.field("rootSlot", node.chain.at(Commitment::finalized).blockhash.slot);
        out.field("votePubkey", identity).end_object();
    }
    out.end_array().key("delinquent").begin_array().end_array().end_object();
    return {};
}

// Nobody votes, so no slot has collected any: what Agave answers for slots it knows no votes of.
RpcResult<void> get_block_commitment(const Node& node, const Params& params, Writer& out) {
    CHECK_OK(json::u64_param(params[0]));
    const auto point = node.chain.at(Commitment::finalized);
    out.begin_object().key("commitment").null();
    out.field("totalStake", stake_of(node, point)).end_object();
    return {};
}

RpcResult<void> get_stake_minimum_delegation(const Node& node, const Params& params, Writer& out) {
    TRY(const auto point, point_from(node, params[0]));
    begin_context(out, node, point).value(minimum_delegation).end_object();
    return {};
}

// Nothing is inflated here.
RpcResult<void> get_inflation_governor(const Node&, const Params&, Writer& out) {
    out.begin_object();
    for (const auto* name : {"foundation", "foundationTerm", "initial", "taper", "terminal"})
        out.field(name, 0.0);
    out.end_object();
    return {};
}

RpcResult<void> get_inflation_rate(const Node& node, const Params&, Writer& out) {
    const auto point = node.chain.at(Commitment::finalized);
    out.begin_object().field("epoch", point.sysvars->epoch_schedule.epoch(point.slot.value));
    for (const auto* name : {"foundation", "total", "validator"}) out.field(name, 0.0);
    out.end_object();
    return {};
}

// Rewards are paid in the first block of the next epoch.
Slot paying_slot(const svm::EpochSchedule& schedule, std::uint64_t epoch) {
    const auto last_known = std::numeric_limits<std::uint64_t>::max() / schedule.slots_per_epoch;
    if (epoch >= last_known) return Slot{std::numeric_limits<std::uint64_t>::max()};
    return Slot{schedule.first_slot(epoch + 1)};
}

// Without inflation nobody is rewarded, but an epoch that hasn't ended is still an error.
RpcResult<void> get_inflation_reward(const Node& node, const Params& params, Writer& out) {
    TRY(const auto addresses, json::pubkeys_param(params[0], max_reward_addresses));
    TRY(const auto config, json::config_param(params[1], "RpcEpochConfig"));
    TRY(const auto context, json::context_config(config));
    TRY(const auto wanted, json::optional_u64(config["epoch"]));
    TRY(const auto point, point_at(node, context));
    CHECK_OK(json::require_confirmed(context.commitment.value_or(json::Commitment::finalized)));
    const auto& schedule = point.sysvars->epoch_schedule;
    const auto current = schedule.epoch(point.slot.value);
    const Slot paying = paying_slot(schedule, wanted.value_or(current == 0 ? 0 : current - 1));
    TRY(const auto blocks, closed_slots(node.chain, point, {paying, point.blockhash.slot, 1}));
    if (blocks.empty()) return fail(json::block_not_available(paying));
    out.begin_array();
    for (std::size_t i = 0; i < addresses.size(); ++i) out.null();
    out.end_array();
    return {};
}

constexpr MethodRow rows[] = {
    {"getVoteAccounts", get_vote_accounts, 0, 1},
    {"getBlockCommitment", get_block_commitment, 1, 1},
    {"getStakeMinimumDelegation", get_stake_minimum_delegation, 0, 1},
    {"getInflationGovernor", get_inflation_governor, 0, 1},
    {"getInflationRate", get_inflation_rate},
    {"getInflationReward", get_inflation_reward, 1, 2},
};

}  // namespace

std::span<const MethodRow> stake_methods() { return rows; }

}  // namespace orrery::rpc
