#include "sdk/hooks/accounts.hpp"

#include "tests/unit/sdk/hooks/samples.hpp"

using namespace orrery;
using namespace orrery::hooks;
using namespace orrery::hooks::testing;

namespace {

Auction sample_auction() {
    return {200, key(5), 9, 1'000'000, key(6), {order(1, 10'000, 520), order(2, 6'000, 521, 2)}};
}

Owner sample_owner() { return {1, key(5), key(6), key(7)}; }

/// Every other size is another kind of bytes.
template <class T>
void check_sizes(const T& value) {
    auto bytes = value.encode();
    CHECK(T::decode(bytes) == value);
    for (std::size_t n = 0; n < bytes.size(); ++n) CHECK_FALSE(T::decode(ByteSpan(bytes).first(n)));
    bytes.push_back(0);
    CHECK_FALSE(T::decode(bytes));
}

/// Whatever byte is changed: what still decodes gives the same bytes again.
template <class T>
void check_bytes(const T& value) {
    const auto bytes = value.encode();
    for (std::size_t i = 0; i < bytes.size(); ++i)
        for (const int flip : {1, 2, 4, 0x80, 0xff}) {
            auto changed = bytes;
            changed[i] = static_cast<std::uint8_t>(changed[i] ^ flip);
            if (const auto decoded = T::decode(changed)) CHECK(decoded->encode() == changed);
        }
}

template <class T>
void check_layout(const T& value) {
    check_sizes(value);
    check_bytes(value);
}

}  // namespace

TEST_CASE("accounts decode to what was encoded, and no other size decodes") {
    check_layout(Config{});
    check_layout(sample_hook());
    check_layout(sample_auction());
    check_layout(sample_owner());
}

TEST_CASE("no account decodes as another kind") {
    const auto hook = sample_hook().encode();
    const auto auction = sample_auction().encode();
    const auto config = Config{}.encode();
    const auto owner = sample_owner().encode();
    CHECK(hook.at(0) == 1);
    CHECK(auction.at(0) == 2);
    CHECK(config.at(0) == 3);
    CHECK(owner.at(0) == 4);
    CHECK_FALSE(Hook::decode(auction));
    CHECK_FALSE(Auction::decode(hook));
    auto bytes = config;
    bytes[0] = 4;
    CHECK_FALSE(Config::decode(bytes));
}

TEST_CASE("fields stand where the specification says") {
    const auto hook = sample_hook().encode();
    REQUIRE(hook.size() == Hook::header_size + 4);
    CHECK(load_le<std::uint32_t>(hook.data() + 4) == 200'000);
    CHECK(Pubkey::from(ByteSpan(hook).subspan(72)) == key(3));
    CHECK(load_le<std::uint64_t>(hook.data() + 104) == 7);
    CHECK(load_le<std::uint64_t>(hook.data() + 144) == UINT64_MAX);
    CHECK(load_le<std::uint16_t>(hook.data() + 154) == 1);
    CHECK(load_le<std::uint32_t>(hook.data() + 160) == 4);
    CHECK(hook[165] == 253);
    CHECK(hook[166] == 3);
    CHECK(hook[169] == 3);
    CHECK(hook[184] == 9);
    const auto header = sample_hook().encode_header();
    CHECK(std::equal(header.begin(), header.end(), hook.begin()));

    const auto auction = sample_auction().encode();
    REQUIRE(auction.size() == Auction::size_of(2));
    CHECK(load_le<std::uint16_t>(auction.data() + 2) == 2);
    CHECK(load_le<std::uint64_t>(auction.data() + 48) == 1'000'000);
    CHECK(load_le<std::uint64_t>(auction.data() + 88 + 64) == 10'000);
    CHECK(auction[order_flags_offset(0)] == 0);
    CHECK(auction[order_flags_offset(1)] == Order::cancelled);

    const auto config = Config{}.encode();
    REQUIRE(config.size() == Config::size);
    CHECK(load_le<std::uint16_t>(config.data() + 6) == 4000);
    CHECK(load_le<std::uint64_t>(config.data() + 16) == 64);
    CHECK(load_le<std::uint32_t>(config.data() + 52) == 65'536);
}

TEST_CASE("padding that isn't zero and flags without meaning don't decode") {
    auto hook = sample_hook().encode();
    for (const std::size_t at : {170u, 175u, 183u}) {
        auto changed = hook;
        changed[at] = 1;
        CHECK_FALSE(Hook::decode(changed));
    }
    hook[2] = 2;
    CHECK_FALSE(Hook::decode(hook));
    hook[2] = 0;
    for (const int state : {0, 3, 255}) {
        hook[1] = static_cast<std::uint8_t>(state);
        CHECK_FALSE(Hook::decode(hook));
    }
    hook[1] = 2;
    CHECK(Hook::decode(hook));
    hook[166] = 9;
    CHECK_FALSE(Hook::decode(hook));
    auto auction = sample_auction().encode();
    auction[order_flags_offset(0)] = 4;
    CHECK_FALSE(Auction::decode(auction));
}

TEST_CASE("a Config whose fields are out of range is none") {
    const auto refused = [](auto change) {
        Config config;
        REQUIRE(config.is_valid());
        change(config);
        return !config.is_valid() && !Config::decode(config.encode());
    };
    CHECK(refused([](Config& c) { c.seats = 0; }));
    CHECK(refused([](Config& c) { c.seats = 17; }));
    CHECK(refused([](Config& c) { c.per_tx = 17; }));
    CHECK(refused([](Config& c) { c.max_strikes = 0; }));
    CHECK(refused([](Config& c) { c.flags = 2; }));
    CHECK(refused([](Config& c) { c.split_bps[2] = 2001; }));
    CHECK(refused([](Config& c) { c.split_bps = {65535, 5535, 4466}; }));
    CHECK(refused([](Config& c) { c.epoch_slots = 1; }));
    CHECK(refused([](Config& c) { c.p0_min = c.p0_max + 1; }));
    Config edge;
    edge.epoch_slots = 2;
    edge.p0_min = edge.p0_max;
    edge.split_bps = {10'000, 0, 0};
    CHECK(Config::decode(edge.encode()) == edge);
}

TEST_CASE("an auction holds 1,024 orders and no more") {
    auto auction = sample_auction();
    auction.orders.assign(max_orders, order(1, 5'000, 520));
    CHECK(Auction::decode(auction.encode()) == auction);
    auction.orders.push_back(order(1, 5'000, 520));
    CHECK_FALSE(Auction::decode(auction.encode()));
}
