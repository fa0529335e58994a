#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sdk/json/hook.hpp"
#include "sdk/json/parsed_instruction.hpp"
#include "sdk/json/token_amount.hpp"
#include "sdk/tx/account_keys.hpp"
#include "sdk/tx/error.hpp"
#include "sdk/types/amounts.hpp"
#include "sdk/types/key.hpp"
#include "sdk/types/log_lines.hpp"

namespace orrery::json {

class Writer;

/// A token account's balance before or after a transaction.
struct TokenBalance {
    std::uint16_t account_index = 0;
    Pubkey mint;
    TokenAmount amount;
    Pubkey owner;
    Pubkey program_id;
};

/// An instruction by indices into the transaction's account keys, on any level.
struct InnerInstruction {
    std::uint16_t program_index = 0;
    std::vector<std::uint16_t> accounts;
    Bytes data;
    std::optional<std::uint32_t> stack_height;
};

/// What one top-level instruction called, in order.
struct InnerInstructions {
    std::uint16_t index = 0;
    std::vector<InnerInstruction> instructions;
};

struct ReturnData {
    Pubkey program_id;
    Bytes data;
};

/// A lamport movement of the runtime's own.
struct Reward {
    Pubkey pubkey;
    std::int64_t lamports = 0;
    Lamports post_balance;
    std::string type;  ///< "Fee", "Rent", "Staking", "Voting", "Hook"; empty writes null
    std::optional<std::uint8_t> commission;
};

/// What is known of a processed transaction: UiTransactionStatusMeta's source. Lists that are
/// nothing (not just empty) were not recorded and are written as null.
struct TransactionMeta {
    std::optional<tx::TransactionError> error;
    Lamports fee;
    std::vector<Lamports> pre_balances;
    std::vector<Lamports> post_balances;
    std::optional<std::vector<InnerInstructions>> inner_instructions;
    std::optional<LogLines> logs;
    std::optional<std::vector<TokenBalance>> pre_token_balances;
    std::optional<std::vector<TokenBalance>> post_token_balances;
    std::optional<std::vector<Reward>> rewards;
    tx::LoadedAddresses loaded_addresses;
    std::optional<ReturnData> return_data;                ///< left out when nothing
    std::optional<std::uint64_t> compute_units_consumed;  ///< left out when nothing
    std::optional<std::uint64_t> cost_units;              ///< left out when nothing
    std::optional<HookReceipt> hook;                      ///< only of a hook
    std::vector<Txid> hooks;                              ///< left out when there are none
};

/// Which of Agave's three shapes of a meta is wanted.
enum class MetaShape : std::uint8_t {
    full,      ///< json, base58, base64: compiled inner instructions, loadedAddresses
    parsed,    ///< jsonParsed: parsed inner instructions, no loadedAddresses
    accounts,  ///< getBlock's transactionDetails "accounts": balances only
};

struct MetaFormat {
    MetaShape shape = MetaShape::full;
    bool show_rewards = true;
    std::span<const Pubkey> static_keys{};  ///< borrowed; only `parsed` reads them
    /// InstructionView's, of inner instructions.
    std::size_t base58_limit = InstructionView::any_size;
};

/// Writes the meta object.
void write_meta(Writer& out, const TransactionMeta& meta, const MetaFormat& format);

// Its parts, which simulateTransaction gives too.
void write_token_balances(Writer& out, const std::optional<std::vector<TokenBalance>>& balances);
void write_return_data(Writer& out, const ReturnData& data);
void write_loaded_addresses(Writer& out, const tx::LoadedAddresses& addresses);
void write_logs(Writer& out, const LogLines* logs);
void write_rewards(Writer& out, const std::vector<Reward>& rewards);
/// [{"index":..,"instructions":[..]}]; parsed when `keys` aren't empty.
void write_inner_instructions(Writer& out, const std::vector<InnerInstructions>& list,
                              std::span<const Pubkey> keys = {},
                              std::size_t base58_limit = InstructionView::any_size);

}  // namespace orrery::json
