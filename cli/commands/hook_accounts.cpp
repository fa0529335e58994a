#include "cli/commands/hook_accounts.hpp"

#include <algorithm>
#include <array>
#include <tuple>

#include "sdk/codec/base58.hpp"
#include "sdk/codec/base64.hpp"
#include "sdk/hooks/addresses.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::cli {
namespace {

// Where fields that a scan compares stand in a Hook account.
constexpr std::size_t authority_offset = 8, fee_payer_offset = 40, target_offset = 72;

struct Raw {
    Pubkey address;
    Pubkey owner;
    Lamports lamports;
    Bytes data;
};

struct Reading {
    std::uint64_t slot = 0;
    std::vector<std::optional<Raw>> accounts;
};

auto not_understood(std::string_view method) {
    return failed("the answer to " + std::string(method) +
                  " isn't understood; is that the RPC address of a Solayer chain?");
}

std::optional<Raw> read_raw(const Pubkey& address, json::View value) {
    const auto owner = codec::decode_key<Pubkey>(value["owner"].string().value_or(""));
    const auto lamports = value["lamports"].u64();
    auto data = codec::base64_decode(value["data"].at(0).string().value_or("?"));
    if (!owner || !lamports || !data) return std::nullopt;
    return Raw{address, *owner, Lamports{*lamports}, std::move(*data)};
}

// The open slot decides prices and epochs, so these are read as of it.
Outcome<Reading> read_now(Remote& remote, std::span<const Pubkey> addresses) {
    constexpr std::string_view method = "getMultipleAccounts";
    json::Writer params;
    params.begin_array().begin_array();
    for (const auto& address : addresses) params.value(address);
    params.end_array().begin_object().field("commitment", "processed");
    params.field("encoding", "base64").end_object().end_array();
    TRY(const auto answer, remote.ok(remote.client.call(method, params.text())));
    const auto slot = answer.result()["context"]["slot"].u64();
    const auto values = answer.value();
    if (!slot || values.size() != addresses.size()) return not_understood(method);
    Reading out{*slot, {}};
    for (std::size_t i = 0; i < addresses.size(); ++i) {
        auto& account = out.accounts.emplace_back();
        if (values.at(i).is_none()) continue;
        account = read_raw(addresses[i], values.at(i));
        if (!account) return not_understood(method);
    }
    return out;
}

template <class T>
std::optional<T> decode(const std::optional<Raw>& raw) {
    if (!raw || raw->owner != ids::hooks) return std::nullopt;
    return T::decode(raw->data);
}

Outcome<HookClock> clock_of(const Reading& reading) {
    const auto config = decode<hooks::Config>(reading.accounts[0]);
    if (!config)
        return failed("this chain has no hooks: its Config account " +
                      codec::to_string(hooks::config_address().address) +
                      " is missing; begin a new chain with `orrery up --reset`");
    return HookClock{*config, reading.slot};
}

struct Memcmp {
    std::size_t offset = 0;
    Bytes bytes;
};

Outcome<std::vector<Raw>> scan(Remote& remote, const std::vector<Memcmp>& filters) {
    constexpr std::string_view method = "getProgramAccounts";
    json::Writer params;
    params.begin_array().value(ids::hooks).begin_object().field("commitment", "processed");
    params.field("encoding", "base64").key("filters").begin_array();
    for (const auto& filter : filters) {
        params.begin_object().key("memcmp").begin_object().key("bytes").base58(filter.bytes);
        params.field("encoding", "base58").field("offset", filter.offset);
        params.end_object().end_object();
    }
    params.end_array().end_object().end_array();
    TRY(const auto answer, remote.ok(remote.client.call(method, params.text())));
    std::vector<Raw> out;
    for (std::size_t i = 0; i < answer.result().size(); ++i) {
        const auto entry = answer.result().at(i);
        const auto address = codec::decode_key<Pubkey>(entry["pubkey"].string().value_or(""));
        auto raw = address ? read_raw(*address, entry["account"]) : std::nullopt;
        if (!raw) return not_understood(method);
        out.push_back(std::move(*raw));
    }
    return out;
}

Memcmp is_kind(hooks::AccountKind kind) { return {0, {static_cast<std::uint8_t>(kind)}}; }

void add(std::vector<Memcmp>& filters, std::size_t offset, const std::optional<Pubkey>& key) {
    if (key) filters.push_back({offset, {key->bytes.begin(), key->bytes.end()}});
}

std::optional<HookAccount> to_hook(const std::optional<Raw>& raw) {
    auto hook = decode<hooks::Hook>(raw);
    if (!hook) return std::nullopt;
    return HookAccount{raw->address, std::move(*hook), raw->lamports};
}

AuctionMoment moment_of(const Reading& reading, const HookClock& clock, const Pubkey& target,
                        std::uint64_t epoch) {
    AuctionMoment out{.clock = clock, .auction = {}, .exists = false};
    if (auto auction = decode<hooks::Auction>(reading.accounts[1])) {
        out.auction = std::move(*auction);
        out.exists = true;
        return out;
    }
    out.auction.target = target;
    out.auction.epoch = epoch;
    std::optional<hooks::PreviousAuction> previous;
    if (const auto before = decode<hooks::Auction>(reading.accounts[2])) {
        const auto seats = hooks::seats(*before, clock.config);
        previous = {before->p0, seats.empty() ? 0 : seats.front().price};
    }
    out.auction.p0 = hooks::start_price(clock.config, previous);
    return out;
}

}  // namespace

std::uint64_t HookClock::first_slot(std::uint64_t epoch) const {
    return epoch > UINT64_MAX / config.epoch_slots ? UINT64_MAX : epoch * config.epoch_slots;
}

hooks::Seats AuctionMoment::seats() const {
    return hooks::seats_until(auction, clock.config, clock.slot);
}

Outcome<HookClock> read_hook_clock(Remote& remote) {
    const auto config = hooks::config_address().address;
    TRY(const auto reading, read_now(remote, {&config, 1}));
    return clock_of(reading);
}

Outcome<std::optional<HookAccount>> find_hook(Remote& remote, const Pubkey& address) {
    TRY(const auto reading, read_now(remote, {&address, 1}));
    const auto& raw = reading.accounts[0];
    if (!raw) return std::nullopt;
    auto hook = to_hook(raw);
    if (!hook)
        return failed(codec::to_string(address) + " is no hook: " +
                      (raw->owner == ids::hooks ? "it is another account of the Hooks program"
                                                : "its owner is " + codec::to_string(raw->owner)));
    return hook;
}

Outcome<HookAccount> need_hook(Remote& remote, const Pubkey& address) {
    TRY(auto hook, find_hook(remote, address));
    if (hook) return std::move(*hook);
    return failed("there is no hook " + codec::to_string(address) +
                  "; list yours with `orrery hook list --mine`, or make one with `orrery hook "
                  "register`");
}

Outcome<std::vector<std::optional<HookAccount>>> read_hooks(Remote& remote,
                                                            std::span<const Pubkey> addresses) {
    std::vector<std::optional<HookAccount>> out;
    if (addresses.empty()) return out;
    TRY(const auto reading, read_now(remote, addresses));
    for (const auto& raw : reading.accounts) out.push_back(to_hook(raw));
    return out;
}

Outcome<AuctionMoment> read_auction(Remote& remote, const Pubkey& target,
                                    std::optional<std::uint64_t> epoch) {
    TRY(auto clock, read_hook_clock(remote));
    // An epoch may end between two readings, but hardly twice.
    for (;;) {
        const auto wanted = epoch.value_or(clock.next_epoch());
        const std::array addresses = {
            hooks::config_address().address, hooks::auction_address(target, wanted).address,
            hooks::auction_address(target, wanted == 0 ? 0 : wanted - 1).address};
        TRY(const auto reading, read_now(remote, addresses));
        TRY(clock, clock_of(reading));
        if (epoch || clock.next_epoch() == wanted) return moment_of(reading, clock, target, wanted);
    }
}

Outcome<std::vector<HookAccount>> list_hooks(Remote& remote, const HookFilter& filter) {
    std::vector<Memcmp> filters = {is_kind(hooks::AccountKind::hook)};
    add(filters, authority_offset, filter.authority);
    add(filters, fee_payer_offset, filter.fee_payer);
    add(filters, target_offset, filter.target);
    TRY(auto found, scan(remote, filters));
    std::vector<HookAccount> out;
    for (auto& raw : found)
        if (auto hook = to_hook(std::move(raw))) out.push_back(std::move(*hook));
    std::ranges::sort(out, {}, [](const HookAccount& h) {
        return std::tuple(h.hook.target, h.hook.authority, h.hook.nonce);
    });
    return out;
}

Outcome<std::vector<AuctionAccount>> list_auctions(Remote& remote) {
    TRY(auto found, scan(remote, {is_kind(hooks::AccountKind::auction)}));
    std::vector<AuctionAccount> out;
    for (auto& raw : found)
        if (auto auction = hooks::Auction::decode(raw.data))
            out.push_back({raw.address, std::move(*auction)});
    std::ranges::sort(out, {}, [](const AuctionAccount& a) {
        return std::tuple(a.auction.target, a.auction.epoch);
    });
    return out;
}

Outcome<std::optional<hooks::Owner>> find_owner(Remote& remote, const Pubkey& target) {
    const auto address = hooks::owner_address(target).address;
    TRY(const auto reading, read_now(remote, {&address, 1}));
    return decode<hooks::Owner>(reading.accounts[0]);
}

Outcome<std::uint64_t> free_nonce(Remote& remote, const Pubkey& authority) {
    constexpr std::uint64_t batch = 16;
    for (std::uint64_t first = 0;; first += batch) {
        std::vector<Pubkey> addresses;
        for (auto nonce = first; nonce < first + batch; ++nonce)
            addresses.push_back(hooks::hook_address(authority, nonce).address);
        TRY(const auto reading, read_now(remote, addresses));
        for (std::uint64_t i = 0; i < batch; ++i)
            if (!reading.accounts[i] || reading.accounts[i]->owner != ids::hooks) return first + i;
    }
}

}  // namespace orrery::cli
