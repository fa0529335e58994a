#include "sdk/hooks/money.hpp"

#include "sdk/crypto/sha512.hpp"
#include "sdk/tx/jumbo_fee.hpp"
#include "tests/unit/sdk/hooks/samples.hpp"

using namespace orrery;
using namespace orrery::hooks;
using namespace orrery::hooks::testing;

TEST_CASE("splits sum to the bid exactly for every bid up to 10,000, and to the largest") {
    Config uneven;
    uneven.split_bps = {3333, 3334, 3333};
    for (const auto& config : {Config{}, uneven})
        for (std::uint64_t bid = 0; bid <= 10'000; ++bid)
            for (const std::uint64_t gas : {0u, 5'000u}) {
                const auto s = split(config, bid, gas);
                if (s.initiator + s.owner + s.network != bid + gas) FAIL(bid);
                if (s.initiator != bid * config.split_bps[0] / 10'000) FAIL(bid);
                if (s.owner != bid * config.split_bps[1] / 10'000) FAIL(bid);
            }
    const auto most = split(Config{}, UINT64_MAX, 0);
    CHECK(most.initiator == 7'378'697'629'483'820'646u);
    CHECK(most.initiator + most.owner + most.network == UINT64_MAX);
}

TEST_CASE("gas counts started 200,000 units and the size") {
    CHECK(gas(1, 0) == 5'000);
    CHECK(gas(200'000, 0) == 5'000);
    CHECK(gas(200'001, 0) == 10'000);
    CHECK(gas(1'400'000, 0) == 35'000);
    CHECK(gas(200'000, 4096 - 184) == 5'000);
    CHECK(gas(200'000, 65'536) == 5'000 + tx::jumbo_fee(184 + 65'536));
    CHECK(gas(200'000, 65'536) > 9'000);
    CHECK(gas(UINT32_MAX, 0) == 5'000 * 21'475ull);
}

TEST_CASE("a hook's id is the hash of parent, hook and place") {
    Txid parent;
    parent.bytes.fill(3);
    Bytes text;
    for (const char c : std::string_view("solayer-hook-v1"))
        text.push_back(static_cast<std::uint8_t>(c));
    text.insert(text.end(), parent.bytes.begin(), parent.bytes.end());
    const auto hook = key(4);
    text.insert(text.end(), hook.bytes.begin(), hook.bytes.end());
    text.push_back(2);
    CHECK(hook_id(parent, hook, 2) == Txid{crypto::sha512(text)});
    CHECK(hook_id(parent, hook, 1) != hook_id(parent, hook, 2));
}
