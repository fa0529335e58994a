#include <algorithm>

#include "devnet/rpc/mints.hpp"
#include "devnet/rpc/scan.hpp"

namespace orrery::rpc {
namespace {

using json::Params;
using json::RpcResult;
using json::Writer;

// Where a token account of either program keeps what is asked for [spl-token state.rs].
constexpr std::size_t mint_offset = 0;
constexpr std::size_t owner_offset = 32;
constexpr std::size_t amount_offset = 64;
constexpr std::size_t delegate_tag_offset = 72;
constexpr std::size_t delegate_offset = 76;
constexpr std::size_t mint_supply_offset = 36;
constexpr std::size_t largest_accounts = 20;

std::uint64_t u64_at(const AccountData& data, std::size_t offset) {
    return load_le<std::uint64_t>(data.slice(offset, 8).data());
}

json::Filter has_key_at(std::size_t offset, const Pubkey& key) {
    return json::MemcmpFilter{offset, Bytes(key.bytes.begin(), key.bytes.end())};
}

RpcResult<ChainPoint> point_of_commitment(const Node& node, json::View value) {
    TRY(const auto config, json::config_param(value, "CommitmentConfig"));
    TRY(const auto commitment, json::config_commitment(config));
    return node.chain.at(level_of(commitment));
}

void answer(Writer& out, const Node& node, const ChainPoint& point,
            const json::TokenAmount& amount) {
    write(begin_context(out, node, point), amount);
    out.end_object();
}

RpcResult<void> get_token_account_balance(const Node& node, const Params& params, Writer& out) {
    TRY(const auto key, json::pubkey_param(params[0]));
    TRY(const auto point, point_of_commitment(node, params[1]));
    const auto account = point.get(key).account;
    if (!account) return fail(json::invalid_params("Invalid param: could not find account"));
    const auto mint_key = ids::is_token_program(account->owner)
                              ? json::token_account_mint(account->data.to_bytes())
                              : std::nullopt;
    if (!mint_key) return fail(json::invalid_params("Invalid param: not a Token account"));
    TRY(const auto mint, find_mint(point, *mint_key));
    answer(out, node, point, json::token_amount(u64_at(account->data, amount_offset), mint.info));
    return {};
}

RpcResult<void> get_token_supply(const Node& node, const Params& params, Writer& out) {
    TRY(const auto key, json::pubkey_param(params[0]));
    TRY(const auto point, point_of_commitment(node, params[1]));
    const auto account = point.get(key).account;
    if (!account) return fail(json::invalid_params("Invalid param: could not find account"));
    if (!ids::is_token_program(account->owner))
        return fail(json::invalid_params("Invalid param: not a Token mint"));
    const auto info =
        json::read_mint(account->data.to_bytes(), point.sysvars->clock.unix_timestamp);
    if (!info) return fail(json::invalid_params("Invalid param: mint could not be unpacked"));
    answer(out, node, point, json::token_amount(u64_at(account->data, mint_supply_offset), *info));
    return {};
}

RpcResult<Mint> find_token_mint(const ChainPoint& point, const Pubkey& key) {
    TRY(const auto mint, find_mint(point, key));
    if (!ids::is_token_program(mint.program))
        return fail(json::invalid_params("Invalid param: not a Token mint"));
    return mint;
}

/// Writes the token accounts that pass `filters` and the mint or program that `wanted` names.
RpcResult<void> write_token_accounts(const Node& node, const Params& params, Writer& out,
                                     std::vector<json::Filter> filters) {
    TRY(const auto wanted, json::token_accounts_filter(params[1]));
    TRY(const auto config, json::account_config(params[2]));
    TRY(const auto point, point_at(node, config.context));
    Pubkey program = wanted.key;
    if (wanted.kind == json::TokenAccountsFilter::Kind::mint) {
        TRY(const auto mint, find_token_mint(point, wanted.key));
        program = mint.program;
        filters.push_back(has_key_at(mint_offset, wanted.key));
    } else if (!ids::is_token_program(program)) {
        return fail(json::invalid_params("Invalid param: unrecognized Token program id"));
    }
    const auto format = account_format(config, json::AccountEncoding::binary, point);
    begin_context(out, node, point);
    CHECK_OK(
        write_keyed_accounts(out, scan_owned(node, point, {program, filters}), {format, true}));
    out.end_object();
    return {};
}

RpcResult<void> get_token_accounts_by_owner(const Node& node, const Params& params, Writer& out) {
    TRY(const auto owner, json::pubkey_param(params[0]));
    return write_token_accounts(node, params, out,
                                {has_key_at(owner_offset, owner), json::TokenAccountStateFilter{}});
}

RpcResult<void> get_token_accounts_by_delegate(const Node& node, const Params& params,
                                               Writer& out) {
    TRY(const auto delegate, json::pubkey_param(params[0]));
    return write_token_accounts(
        node, params, out,
        {json::MemcmpFilter{delegate_tag_offset, {1, 0, 0, 0}},
         has_key_at(delegate_offset, delegate), json::TokenAccountStateFilter{}});
}

RpcResult<void> get_token_largest_accounts(const Node& node, const Params& params, Writer& out) {
    TRY(const auto key, json::pubkey_param(params[0]));
    TRY(const auto point, point_of_commitment(node, params[1]));
    TRY(const auto mint, find_token_mint(point, key));
    const std::vector<json::Filter> filters = {has_key_at(mint_offset, key),
                                               json::TokenAccountStateFilter{}};
    std::vector<std::pair<std::uint64_t, Pubkey>> balances;
    for (const auto& [address, account] : scan_owned(node, point, {mint.program, filters}))
        balances.emplace_back(u64_at(account->data, amount_offset), address);
    std::sort(balances.rbegin(), balances.rend());
    balances.resize(std::min(balances.size(), largest_accounts));
    begin_context(out, node, point).begin_array();
    for (const auto& [amount, address] : balances) {
        // The amount's members and `address` stand on one level.
        const auto shown = json::token_amount(amount, mint.info);
        out.begin_object().field("address", address).key("amount").decimal(shown.amount);
        out.field("decimals", shown.decimals).field("uiAmount", shown.ui_amount);
        out.field("uiAmountString", shown.ui_amount_string).end_object();
    }
    out.end_array().end_object();
    return {};
}

constexpr MethodRow rows[] = {
    {"getTokenAccountBalance", get_token_account_balance, 1, 2},
    {"getTokenSupply", get_token_supply, 1, 2},
    {"getTokenAccountsByOwner", get_token_accounts_by_owner, 2, 3},
    {"getTokenAccountsByDelegate", get_token_accounts_by_delegate, 2, 3},
    {"getTokenLargestAccounts", get_token_largest_accounts, 1, 2},
};

}  // namespace

std::span<const MethodRow> token_methods() { return rows; }

}  // namespace orrery::rpc
