#include "devnet/rpc/simulation.hpp"

#include <algorithm>

#include "devnet/rpc/mints.hpp"
#include "devnet/rpc/outcome_json.hpp"
#include "devnet/rpc/traces.hpp"
#include "devnet/rpc/wire.hpp"
#include "devnet/sequencer/token_balances.hpp"
#include "sdk/json/errors.hpp"
#include "sdk/json/meta.hpp"
#include "sdk/json/serde_text.hpp"
#include "sdk/json/transaction.hpp"

namespace orrery::rpc {
namespace {

using json::Params;
using json::RpcResult;
using json::Writer;

// Accounts that an answer shows: as many as a transaction of version 0 can name. Each may have 10
// MB, and a jumbo names thousands.
constexpr std::size_t max_accounts_shown = 256;

struct AccountsConfig {
    std::vector<std::string_view> addresses;
    json::AccountEncoding encoding = json::AccountEncoding::base64;
};

struct Config {
    bool sig_verify = false;
    bool replace_blockhash = false;
    bool inner_instructions = false;
    bool hooks = false;
    std::optional<json::TransactionEncoding> encoding;
    json::ContextConfig context;
    std::optional<AccountsConfig> accounts;
};

RpcResult<std::optional<AccountsConfig>> accounts_config(json::View value) {
    TRY(const auto config, json::config_param(value, "RpcSimulateTransactionAccountsConfig"));
    if (config.is_none()) return std::nullopt;
    TRY(const auto encoding, json::account_encoding_param(config["encoding"]));
    const auto list = config["addresses"];
    if (list.is_absent()) return fail(json::serde_error("missing field `addresses`"));
    if (!list.is_array()) return fail(json::type_error(list, "a sequence"));
    AccountsConfig out{{}, encoding.value_or(json::AccountEncoding::base64)};
    for (std::size_t i = 0; i < list.size(); ++i) {
        TRY(const auto address, json::string_param(list.at(i)));
        out.addresses.push_back(address);
    }
    return out;
}

RpcResult<Config> read_config(json::View value) {
    TRY(const auto config, json::config_param(value, "RpcSimulateTransactionConfig"));
    Config out;
    TRY(out.sig_verify, json::bool_or_false(config["sigVerify"]));
    TRY(out.replace_blockhash, json::bool_or_false(config["replaceRecentBlockhash"]));
    TRY(out.inner_instructions, json::bool_or_false(config["innerInstructions"]));
    TRY(out.hooks, json::bool_or_false(config["hooks"]));
    TRY(out.encoding, json::transaction_encoding_param(config["encoding"]));
    TRY(out.context, json::context_config(config));
    TRY(out.accounts, accounts_config(config["accounts"]));
    return out;
}

// The account as the transaction left it.
AccountRef account_after(const svm::TxOutcome& outcome, const ChainPoint& point,
                         const Pubkey& key) {
    const auto write = std::ranges::lower_bound(outcome.writes, key, {}, &svm::AccountWrite::key);
    if (write != outcome.writes.end() && write->key == key) return write->account;
    return point.get(key).account;
}

/// Checks what Agave checks before it looks at any account.
RpcResult<void> check_accounts(const AccountsConfig& wanted, std::size_t named) {
    const auto keys = std::min(named, max_accounts_shown);
    if (wanted.encoding == json::AccountEncoding::binary ||
        wanted.encoding == json::AccountEncoding::base58)
        return fail(json::invalid_params("base58 encoding not supported"));
    if (wanted.addresses.size() > keys)
        return fail(
            json::invalid_params("Too many accounts provided; max " + std::to_string(keys)));
    return {};
}

RpcResult<void> write_accounts(Writer& out, const AccountsConfig& wanted,
                               const Simulation& simulation, const ChainPoint& point) {
    const auto format = account_format({wanted.encoding, {}, {}}, wanted.encoding, point);
    out.begin_array();
    for (const auto address : wanted.addresses) {
        if (simulation.error) {
            out.null();
            continue;
        }
        TRY(const auto key, json::parse_pubkey(address));
        const auto account = account_after(*simulation.outcome, point, key);
        if (account)
            json::write_account(out, key, *account, format);
        else
            out.null();
    }
    out.end_array();
    return {};
}

using Balances = std::optional<std::vector<Lamports>>;

void write_balances(Writer& out, const Balances& balances) {
    if (!balances) {
        out.null();
        return;
    }
    out.begin_array();
    for (const auto lamports : *balances) out.value(lamports);
    out.end_array();
}

/// What the value's members are written from.
struct Answer {
    const Node& node;
    const Simulation& simulation;
    const svm::TxOutcome& outcome;
    const tx::Transaction& transaction;
    const ChainPoint& point;
    const Config& config;
};

std::vector<Pubkey> account_keys(const Answer& answer) {
    return tx::account_keys(answer.transaction.message.static_keys,
                            answer.outcome.loaded_addresses);
}

// Agave takes balances even of a transaction that is then refused; not, though, without valid
// signatures.
Balances balances(const Answer& answer, Lamports svm::AccountBalance::* when) {
    if (!answer.simulation.outcome) return std::nullopt;
    std::vector<Lamports> out;
    if (answer.outcome.processed()) {
        for (const auto& balance : answer.outcome.balances) out.push_back(balance.*when);
        return out;
    }
    for (const auto& key : account_keys(answer)) {
        const auto account = answer.point.get(key).account;
        out.push_back(account ? account->lamports : Lamports{});
    }
    return out;
}

std::optional<std::vector<json::TokenBalance>> token_balances(
    const Answer& answer, const std::vector<store::TokenBalance>& recorded) {
    if (!answer.simulation.outcome) return std::nullopt;
    return to_json(recorded);
}

// Only for who asked: fee, units and balances of the answer are the transaction's own.
void write_hooks(Writer& out, const Answer& answer) {
    if (!answer.config.hooks) return;
    out.key("hooks").begin_array();
    for (const auto& [transaction, outcome] : answer.simulation.hooks) {
        json::write_hook_members(out.begin_object(), to_json(*outcome.hook),
                                 {outcome.error, outcome.compute_units, &outcome.logs});
        out.field("signature", transaction->id()).end_object();
    }
    out.end_array();
}

void write_members_before_logs(Writer& out, const Answer& answer) {
    const auto& outcome = answer.outcome;
    json::write_err_members(out, answer.simulation.error);
    out.key("fee");
    outcome.processed() ? out.value(outcome.fee) : out.null();
    write_hooks(out, answer);
    out.key("innerInstructions");
    if (answer.config.inner_instructions && outcome.processed()) {
        const auto keys = account_keys(answer);
        json::write_inner_instructions(out, to_json(outcome.inner_instructions), keys,
                                       json::base58_limit(answer.transaction.message));
    } else {
        out.null();
    }
    out.field("loadedAccountsDataSize", outcome.loaded_accounts_data_size);
    json::write_loaded_addresses(out.key("loadedAddresses"), outcome.loaded_addresses);
}

void write_members_from_logs(Writer& out, const Answer& answer) {
    const auto& outcome = answer.outcome;
    const auto tokens = sequencer::token_balances(answer.transaction, outcome, answer.point);
    json::write_logs(out.key("logs"), &outcome.logs);
    write_balances(out.key("postBalances"), balances(answer, &svm::AccountBalance::after));
    json::write_token_balances(out.key("postTokenBalances"), token_balances(answer, tokens.after));
    write_balances(out.key("preBalances"), balances(answer, &svm::AccountBalance::before));
    json::write_token_balances(out.key("preTokenBalances"), token_balances(answer, tokens.before));
    out.key("replacementBlockhash");
    if (answer.config.replace_blockhash)
        out.begin_object()
            .field("blockhash", answer.point.blockhash.hash)
            .field("lastValidBlockHeight", answer.point.last_valid_block_height)
            .end_object();
    else
        out.null();
    write_return_data(out, outcome);
    write_trace_field(out, answer.node, answer.point, outcome);
    out.field("unitsConsumed", outcome.compute_units);
}

RpcResult<void> simulate_transaction(const Node& node, const Params& params, Writer& out) {
    TRY(const auto text, json::string_param(params[0]));
    TRY(const auto config, read_config(params[1]));
    TRY(auto transaction, decode_transaction(text, config.encoding));
    TRY(const auto point, point_at(node, config.context));
    if (config.replace_blockhash) {
        if (config.sig_verify)
            return fail(
                json::invalid_params("sigVerify may not be used with replaceRecentBlockhash"));
        transaction = with_lifetime(transaction, point.blockhash.hash);
    }
    CHECK_OK(check_sane(transaction));
    if (config.accounts) CHECK_OK(check_accounts(*config.accounts, transaction.message.num_keys()));
    const auto run = config.hooks ? simulate_with_hooks : simulate;
    const auto simulation = run(node, point, transaction, config.sig_verify);
    CHECK_OK(check_lookups(simulation));

    const auto outcome = simulation.outcome.value_or(svm::TxOutcome{});
    const Answer answer{node, simulation, outcome, transaction, point, config};
    begin_context(out, node, point).begin_object().key("accounts");
    if (config.accounts)
        CHECK_OK(write_accounts(out, *config.accounts, simulation, point));
    else
        out.null();
    write_members_before_logs(out, answer);
    write_members_from_logs(out, answer);
    out.end_object().end_object();
    return {};
}

constexpr MethodRow rows[] = {{"simulateTransaction", simulate_transaction, 1, 2}};

}  // namespace

Simulation simulate(const Node& node, const ChainPoint& point, const tx::Transaction& transaction,
                    bool verify) {
    if (verify)
        if (const auto valid = tx::verify_signatures(transaction); !valid)
            return {valid.error(), std::nullopt};
    auto outcome = node.chain.simulate(transaction, point);
    return {outcome.error, std::move(outcome)};
}

Simulation simulate_with_hooks(const Node& node, const ChainPoint& point,
                               const tx::Transaction& transaction, bool verify) {
    if (verify)
        if (const auto valid = tx::verify_signatures(transaction); !valid)
            return {valid.error(), std::nullopt};
    auto unit = node.chain.simulate_unit(transaction, point);
    return {unit.outcome.error, std::move(unit.outcome), std::move(unit.hooks)};
}

json::RpcResult<void> check_lookups(const Simulation& simulation) {
    using Code = tx::TransactionErrorCode;
    if (!simulation.outcome || simulation.outcome->processed()) return {};
    const auto code = simulation.error->code;
    for (const auto refused :
         {Code::AddressLookupTableNotFound, Code::InvalidAddressLookupTableOwner,
          Code::InvalidAddressLookupTableData, Code::InvalidAddressLookupTableIndex})
        if (code == refused)
            return fail(
                json::invalid_params("invalid transaction: " + tx::display(*simulation.error)));
    return {};
}

std::string preflight_data(const Node& node, const ChainPoint& point,
                           const Simulation& simulation) {
    const auto outcome = simulation.outcome.value_or(svm::TxOutcome{});
    Writer out;
    json::write_err_members(out.begin_object().key("accounts").null(), simulation.error);
    out.key("fee");
    outcome.processed() ? out.value(outcome.fee) : out.null();
    out.key("innerInstructions").null();
    out.field("loadedAccountsDataSize", outcome.loaded_accounts_data_size);
    out.key("loadedAddresses").null();
    json::write_logs(out.key("logs"), &outcome.logs);
    for (const auto* name : {"postBalances", "postTokenBalances", "preBalances", "preTokenBalances",
                             "replacementBlockhash"})
        out.key(name).null();
    write_return_data(out, outcome);
    write_trace_field(out, node, point, outcome);
    return out.field("unitsConsumed", outcome.compute_units).end_object().take();
}

std::span<const MethodRow> simulation_methods() { return rows; }

}  // namespace orrery::rpc
