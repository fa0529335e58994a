#include <algorithm>
#include <array>

#include "devnet/rpc/point.hpp"
#include "sdk/json/serde_text.hpp"

// Sums over every account: O(accounts), for explorers.

namespace orrery::rpc {
namespace {

using json::Params;
using json::RpcResult;
using json::Writer;

constexpr std::size_t largest_accounts = 20;

/// Visits the accounts that exist.
template <class Visit>
void for_each_account(const Node& node, const ChainPoint& point, Visit visit) {
    node.chain.bank().accounts().for_each(
        *point.accounts, [&](const Pubkey& key, const svm::VersionedAccount& account) {
            if (account.account) visit(key, *account.account);
        });
}

// Nothing is locked up on a devnet, so all lamports circulate.
RpcResult<void> get_supply(const Node& node, const Params& params, Writer& out) {
    TRY(const auto config, json::config_param(params[0], "RpcSupplyConfig"));
    TRY(const auto commitment, json::config_commitment(config));
    CHECK_OK(json::bool_or_false(config["excludeNonCirculatingAccountsList"]));
    const auto point = node.chain.at(level_of(commitment));
    std::uint64_t total = 0;
    for_each_account(node, point,
                     [&](const Pubkey&, const Account& a) { total += a.lamports.value; });
    begin_context(out, node, point).begin_object();
    out.field("circulating", total).field("nonCirculating", 0);
    out.key("nonCirculatingAccounts").begin_array().end_array();
    out.field("total", total).end_object().end_object();
    return {};
}

RpcResult<void> get_largest_accounts(const Node& node, const Params& params, Writer& out) {
    TRY(const auto config, json::config_param(params[0], "RpcLargestAccountsConfig"));
    TRY(const auto commitment, json::config_commitment(config));
    TRY(const auto filter, json::optional_string(config["filter"]));
    constexpr std::array<std::string_view, 2> filters = {"circulating", "nonCirculating"};
    if (filter && *filter != filters[0] && *filter != filters[1])
        return fail(json::variant_error(*filter, filters));
    const auto point = node.chain.at(level_of(commitment));
    std::vector<std::pair<std::uint64_t, Pubkey>> found;
    if (filter != filters[1])
        for_each_account(node, point, [&](const Pubkey& key, const Account& account) {
            found.emplace_back(account.lamports.value, key);
        });
    const auto count = std::min(found.size(), largest_accounts);
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count),
                      found.end(), std::greater<>());
    begin_context(out, node, point).begin_array();
    for (std::size_t i = 0; i < count; ++i)
        out.begin_object()
            .field("address", found[i].second)
            .field("lamports", found[i].first)
            .end_object();
    out.end_array().end_object();
    return {};
}

constexpr MethodRow rows[] = {
    {"getSupply", get_supply, 0, 1},
    {"getLargestAccounts", get_largest_accounts, 0, 1},
};

}  // namespace

std::span<const MethodRow> supply_methods() { return rows; }

}  // namespace orrery::rpc
