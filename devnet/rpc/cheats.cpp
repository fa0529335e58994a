#include <algorithm>
#include <array>

#include "devnet/rpc/point.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/codec/base64.hpp"
#include "sdk/json/serde_text.hpp"

// What no real chain lets its users do. When the answer comes, the cheat is stored: every level
// sees it, a finality lag aside.

namespace orrery::rpc {
namespace {

using json::Params;
using json::RpcResult;
using json::Writer;

constexpr std::size_t max_account_data = std::size_t{1} << 30;
constexpr std::uint64_t max_mined_slots = 1'000'000;

json::RpcError refusal(const sequencer::CheatError& error) {
    return json::invalid_params(error.what);
}

/// A config with a member that the method doesn't know is refused: a typo must not be silent.
RpcResult<void> check_members(json::View config, std::span<const std::string_view> known) {
    for (std::size_t i = 0; i < config.size(); ++i) {
        const auto name = config.member(i).first;
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        std::string list;
        for (const auto k : known) list += (list.empty() ? "`" : ", `") + std::string(k) + '`';
        return fail(json::serde_error("unknown field `" + std::string(name) +
                                      "`, expected one of " + list));
    }
    return {};
}

// [] -> id
RpcResult<void> snapshot(const Node& node, const Params&, Writer& out) {
    const auto id = node.chain.snapshot();
    if (!id) return fail(refusal(id.error()));
    out.number(*id);
    return {};
}

// [id] -> true. The snapshot is spent, later ones are void.
RpcResult<void> revert(const Node& node, const Params& params, Writer& out) {
    TRY(const auto id, json::u64_param(params[0]));
    if (const auto done = node.chain.revert(id); !done) return fail(refusal(done.error()));
    out.boolean(true);
    return {};
}

// [text, encoding]
RpcResult<AccountData> data_param(json::View value) {
    if (!value.is_array()) return fail(json::type_error(value, "a pair of text and encoding"));
    if (value.size() != 2)
        return fail(json::serde_error("invalid length " + std::to_string(value.size()) +
                                      ", expected a tuple of size 2"));
    TRY(const auto text, json::string_param(value.at(0)));
    TRY(const auto encoding, json::account_encoding_param(value.at(1)));
    std::optional<Bytes> bytes;
    switch (encoding.value_or(json::AccountEncoding::base64)) {
        case json::AccountEncoding::base58:
            // A decoder that costs O(n^2) is for short data.
            bytes = codec::base58_decode(text, json::max_base58_bytes);
            break;
        case json::AccountEncoding::base64:
            bytes = codec::base64_decode(text);
            break;
        case json::AccountEncoding::base64_zstd:
            if (const auto packed = codec::base64_decode(text))
                bytes = json::zstd_decompress(*packed, max_account_data);
            break;
        case json::AccountEncoding::binary:
        case json::AccountEncoding::json_parsed:
            return fail(
                json::invalid_params("unsupported encoding: " + std::string(name(*encoding)) +
                                     ". Supported encodings: base58, base64, base64+zstd"));
    }
    if (!bytes)
        return fail(json::invalid_params(
            "account data isn't valid " + std::string(name(*encoding)) +
            (*encoding == json::AccountEncoding::base58 ? " of at most 128 bytes" : "")));
    return AccountData::from(*bytes);
}

/// Changes an account by the members given. An account that has no lamports yet and is given none
/// gets those that make it rent exempt.
RpcResult<void> merge(Account& account, json::View changes, const svm::Rent& rent) {
    if (const auto value = changes["data"]; !value.is_none()) {
        TRY(account.data, data_param(value));
    }
    if (const auto value = changes["owner"]; !value.is_none()) {
        TRY(account.owner, json::pubkey_param(value));
    }
    if (const auto value = changes["executable"]; !value.is_none()) {
        TRY(account.executable, json::bool_param(value));
    }
    if (const auto value = changes["lamports"]; !value.is_none()) {
        TRY(account.lamports.value, json::u64_param(value));
    } else if (account.lamports == Lamports{}) {
        account.lamports.value = rent.minimum_balance(account.data.size());
    }
    return {};
}

// [pubkey, {lamports?, data? [text, encoding], owner?, executable?}] -> true. What isn't given
// stays; 0 lamports delete the account.
RpcResult<void> set_account(const Node& node, const Params& params, Writer& out) {
    TRY(const auto key, json::pubkey_param(params[0]));
    if (!params[1].is_object()) return fail(json::type_error(params[1], "struct AccountUpdate"));
    constexpr std::array<std::string_view, 4> known = {"lamports", "data", "owner", "executable"};
    CHECK_OK(check_members(params[1], known));
    const auto point = node.chain.at(Commitment::processed);
    const auto before = point.get(key).account;
    Account account = before ? *before : Account{};
    CHECK_OK(merge(account, params[1], point.sysvars->rent));
    const auto done = node.chain.set_account(
        {key, account.lamports, account.owner, account.executable, account.data});
    if (!done) return fail(refusal(done.error()));
    node.chain.flush();
    out.boolean(true);
    return {};
}

struct Warp {
    Slot to;
    std::int64_t seconds = 0;
};

// Numbers that JavaScript can't hold exactly are no use to any client; the clock's bound is far
// beyond any date and far from overflow.
constexpr std::uint64_t max_slot = 1ull << 53;
constexpr std::uint64_t max_seconds = 1ull << 40;

struct WarpConfig {
    std::optional<std::uint64_t> slot, epoch, seconds, timestamp;
};

RpcResult<WarpConfig> warp_config(json::View config) {
    constexpr std::array<std::string_view, 4> known = {"slot", "epoch", "seconds", "unixTimestamp"};
    if (!config.is_object()) return fail(json::type_error(config, "struct Warp"));
    CHECK_OK(check_members(config, known));
    WarpConfig out;
    TRY(out.slot, json::optional_u64(config["slot"]));
    TRY(out.epoch, json::optional_u64(config["epoch"]));
    TRY(out.seconds, json::optional_u64(config["seconds"]));
    TRY(out.timestamp, json::optional_u64(config["unixTimestamp"]));
    if (!out.slot && !out.epoch && !out.seconds && !out.timestamp)
        return fail(json::invalid_params(
            "nothing to warp to: give slot or epoch, seconds or unixTimestamp"));
    if ((out.slot && out.epoch) || (out.seconds && out.timestamp))
        return fail(json::invalid_params(
            "slot and epoch exclude each other, and so do seconds and unixTimestamp"));
    return out;
}

RpcResult<std::uint64_t> seconds_until(const ChainPoint& point, std::uint64_t timestamp) {
    const auto clock = std::max<std::int64_t>(point.sysvars->clock.unix_timestamp, 0);
    const auto now = static_cast<std::uint64_t>(clock);
    if (timestamp < now)
        return fail(json::invalid_params("unixTimestamp " + std::to_string(timestamp) +
                                         " lies before the chain's clock, " + std::to_string(now) +
                                         "; time goes forward only"));
    return timestamp - now;
}

/// Completes a warp: without a target slot it takes as many slots as pass in its seconds; without
/// seconds, the seconds that pass in its slots.
RpcResult<Warp> read_warp(const Node& node, const ChainPoint& point, json::View value) {
    TRY(auto config, warp_config(value));
    if (config.timestamp) {
        TRY(config.seconds, seconds_until(point, *config.timestamp));
    }
    if (config.epoch) {
        const auto& schedule = point.sysvars->epoch_schedule;
        config.slot = schedule.first_slot(std::min(*config.epoch, schedule.epoch(max_slot)));
    }
    if (config.slot.value_or(0) > max_slot || config.seconds.value_or(0) > max_seconds)
        return fail(json::invalid_params("a warp ends at slot " + std::to_string(max_slot) +
                                         " or after " + std::to_string(max_seconds) +
                                         " seconds, whichever comes first"));
    const auto now = point.slot.value;
    const auto slot_ms =
        static_cast<std::uint64_t>(std::max<std::int64_t>(node.chain.slot_time().count(), 1));
    if (!config.slot)
        config.slot = now + std::max<std::uint64_t>(*config.seconds * 1000 / slot_ms, 1);
    if (!config.seconds) {
        const auto slots = *config.slot > now ? *config.slot - now : 0;
        config.seconds =
            std::min(slots / 1000 * slot_ms + slots % 1000 * slot_ms / 1000, max_seconds);
    }
    return Warp{Slot{*config.slot}, static_cast<std::int64_t>(*config.seconds)};
}

// [{slot or epoch, seconds or unixTimestamp}] -> where the chain stands then
RpcResult<void> warp(const Node& node, const Params& params, Writer& out) {
    TRY(const auto target, read_warp(node, node.chain.at(Commitment::processed), params[0]));
    if (const auto done = node.chain.warp(target.to, target.seconds); !done)
        return fail(refusal(done.error()));
    node.chain.flush();
    const auto point = node.chain.at(Commitment::processed);
    const auto& schedule = point.sysvars->epoch_schedule;
    const auto epoch = schedule.epoch(point.slot.value);
    out.begin_object().field("absoluteSlot", point.slot).field("blockHeight", point.block_height);
    out.field("epoch", epoch).field("slotIndex", point.slot.value - schedule.first_slot(epoch));
    out.field("slotsInEpoch", schedule.slots_in_epoch(epoch));
    out.field("unixTimestamp", point.sysvars->clock.unix_timestamp).end_object();
    return {};
}

// [slots = 1] -> the open slot
RpcResult<void> mine(const Node& node, const Params& params, Writer& out) {
    TRY(const auto slots, json::optional_u64(params[0]));
    if (slots.value_or(1) > max_mined_slots)
        return fail(json::invalid_params("Too many slots; max " + std::to_string(max_mined_slots) +
                                         ", use orrery_warp to go further"));
    if (const auto done = node.chain.advance(slots.value_or(1)); !done)
        return fail(refusal(done.error()));
    node.chain.flush();
    out.value(node.chain.at(Commitment::processed).slot);
    return {};
}

constexpr MethodRow rows[] = {
    {"orrery_snapshot", snapshot},
    {"orrery_revert", revert, 1, 1},
    {"orrery_setAccount", set_account, 2, 2},
    {"orrery_warp", warp, 1, 1},
    {"orrery_mine", mine, 0, 1},
};

}  // namespace

std::span<const MethodRow> cheat_methods() { return rows; }

}  // namespace orrery::rpc
