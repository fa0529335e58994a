#include <algorithm>

#include "devnet/rpc/closed_slots.hpp"
#include "devnet/rpc/outcome_json.hpp"
#include "devnet/rpc/status.hpp"
#include "devnet/store/meta.hpp"
#include "sdk/json/transaction.hpp"

namespace orrery::rpc {
namespace {

using json::Params;
using json::RpcResult;
using json::Writer;

constexpr std::uint64_t max_range = 500'000;

/// A block's transactions, decoded.
struct Transactions {
    std::vector<tx::Transaction> transactions;
    std::vector<json::TransactionMeta> metas;

    std::vector<json::TransactionWithMeta> entries() const {
        std::vector<json::TransactionWithMeta> out;
        out.reserve(transactions.size());
        for (std::size_t i = 0; i < transactions.size(); ++i)
            out.push_back({transactions[i], metas[i]});
        return out;
    }
    std::vector<Signature> signatures() const {
        std::vector<Signature> out;
        for (const auto& transaction : transactions)
            out.push_back(Signature::from(transaction.id().span()));
        return out;
    }
};

RpcResult<Transactions> transactions_of(const store::Ledger& ledger, Slot slot) {
    const auto stored = ledger.transactions_of_block(slot);
    if (!stored) return fail(ledger_failure(stored.error()));
    Transactions out;
    for (const auto& entry : *stored) {
        auto transaction = tx::decode(entry.wire);
        const auto meta = store::decode_meta(entry.meta);
        if (!transaction || !meta)
            return fail(json::rpc_error(
                json::RpcCode::internal_error,
                "the ledger's record of slot " + std::to_string(slot.value) + " can't be read"));
        out.transactions.push_back(std::move(*transaction));
        out.metas.push_back(to_json(*meta));
    }
    return out;
}

// The slot's fees, which its close gave to the sequencer.
std::vector<json::Reward> rewards_of(const Node& node, const Block& block) {
    if (!block.stored || block.stored->record.fees == Lamports{}) return {};
    const auto& record = block.stored->record;
    return {{node.chain.bank().identity(), static_cast<std::int64_t>(record.fees.value),
             record.identity_balance, "Fee", std::nullopt}};
}

RpcResult<void> get_block(const Node& node, const Params& params, Writer& out) {
    TRY(const auto number, json::u64_param(params[0]));
    TRY(const auto config, json::block_config(params[1]));
    const auto commitment = config.transaction.commitment.value_or(json::Commitment::finalized);
    CHECK_OK(json::require_confirmed(commitment));
    const Slot slot{number};
    TRY(const auto block, find_block(node, node.chain.at(level_of(commitment)), slot));

    const auto details = config.details.value_or(json::TransactionDetails::full);
    Transactions transactions;
    if (block.stored && details != json::TransactionDetails::none) {
        TRY(transactions, transactions_of(*node.chain.ledger(), slot));
    }
    const auto entries = transactions.entries();
    const auto signatures = transactions.signatures();
    const bool show_rewards = config.rewards.value_or(true);
    const json::TransactionFormat format{
        .encoding = config.transaction.encoding.value_or(json::TransactionEncoding::json),
        .max_supported_version = config.transaction.max_supported_version,
        .show_rewards = show_rewards,
        .accounts_only = details == json::TransactionDetails::accounts};
    return json::write_block(out,
                             {.previous_blockhash = block.previous_blockhash,
                              .blockhash = block.slot.hash,
                              .parent_slot = block.parent,
                              .block_time = block.time,
                              .block_height = block.slot.height,
                              .transactions = entries,
                              .signatures = signatures,
                              .rewards = rewards_of(node, block),
                              .num_reward_partitions = std::nullopt},
                             {format, details});
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
    TRY(const auto slots, closed_slots(node, point, {Slot{start}, Slot{last}}));
    write_slots(out, slots);
    return {};
}

RpcResult<void> get_blocks_with_limit(const Node& node, const Params& params, Writer& out) {
    TRY(const auto start, json::u64_param(params[0]));
    TRY(const auto limit, json::u64_param(params[1]));
    TRY(const auto point, history_point(node, params[2]));
    if (limit > max_range)
        return fail(json::invalid_params("Limit too large; max " + std::to_string(max_range)));
    TRY(const auto slots, closed_slots(node, point, {Slot{start}, point.blockhash.slot, limit}));
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
    TRY(const auto block, find_block(node, node.chain.at(Commitment::confirmed), Slot{number}));
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
