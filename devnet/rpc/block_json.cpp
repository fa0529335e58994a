#include "devnet/rpc/block_json.hpp"

#include <algorithm>

#include "devnet/rpc/outcome_json.hpp"
#include "devnet/rpc/status.hpp"
#include "devnet/sequencer/checkpoint.hpp"
#include "devnet/store/meta.hpp"

namespace orrery::rpc {
namespace {

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
        out.reserve(transactions.size());
        for (const auto& transaction : transactions)
            out.push_back(Signature::from(transaction.id().span()));
        return out;
    }
};

json::RpcResult<Transactions> transactions_of(const store::Ledger& ledger, Slot slot) {
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

// What the slot's close paid for hooks.
json::RpcResult<void> add_hook_rewards(const store::Ledger& ledger, Slot slot,
                                       std::vector<json::Reward>& out) {
    const auto shreds = ledger.shreds_of_slot(slot);
    if (!shreds) return fail(ledger_failure(shreds.error()));
    if (shreds->empty()) return {};
    const auto state = sequencer::decode_state(shreds->back().state);
    if (!state) return {};
    for (const auto& paid : state->paid)
        out.push_back({paid.key, static_cast<std::int64_t>(paid.lamports.value), paid.balance,
                       "Hook", std::nullopt});
    return {};
}

// The slot's fees, which its close gave to the sequencer, and what hooks owed.
json::RpcResult<std::vector<json::Reward>> rewards_of(const sequencer::Chain& chain,
                                                      const Block& block, bool has_hooks) {
    std::vector<json::Reward> out;
    if (!block.stored) return out;
    const auto& record = block.stored->record;
    if (record.fees != Lamports{})
        out.push_back({chain.bank().identity(), static_cast<std::int64_t>(record.fees.value),
                       record.identity_balance, "Fee", std::nullopt});
    if (has_hooks) CHECK_OK(add_hook_rewards(*chain.ledger(), block.slot.slot, out));
    return out;
}

bool has_hooks(const Transactions& all) {
    return std::ranges::any_of(all.metas, [](const auto& meta) { return meta.hook.has_value(); });
}

bool has_key(const tx::Transaction& transaction, const json::TransactionMeta& meta,
             const Pubkey& key) {
    const auto keys = tx::account_keys(transaction.message.static_keys, meta.loaded_addresses);
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

void keep_mentions(Transactions& all, const Pubkey& key) {
    Transactions kept;
    for (std::size_t i = 0; i < all.transactions.size(); ++i) {
        if (!has_key(all.transactions[i], all.metas[i], key)) continue;
        kept.transactions.push_back(std::move(all.transactions[i]));
        kept.metas.push_back(std::move(all.metas[i]));
    }
    all = std::move(kept);
}

// The version of the first transaction for whose sake `error` came.
std::optional<std::uint8_t> unsupported(const Transactions& all, const json::RpcError& error) {
    for (const auto& transaction : all.transactions) {
        const auto version = tx::wire_version(transaction.message.version);
        if (error == json::unsupported_transaction_version(version)) return version;
    }
    return std::nullopt;
}

}  // namespace

Result<void, BlockFault> write_block(json::Writer& out, const sequencer::Chain& chain,
                                     const Block& block, const BlockView& view) {
    Transactions transactions;
    if (block.stored && view.details != json::TransactionDetails::none) {
        auto found = transactions_of(*chain.ledger(), block.slot.slot);
        if (!found) return fail(BlockFault{std::move(found.error())});
        transactions = std::move(*found);
    }
    auto rewards = rewards_of(chain, block, view.rewards && has_hooks(transactions));
    if (!rewards) return fail(BlockFault{std::move(rewards.error())});
    if (view.mentions) keep_mentions(transactions, *view.mentions);
    const auto entries = transactions.entries();
    const auto signatures = transactions.signatures();
    const json::TransactionFormat format{
        .encoding = view.encoding,
        .max_supported_version = view.max_supported_version,
        .show_rewards = view.rewards,
        .accounts_only = view.details == json::TransactionDetails::accounts};
    auto written = json::write_block(out,
                                     {.previous_blockhash = block.previous_blockhash,
                                      .blockhash = block.slot.hash,
                                      .parent_slot = block.parent,
                                      .block_time = block.time,
                                      .block_height = block.slot.height,
                                      .transactions = entries,
                                      .signatures = signatures,
                                      .rewards = *rewards,
                                      .num_reward_partitions = std::nullopt},
                                     {format, view.details});
    if (written) return {};
    const auto version = unsupported(transactions, written.error());
    return fail(BlockFault{std::move(written.error()), version});
}

json::RpcResult<bool> mentions(const sequencer::Chain& chain, const Block& block,
                               const Pubkey& key) {
    if (!block.stored) return false;
    TRY(const auto found, transactions_of(*chain.ledger(), block.slot.slot));
    for (std::size_t i = 0; i < found.transactions.size(); ++i)
        if (has_key(found.transactions[i], found.metas[i], key)) return true;
    return false;
}

}  // namespace orrery::rpc
