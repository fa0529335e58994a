#include "devnet/rpc/mints.hpp"
#include "devnet/rpc/scan.hpp"
#include "sdk/json/serde_text.hpp"

namespace orrery::rpc {
namespace {

using json::Params;
using json::RpcResult;
using json::Writer;

constexpr std::size_t max_multiple_accounts = 100;
constexpr std::uint64_t max_permitted_data_length = 10ull << 20;

RpcResult<void> get_balance(const Node& node, const Params& params, Writer& out) {
    TRY(const auto key, json::pubkey_param(params[0]));
    TRY(const auto point, point_from(node, params[1]));
    const auto account = point.get(key).account;
    begin_context(out, node, point).value(account ? account->lamports : Lamports{}).end_object();
    return {};
}

RpcResult<void> write_or_null(Writer& out, const Pubkey& key, const AccountRef& account,
                              const json::AccountFormat& format) {
    if (!account) {
        out.null();
        return {};
    }
    CHECK_OK(json::check_encodable(account->data, format));
    json::write_account(out, key, *account, format);
    return {};
}

RpcResult<void> get_account_info(const Node& node, const Params& params, Writer& out) {
    TRY(const auto key, json::pubkey_param(params[0]));
    TRY(const auto config, json::account_config(params[1]));
    TRY(const auto point, point_at(node, config.context));
    begin_context(out, node, point);
    CHECK_OK(write_or_null(out, key, point.get(key).account,
                           account_format(config, json::AccountEncoding::binary, point)));
    out.end_object();
    return {};
}

RpcResult<void> get_multiple_accounts(const Node& node, const Params& params, Writer& out) {
    TRY(const auto keys, json::pubkeys_param(params[0], max_multiple_accounts));
    TRY(const auto config, json::account_config(params[1]));
    TRY(const auto point, point_at(node, config.context));
    const auto format = account_format(config, json::AccountEncoding::base64, point);
    begin_context(out, node, point).begin_array();
    for (const auto& key : keys) CHECK_OK(write_or_null(out, key, point.get(key).account, format));
    out.end_array().end_object();
    return {};
}

RpcResult<void> get_program_accounts(const Node& node, const Params& params, Writer& out) {
    TRY(const auto program, json::pubkey_param(params[0]));
    TRY(const auto config, json::program_accounts_config(params[1]));
    TRY(const auto point, point_at(node, config.account.context));
    const auto format = account_format(config.account, json::AccountEncoding::binary, point);
    const auto accounts = scan_owned(node, point, {program, config.filters, config.sort_results});
    if (config.with_context) begin_context(out, node, point);
    CHECK_OK(write_keyed_accounts(out, accounts, {format, ids::is_token_program(program)}));
    if (config.with_context) out.end_object();
    return {};
}

RpcResult<void> get_minimum_balance(const Node& node, const Params& params, Writer& out) {
    const auto size = params[0].u64();
    if (!size) return fail(json::type_error(params[0], "usize"));
    if (*size > max_permitted_data_length)
        return fail(json::rpc_error(json::RpcCode::invalid_request));
    TRY(const auto config, json::config_param(params[1], "CommitmentConfig"));
    TRY(const auto commitment, json::config_commitment(config));
    out.number(node.chain.at(level_of(commitment)).sysvars->rent.minimum_balance(*size));
    return {};
}

constexpr MethodRow rows[] = {
    {"getBalance", get_balance, 1, 2},
    {"getAccountInfo", get_account_info, 1, 2},
    {"getMultipleAccounts", get_multiple_accounts, 1, 2},
    {"getProgramAccounts", get_program_accounts, 1, 2},
    {"getMinimumBalanceForRentExemption", get_minimum_balance, 1, 2},
};

}  // namespace

std::span<const MethodRow> account_methods() { return rows; }

}  // namespace orrery::rpc
