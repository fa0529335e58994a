#include "devnet/rpc/mints.hpp"

namespace orrery::rpc {

json::RpcResult<Mint> find_mint(const ChainPoint& point, const Pubkey& mint) {
    const auto clock = point.sysvars->clock.unix_timestamp;
    if (mint == native_mint)
        return Mint{ids::spl_token,
                    {.decimals = 9, .interest = {}, .scaled = {}, .unix_timestamp = clock}};
    const auto account = point.get(mint).account;
    if (!account) return fail(json::invalid_params("Invalid param: could not find mint"));
    const auto info = json::read_mint(account->data.to_bytes(), clock);
    if (!info) return fail(json::invalid_params("Invalid param: Token mint could not be unpacked"));
    return Mint{account->owner, *info};
}

json::MintLookup mint_lookup(const ChainPoint& point) {
    return [point](const Pubkey& mint) -> std::optional<json::MintInfo> {
        auto found = find_mint(point, mint);
        if (!found) return std::nullopt;
        return found->info;
    };
}

json::AccountFormat account_format(const json::AccountConfig& config,
                                   json::AccountEncoding otherwise, const ChainPoint& point) {
    json::AccountFormat format{config.encoding.value_or(otherwise), config.data_slice, {}};
    if (format.encoding == json::AccountEncoding::json_parsed) format.mint_of = mint_lookup(point);
    return format;
}

}  // namespace orrery::rpc
