// The test vectors of docs/spec/hooks.md, tests/vectors/hooks.json: computed by another
// implementation than ours.
#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "sdk/codec/base58.hpp"
#include "sdk/codec/hex.hpp"
#include "sdk/hooks/addresses.hpp"
#include "sdk/hooks/auction.hpp"
#include "sdk/hooks/instructions.hpp"
#include "sdk/hooks/money.hpp"
#include "sdk/types/ids.hpp"

using namespace orrery;
using namespace orrery::hooks;
namespace json = boost::json;

namespace {

const json::object& vectors() {
    static const json::value all = [] {
        std::ifstream in(ORRERY_SOURCE_DIR "/tests/vectors/hooks.json", std::ios::binary);
        REQUIRE(in);
        return json::parse(std::string(std::istreambuf_iterator<char>(in), {}));
    }();
    return all.as_object();
}

/// The objects of one list; there are some.
std::vector<json::object> rows(std::string_view name) {
    std::vector<json::object> out;
    for (const auto& row : vectors().at(name).as_array()) out.push_back(row.as_object());
    REQUIRE_FALSE(out.empty());
    return out;
}

std::string text(const json::object& o, std::string_view field) {
    return std::string(o.at(field).as_string());
}

/// A number; those that a double can't hold are strings.
template <class T = std::uint64_t>
T number(const json::object& o, std::string_view field) {
    const auto& value = o.at(field);
    const auto wide =
        value.is_string() ? std::stoull(text(o, field)) : value.to_number<std::uint64_t>();
    REQUIRE(static_cast<T>(wide) == wide);
    return static_cast<T>(wide);
}

Pubkey key(const json::object& o, std::string_view field = "key") {
    const auto out = codec::decode_key<Pubkey>(text(o, field));
    REQUIRE(out);
    return *out;
}

Bytes hex(const json::object& o, std::string_view field = "hex") {
    const auto out = codec::hex_decode(text(o, field));
    REQUIRE(out);
    return *out;
}

Config config_of(const json::object& o) {
    Config out;
    out.bump = number<std::uint8_t>(o, "bump");
    out.seats = number<std::uint8_t>(o, "seats");
    out.per_tx = number<std::uint8_t>(o, "per_tx");
    out.max_strikes = number<std::uint8_t>(o, "max_strikes");
    out.flags = number<std::uint8_t>(o, "flags");
    for (std::size_t i = 0; i < 3; ++i)
        out.split_bps[i] = o.at("split_bps").as_array().at(i).to_number<std::uint16_t>();
    out.epoch_slots = number(o, "epoch_slots");
    out.p0_min = number(o, "p0_min");
    out.p0_max = number(o, "p0_max");
    out.floor = number(o, "floor");
    out.max_hook_cu = number<std::uint32_t>(o, "max_hook_cu");
    out.max_body = number<std::uint32_t>(o, "max_body");
    out.authority = key(o, "authority");
    out.treasury = key(o, "treasury");
    return out;
}

Hook hook_of(const json::object& o) {
    Hook out;
    out.state = static_cast<HookState>(number<std::uint8_t>(o, "state"));
    out.flags = number<std::uint8_t>(o, "flags");
    out.strikes = number<std::uint8_t>(o, "strikes");
    out.cu_limit = number<std::uint32_t>(o, "cu_limit");
    out.authority = key(o, "authority");
    out.fee_payer = key(o, "fee_payer");
    out.target = key(o, "target");
    out.nonce = number(o, "nonce");
    out.last_epoch = number(o, "last_epoch");
    out.triggers = number(o, "triggers");
    out.paid = number(o, "paid");
    out.last_strike_slot = number(o, "last_strike_slot");
    out.cap_slot = number(o, "cap_slot");
    out.cap_used = number<std::uint16_t>(o, "cap_used");
    out.max_per_slot = number<std::uint16_t>(o, "max_per_slot");
    out.n_keys = number<std::uint16_t>(o, "n_keys");
    out.n_instructions = number<std::uint16_t>(o, "n_instructions");
    out.bump = number<std::uint8_t>(o, "bump");
    out.signer_bump = number<std::uint8_t>(o, "signer_bump");
    out.filter = hex(o, "filter");
    out.body = hex(o, "body");
    return out;
}

Auction auction_of(const json::object& o) {
    Auction out{number<std::uint8_t>(o, "bump"),
                key(o, "target"),
                number(o, "epoch"),
                number(o, "p0"),
                key(o, "creator"),
                {}};
    for (const auto& value : o.at("orders").as_array()) {
        const auto& order = value.as_object();
        out.orders.push_back({key(order, "hook"), key(order, "fee_payer"), number(order, "limit"),
                              number(order, "placed_slot"), number<std::uint8_t>(order, "flags")});
    }
    return out;
}

Owner owner_of(const json::object& o) {
    return {number<std::uint8_t>(o, "bump"), key(o, "target"), key(o, "recipient"),
            key(o, "set_by")};
}

template <class T>
void check_account(const T& value, const Bytes& bytes) {
    CHECK(codec::hex_encode(value.encode()) == codec::hex_encode(bytes));
    CHECK(T::decode(bytes) == value);
}

crypto::ProgramAddress address_of(const json::object& o) {
    const auto of = text(o, "of");
    if (of == "config") return config_address();
    if (of == "hook") return hook_address(key(o), number(o, "number"));
    if (of == "auction") return auction_address(key(o), number(o, "number"));
    if (of == "owner") return owner_address(key(o));
    REQUIRE(of == "signer");
    return signer_address(key(o));
}

Body body_of(const json::object& o) {
    Body out;
    for (const auto& value : o.at("keys").as_array()) {
        const auto flags = number<std::uint8_t>(value.as_object(), "flags");
        out.keys.push_back({key(value.as_object()), (flags & 1) != 0, (flags & 2) != 0});
    }
    for (const auto& value : o.at("instructions").as_array()) {
        const auto& from = value.as_object();
        BodyInstruction instruction{number<std::uint16_t>(from, "program"), {}, hex(from, "data")};
        for (const auto& index : from.at("accounts").as_array())
            instruction.accounts.push_back(index.to_number<std::uint16_t>());
        out.instructions.push_back(std::move(instruction));
    }
    return out;
}

/// An instruction as the vectors write one: data, and each account with its flags.
std::string described(const Instruction& instruction) {
    CHECK(instruction.program_id == ids::hooks);
    auto out = codec::hex_encode(instruction.data);
    for (const auto& meta : instruction.accounts)
        out += " " + codec::to_string(meta.pubkey) + ":" +
               std::to_string((meta.is_signer ? 1 : 0) + (meta.is_writable ? 2 : 0));
    return out;
}

std::string described(const json::object& o) {
    auto out = text(o, "data");
    for (const auto& value : o.at("accounts").as_array())
        out += " " + text(value.as_object(), "key") + ":" +
               std::to_string(number(value.as_object(), "flags"));
    return out;
}

/// Who plays in the vectors' instructions: named in those of their accounts.
struct Cast {
    json::object config, hook, auction, owner;
    Pubkey authority, fee_payer, target, hook_key;

    Cast() {
        for (const auto& row : rows("accounts")) {
            if (text(row, "kind") == "config") config = row;
            if (text(row, "kind") == "hook" && text(row, "nonce") == "7" && hook.empty())
                hook = row;
            if (text(row, "kind") == "auction") auction = row;
            if (text(row, "kind") == "owner") owner = row;
        }
        authority = key(hook, "authority");
        fee_payer = key(hook, "fee_payer");
        target = key(hook, "target");
        hook_key = hook_address(authority, 7).address;
    }

    PlaceBid bid() const {
        return {authority, fee_payer, hook_key, target, 9, 8'000, std::nullopt};
    }
    OrderRef order() const { return {hook_key, target, 9, fee_payer}; }

    Instruction registration() const {
        RegisterHook out;
        out.authority = authority;
        out.fee_payer = fee_payer;
        out.nonce = 7;
        out.target = target;
        out.every_call = true;
        out.cu_limit = 300'000;
        out.max_per_slot = 5;
        out.filter = {9, 1, 2};
        out.body = body_of(rows("bodies")[0]);
        return register_hook(out);
    }

    Instruction make(const std::string& name) const {
        auto displacing = bid();
        displacing.displaced = key(owner, "recipient");
        const Instruction transfer = {
            ids::system,
            {{signer_address(hook_key).address, true, true}, {authority, false, true}},
            {2, 0, 0, 0, 0xdc, 5, 0, 0, 0, 0, 0, 0}};
        if (name == "InitConfig") return init_config(config_of(config));
        if (name == "RegisterHook") return registration();
        if (name == "PlaceBid") return place_bid(bid());
        if (name == "PlaceBid displacing") return place_bid(displacing);
        if (name == "CancelBid") return cancel_bid(authority, order());
        if (name == "DisableHook") return disable_hook(hook_key, fee_payer);
        if (name == "EnableHook") return enable_hook(hook_key, authority, fee_payer);
        if (name == "CloseHook") return close_hook(hook_key, authority, fee_payer);
        if (name == "SetOwnerRecipient")
            return set_owner_recipient({authority, fee_payer, target, key(owner, "recipient")});
        if (name == "Reclaim")
            return reclaim({order(), key(auction, "creator"), key(config, "treasury")});
        REQUIRE(name == "Act");
        return act(hook_key, authority, transfer);
    }
};

}  // namespace

TEST_CASE("addresses are the vectors'") {
    CHECK(text(vectors(), "program") == codec::to_string(ids::hooks));
    for (const auto& row : rows("addresses")) {
        const auto address = address_of(row);
        CHECK(codec::to_string(address.address) == text(row, "address"));
        CHECK(address.bump == number(row, "bump"));
    }
}

TEST_CASE("accounts are the vectors', both ways") {
    for (const auto& row : rows("accounts")) {
        const auto kind = text(row, "kind");
        const auto bytes = hex(row);
        if (kind == "config")
            check_account(config_of(row), bytes);
        else if (kind == "hook")
            check_account(hook_of(row), bytes);
        else if (kind == "auction")
            check_account(auction_of(row), bytes);
        else
            check_account(owner_of(row), bytes);
    }
}

TEST_CASE("bodies are the vectors', both ways") {
    for (const auto& row : rows("bodies")) {
        const auto body = body_of(row);
        CHECK(codec::hex_encode(body.encode()) == text(row, "hex"));
        CHECK(Body::decode(hex(row), static_cast<std::uint16_t>(body.keys.size()),
                           static_cast<std::uint16_t>(body.instructions.size())) == body);
    }
    for (const auto& row : rows("bad_bodies")) {
        INFO(text(row, "why"));
        const auto body = Body::decode(hex(row), number<std::uint16_t>(row, "n_keys"),
                                       number<std::uint16_t>(row, "n_instructions"));
        CHECK(body.error() == HookError::BadBody);
    }
}

TEST_CASE("auctions have the vectors' seats") {
    for (const auto& row : rows("auctions")) {
        INFO(text(row, "name"));
        Config config;
        config.epoch_slots = number(row, "epoch_slots");
        config.floor = number(row, "floor");
        config.seats = number<std::uint8_t>(row, "seats");
        const auto auction = Auction::decode(hex(row));
        REQUIRE(auction);
        Seats expected;
        for (const auto& value : row.at("expected").as_array()) {
            const auto& seat = value.as_object();
            const auto order = number<std::uint16_t>(seat, "order");
            expected.push_back({order, number(seat, "price"), number(seat, "fill_slot"),
                                auction->orders.at(order).hook});
        }
        CHECK(seats(*auction, config) == expected);
    }
}

TEST_CASE("prices, gas, splits, bonds and ids are the vectors'") {
    for (const auto& row : rows("start_prices")) {
        std::optional<PreviousAuction> previous;
        if (const auto* before = row.at("previous").if_object())
            previous = {number(*before, "p0"), number(*before, "best")};
        CHECK(start_price(Config{}, previous) == number(row, "p0"));
    }
    for (const auto& row : rows("clock")) {
        Config config;
        config.epoch_slots = number(row, "epoch_slots");
        config.floor = number(row, "floor");
        CHECK(clock_price(config, number(row, "p0"), number(row, "i")) == number(row, "price"));
    }
    for (const auto& row : rows("gas"))
        CHECK(gas(number<std::uint32_t>(row, "cu_limit"), number(row, "body_len")) ==
              number(row, "gas"));
    for (const auto& row : rows("splits"))
        CHECK(split(Config{}, number(row, "bid"), number(row, "gas")) ==
              Split{number(row, "initiator"), number(row, "owner"), number(row, "network")});
    for (const auto& row : rows("bonds"))
        CHECK(bond(number(row, "limit")) ==
              (row.at("bond").is_null() ? std::nullopt : std::optional(number(row, "bond"))));
    for (const auto& row : rows("hook_ids"))
        CHECK(codec::hex_encode(hook_id(Txid::from(hex(row, "parent")), key(row, "hook"),
                                        number<std::uint8_t>(row, "index"))
                                    .span()) == text(row, "id"));
}

TEST_CASE("instructions are the vectors'") {
    const Cast cast;
    for (const auto& row : rows("instructions"))
        CHECK(described(cast.make(text(row, "name"))) == described(row));
}
