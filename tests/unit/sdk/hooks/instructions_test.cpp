#include "sdk/hooks/instructions.hpp"

#include "sdk/hooks/addresses.hpp"
#include "sdk/types/ids.hpp"
#include "tests/unit/sdk/hooks/samples.hpp"

using namespace orrery;
using namespace orrery::hooks;
using namespace orrery::hooks::testing;

namespace {

Pubkey derive(std::initializer_list<ByteSpan> seeds) {
    return crypto::find_program_address(seeds, ids::hooks)->address;
}

const Bytes seven = {7, 0, 0, 0, 0, 0, 0, 0};

}  // namespace

TEST_CASE("addresses derive from the specified seeds") {
    CHECK(config_address().address == derive({as_bytes("config")}));
    CHECK(hook_address(key(1), 7).address == derive({as_bytes("hook"), key(1).span(), seven}));
    CHECK(auction_address(key(1), 7).address ==
          derive({as_bytes("auction"), key(1).span(), seven}));
    CHECK(owner_address(key(1)).address == derive({as_bytes("owner"), key(1).span()}));
    CHECK(signer_address(key(1)).address == derive({as_bytes("signer"), key(1).span()}));
}

TEST_CASE("RegisterHook carries its fields in the order of the specification") {
    RegisterHook params{.authority = key(1), .fee_payer = key(2), .nonce = 7, .target = key(3)};
    params.every_call = true;
    params.max_per_slot = 5;
    params.filter = {1, 2};
    params.body = {{{key(4), false, true}}, {{0, {0}, {9}}}};
    const auto made = register_hook(params);
    const auto& d = made.data;
    REQUIRE(d.size() == 61 + 33 + 8 + 2 + 1);
    CHECK(d[0] == 1);
    CHECK(d[1] == 7);
    CHECK(Pubkey::from(ByteSpan(d).subspan(9)) == key(3));
    CHECK(d[41] == 1);
    CHECK(load_le<std::uint32_t>(d.data() + 42) == 200'000);
    CHECK(load_le<std::uint16_t>(d.data() + 46) == 5);
    CHECK(d[48] == 2);
    CHECK(d[50] == 2);
    CHECK(d[51] == 0);
    CHECK(load_le<std::uint16_t>(d.data() + 57) == 1);
    CHECK(load_le<std::uint16_t>(d.data() + 59) == 1);
}

TEST_CASE("PlaceBid lists both auctions and, in a full book, who is displaced") {
    PlaceBid params{.authority = key(1), .fee_payer = key(2), .hook = key(3), .target = key(4)};
    params.epoch = 9;
    params.limit = 6'000;
    const auto made = place_bid(params);
    REQUIRE(made.accounts.size() == 7);
    CHECK(made.accounts[0] == AccountMeta{key(1), true, false});
    CHECK(made.accounts[1] == AccountMeta{key(2), true, true});
    CHECK(made.accounts[3] == AccountMeta{auction_address(key(4), 9).address, false, true});
    CHECK(made.accounts[4] == AccountMeta{auction_address(key(4), 8).address, false, false});
    CHECK(made.data.size() == 17);
    params.displaced = key(5);
    CHECK(place_bid(params).accounts.back() == AccountMeta{key(5), false, true});
}

TEST_CASE("Act passes an instruction on; the hook's signer signs inside, not outside") {
    const auto signer = signer_address(key(1)).address;
    const Instruction inner{ids::system, {{signer, true, true}, {key(5), false, true}}, {1, 2}};
    const auto made = act(key(1), key(2), inner);
    CHECK(made.data == Bytes{9, 2, 3, 2, 1, 2});
    REQUIRE(made.accounts.size() == 6);
    CHECK(made.accounts[3].pubkey == ids::system);
    CHECK(made.accounts[4] == AccountMeta{signer, false, true});
    CHECK(made.accounts[5] == AccountMeta{key(5), false, true});
}
