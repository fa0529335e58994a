#include "sdk/tx/write_access.hpp"

#include <algorithm>
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

TEST_CASE("what a message invokes it can't write, be its instructions few or many") {
    std::vector<Pubkey> keys;
    for (std::uint8_t i = 1; i <= 40; ++i) keys.push_back(key(i));
    keys[30] = ids::clock;
    for (const std::size_t instructions : {1, 8, 9, 30}) {
        Message message;
        message.num_required_signatures = 2;
        message.num_readonly_signed = 1;
        message.num_readonly_unsigned = 5;
        message.static_keys = keys;
        const auto invoked = [](std::size_t i) { return static_cast<std::uint16_t>(i % 10 + 2); };
        for (std::size_t i = 0; i < instructions; ++i)
            message.instructions.push_back({invoked(i), {}, {}});
        const auto is_invoked = [&](std::size_t k) {
            return k >= 2 && k < 2u + std::min<std::size_t>(instructions, 10);
        };
        const std::size_t loaded_writable = 2;
        for (const bool names_loader : {false, true}) {
            const WriteAccess access(message, loaded_writable, names_loader);
            for (std::size_t k = 0; k < keys.size(); ++k) {
                const bool asks = k == 0 || (k >= 2 && k < keys.size() - 5);
                CHECK(access.may_write({k, keys[k]}) ==
                      (asks && k != 30 && (names_loader || !is_invoked(k))));
            }
            CHECK(access.may_write({keys.size() + 1, key(100)}));
            CHECK_FALSE(access.may_write({keys.size() + 2, key(101)}));
        }
    }
}
