#include "devnet/rpc/scan.hpp"

#include <algorithm>

#include "sdk/json/parsed_account.hpp"

namespace orrery::rpc {

KeyedAccounts scan_owned(const Node& node, const ChainPoint& point, const ScanParams& params) {
    KeyedAccounts found;
    node.chain.bank().accounts().for_each_owned(
        params.owner, *point.accounts, [&](const Pubkey& key, const AccountRef& account) {
            const bool passes =
                std::all_of(params.filters.begin(), params.filters.end(),
                            [&](const auto& filter) { return matches(filter, account->data); });
            if (passes) found.emplace_back(key, account);
        });
    if (params.sorted)
        std::sort(found.begin(), found.end(),
                  [](const auto& a, const auto& b) { return a.first < b.first; });
    return found;
}

json::RpcResult<void> write_keyed_accounts(json::Writer& out, const KeyedAccounts& accounts,
                                           const KeyedFormat& wanted) {
    const auto& format = wanted.format;
    const bool drops = wanted.only_parsed && format.encoding == json::AccountEncoding::json_parsed;
    out.begin_array();
    for (const auto& [key, account] : accounts) {
        CHECK_OK(json::check_encodable(account->data, format));
        json::Writer probe;
        if (drops && !json::write_parsed_account(probe, key, *account, format.mint_of)) continue;
        json::write_keyed_account(out, key, *account, format);
    }
    out.end_array();
    return {};
}

}  // namespace orrery::rpc
