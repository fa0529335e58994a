#include "sdk/hooks/money.hpp"

#include "sdk/crypto/sha512.hpp"
#include "sdk/tx/jumbo_fee.hpp"
#include "sdk/types/int128.hpp"

namespace orrery::hooks {
namespace {

constexpr std::uint64_t lamports_per_step = 5000;
constexpr std::uint64_t units_per_step = 200'000;
constexpr std::uint64_t bond_factor = 16;

std::uint64_t share(std::uint64_t bid, std::uint16_t bps) {
    return static_cast<std::uint64_t>(static_cast<Uint128>(bid) * bps / 10'000);
}

}  // namespace

std::uint64_t gas(std::uint32_t cu_limit, std::uint64_t body_len) {
    const auto steps = (cu_limit + units_per_step - 1) / units_per_step;
    return lamports_per_step * steps + tx::jumbo_fee(Hook::header_size + body_len);
}

std::optional<std::uint64_t> bond(std::uint64_t limit) {
    if (limit > UINT64_MAX / bond_factor) return std::nullopt;
    return limit * bond_factor;
}

Split split(const Config& config, std::uint64_t bid, std::uint64_t gas) {
    Split out;
    out.initiator = share(bid, config.split_bps[0]);
    out.owner = share(bid, config.split_bps[1]);
    out.network = bid - out.initiator - out.owner + gas;
    return out;
}

Txid hook_id(const Txid& parent, const Pubkey& hook, std::uint8_t index) {
    return Txid{crypto::sha512(
        {as_bytes("solayer-hook-v1"), parent.span(), hook.span(), ByteSpan(&index, 1)})};
}

}  // namespace orrery::hooks
