#include "sdk/json/meta.hpp"

#include "sdk/json/errors.hpp"
#include "sdk/json/parsed_instruction.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::json {
namespace {

void write_lamports(Writer& out, std::string_view name, const std::vector<Lamports>& list) {
    out.key(name).begin_array();
    for (const Lamports each : list) out.number(each.value);
    out.end_array();
}

void write_token_balance(Writer& out, const TokenBalance& balance) {
    out.begin_object().field("accountIndex", balance.account_index).field("mint", balance.mint);
    out.field("owner", balance.owner).field("programId", balance.program_id);
    out.key("uiTokenAmount");
    write(out, balance.amount);
    out.end_object();
}

void write_reward(Writer& out, const Reward& reward) {
    out.begin_object().field("commission", reward.commission).field("lamports", reward.lamports);
    out.field("postBalance", reward.post_balance).field("pubkey", reward.pubkey);
    out.key("rewardType");
    if (reward.type.empty())
        out.null();
    else
        out.plain(reward.type);
    out.end_object();
}

void write_keys(Writer& out, std::string_view name, const std::vector<Pubkey>& keys) {
    out.key(name).begin_array();
    for (const Pubkey& key : keys) out.base58(key);
    out.end_array();
}

void write_meta_instructions(Writer& out, const TransactionMeta& meta, const MetaFormat& format) {
    out.key("innerInstructions");
    if (!meta.inner_instructions) {
        out.null();
    } else if (format.shape == MetaShape::parsed) {
        const auto keys = tx::account_keys(format.static_keys, meta.loaded_addresses);
        write_inner_instructions(out, *meta.inner_instructions, keys, format.base58_limit);
    } else {
        write_inner_instructions(out, *meta.inner_instructions, {}, format.base58_limit);
    }
}

// getBlock's "accounts" leaves rewards out when they aren't wanted, the others write null.
void write_meta_rewards(Writer& out, const TransactionMeta& meta, const MetaFormat& format) {
    if (format.shape == MetaShape::accounts && !format.show_rewards) return;
    out.key("rewards");
    if (format.show_rewards && meta.rewards)
        write_rewards(out, *meta.rewards);
    else
        out.null();
}

// Ours: no other chain's clients see them.
void write_meta_hooks(Writer& out, const TransactionMeta& meta) {
    const auto* logs = meta.logs ? &*meta.logs : nullptr;
    if (meta.hook) {
        out.key("hook").begin_object();
        write_hook_members(out, *meta.hook,
                           {meta.error, meta.compute_units_consumed.value_or(0), logs});
        out.end_object();
    }
    if (meta.hooks.empty()) return;
    out.key("hooks").begin_array();
    for (const auto& id : meta.hooks) out.base58(id);
    out.end_array();
}

}  // namespace

void write_token_balances(Writer& out, const std::optional<std::vector<TokenBalance>>& balances) {
    if (!balances) {
        out.null();
        return;
    }
    out.begin_array();
    for (const TokenBalance& balance : *balances) write_token_balance(out, balance);
    out.end_array();
}

void write_return_data(Writer& out, const ReturnData& data) {
    out.begin_object().key("data").begin_array().base64(data.data).plain("base64").end_array();
    out.field("programId", data.program_id).end_object();
}

void write_loaded_addresses(Writer& out, const tx::LoadedAddresses& addresses) {
    out.begin_object();
    write_keys(out, "readonly", addresses.readonly);
    write_keys(out, "writable", addresses.writable);
    out.end_object();
}

void write_logs(Writer& out, const LogLines* logs) {
    if (!logs) {
        out.null();
        return;
    }
    out.begin_array();
    for (const auto line : *logs) out.string(line);
    out.end_array();
}

void write_rewards(Writer& out, const std::vector<Reward>& rewards) {
    out.begin_array();
    for (const Reward& reward : rewards) write_reward(out, reward);
    out.end_array();
}

void write_inner_instructions(Writer& out, const std::vector<InnerInstructions>& list,
                              std::span<const Pubkey> keys, std::size_t base58_limit) {
    out.begin_array();
    for (const auto& [index, instructions] : list) {
        out.begin_object().field("index", index).key("instructions").begin_array();
        for (const InnerInstruction& inner : instructions) {
            const InstructionView view{inner.program_index, inner.accounts, inner.data,
                                       inner.stack_height,  keys,           base58_limit};
            if (keys.empty())
                write_compiled_instruction(out, view);
            else
                write_parsed_instruction(out, view);
        }
        out.end_array().end_object();
    }
    out.end_array();
}

void write_meta(Writer& out, const TransactionMeta& meta, const MetaFormat& format) {
    const bool with_details = format.shape != MetaShape::accounts;
    out.begin_object();
    if (with_details) {
        out.field_if("computeUnitsConsumed", meta.compute_units_consumed);
        out.field_if("costUnits", meta.cost_units);
    }
    out.key("err");
    write_err(out, meta.error);
    out.field("fee", meta.fee);
    write_meta_hooks(out, meta);
    if (with_details) write_meta_instructions(out, meta, format);
    if (format.shape == MetaShape::full) {
        out.key("loadedAddresses");
        write_loaded_addresses(out, meta.loaded_addresses);
    }
    if (with_details) {
        out.key("logMessages");
        write_logs(out, meta.logs ? &*meta.logs : nullptr);
    }
    write_lamports(out, "postBalances", meta.post_balances);
    out.key("postTokenBalances");
    write_token_balances(out, meta.post_token_balances);
    write_lamports(out, "preBalances", meta.pre_balances);
    out.key("preTokenBalances");
    write_token_balances(out, meta.pre_token_balances);
    if (with_details && meta.return_data) {
        out.key("returnData");
        write_return_data(out, *meta.return_data);
    }
    write_meta_rewards(out, meta, format);
    out.key("status");
    write_status(out, meta.error);
    out.end_object();
}

}  // namespace orrery::json
