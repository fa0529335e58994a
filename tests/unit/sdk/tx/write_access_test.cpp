#include "sdk/tx/write_access.hpp"

#include <catch2/catch.hpp>

#include "sdk/tx/account_keys.hpp"
#include "sdk/types/ids.hpp"

using namespace orrery;
using namespace orrery::tx;

namespace {

Pubkey key(std::uint8_t fill) {
    Pubkey out;
    out.bytes.fill(fill);
    return out;
}

}  // namespace

TEST_CASE("reserved keys are upstream's and our own, and nothing else is reserved") {
    CHECK(reserved_keys().size() == 33);
    for (const auto& k : reserved_keys()) CHECK(is_reserved(k));
    for (const auto& k : {ids::system, ids::vote, ids::config, ids::loader_v4, ids::clock,
                          ids::instructions, ids::native_loader, ids::sysvar_owner, ids::rewards})
        CHECK(is_reserved(k));
    for (const auto& k : {ids::incinerator, ids::spl_token, ids::spl_memo, key(1), key(255)})
        CHECK_FALSE(is_reserved(k));
    for (const auto& k : reserved_keys()) {
        auto near = k;
        near.bytes[31] ^= 1;  // the same slot of the table
        CHECK_FALSE(is_reserved(near));
    }
}

TEST_CASE("account keys are static ones, then writable loaded, then read-only loaded") {
    const std::vector<Pubkey> statics = {key(1), key(2)};
    const LoadedAddresses loaded{{key(3)}, {key(4), key(5)}};
    CHECK(account_keys(statics, loaded) == std::vector{key(1), key(2), key(3), key(4), key(5)});
    CHECK(account_keys(statics, {}) == statics);
}
