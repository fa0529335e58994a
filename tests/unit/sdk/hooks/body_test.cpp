#include "sdk/hooks/body.hpp"

#include <functional>

#include "sdk/types/ids.hpp"
#include "tests/unit/sdk/hooks/samples.hpp"

using namespace orrery;
using namespace orrery::hooks;
using namespace orrery::hooks::testing;

namespace {

Body sample() {
    return {{{key(1), true, true}, {key(2), false, true}, {key(3), false, false}},
            {{2, {0, 1, 1}, {7, 8}}, {2, {}, {}}}};
}

Result<Body, HookError> decode(const Body& body) {
    return Body::decode(body.encode(), static_cast<std::uint16_t>(body.keys.size()),
                        static_cast<std::uint16_t>(body.instructions.size()));
}

HookError error_of(const std::function<void(Body&)>& change) {
    auto body = sample();
    change(body);
    const auto decoded = decode(body);
    REQUIRE_FALSE(decoded);
    return decoded.error();
}

}  // namespace

TEST_CASE("a body decodes to what was encoded, and to nothing when cut off or longer") {
    const auto body = sample();
    CHECK(decode(body) == body);
    auto bytes = body.encode();
    CHECK(bytes.size() == 3 * 33 + 2 * 8 + 3 * 2 + 2);
    for (std::size_t n = 0; n < bytes.size(); ++n)
        CHECK(Body::decode(ByteSpan(bytes).first(n), 3, 2).error() == HookError::BadBody);
    bytes.push_back(0);
    CHECK(Body::decode(bytes, 3, 2).error() == HookError::BadBody);
}

TEST_CASE("what a body may not be is BadBody") {
    CHECK(error_of([](Body& b) { b.keys[1].key = b.keys[0].key; }) == HookError::BadBody);
    CHECK(error_of([](Body& b) { b.instructions[0].program = 3; }) == HookError::BadBody);
    CHECK(error_of([](Body& b) { b.instructions[0].accounts[2] = 3; }) == HookError::BadBody);
    CHECK(error_of([](Body& b) { b.instructions.clear(); }) == HookError::BadBody);
    CHECK(error_of([](Body& b) { b.instructions[0].accounts.assign(256, 0); }) ==
          HookError::BadBody);
    auto most = sample();
    most.instructions[0].accounts.assign(255, 0);
    CHECK(decode(most) == most);
    auto bytes = sample().encode();
    bytes[32] = 4;
    CHECK(Body::decode(bytes, 3, 2).error() == HookError::BadBody);
}

TEST_CASE("a body has at most what a message can hold beside the hook's signer") {
    auto body = sample();
    for (std::uint32_t i = 3; i < 8191; ++i) {
        body.keys.push_back({key(4), false, false});
        store_le(body.keys.back().key.bytes.data(), i);
    }
    body.instructions.assign(8192, {2, {}, {}});
    CHECK(decode(body) == body);
    auto more = body;
    more.instructions.push_back({2, {}, {}});
    CHECK(decode(more).error() == HookError::BadBody);
    body.keys.push_back({key(5), false, false});
    CHECK(decode(body).error() == HookError::BadBody);
}

TEST_CASE("lengths that a body claims but doesn't have cost nothing") {
    auto bytes = sample().encode();
    store_le(bytes.data() + 3 * 33 + 4, std::uint32_t{UINT32_MAX});
    CHECK(Body::decode(bytes, 3, 2).error() == HookError::BadBody);
    CHECK(Body::decode(bytes, 65535, 65535).error() == HookError::BadBody);
    CHECK(Body::decode({}, 0, 1).error() == HookError::BadBody);
}

TEST_CASE("a body made of instructions merges flags and keeps the order of first use") {
    const std::vector<Instruction> instructions = {
        {key(9), {{key(1), false, false}, {key(2), true, false}}, {1}},
        {key(8), {{key(1), false, true}, {key(9), false, false}}, {2, 3}},
    };
    const auto body = Body::from(instructions);
    const Body expected = {{{key(1), false, true},
                            {key(2), true, false},
                            {key(9), false, false},
                            {key(8), false, false}},
                           {{2, {0, 1}, {1}}, {3, {0, 2}, {2, 3}}}};
    CHECK(body == expected);
    CHECK(decode(body) == body);
}

TEST_CASE("only the hook's signer signs in a body") {
    const auto body = sample();
    CHECK(check_body(body, key(1)));
    CHECK(check_body(body, key(2)).error() == HookError::ForeignSigner);
}

TEST_CASE("bodies don't call the programs that hooks may not reach") {
    for (const auto& program :
         {ids::compute_budget, ids::ed25519_precompile, ids::secp256k1_precompile,
          ids::secp256r1_precompile, ids::hooks, ids::loader_v1, ids::loader_v2, ids::loader_v3,
          ids::loader_v4, ids::native_loader}) {
        auto body = sample();
        body.keys[2].key = program;
        CHECK(check_body(body, key(1)).error() == HookError::BodyProgram);
    }
    for (const auto& program : {ids::system, ids::spl_token, ids::spl_memo}) {
        auto body = sample();
        body.keys[2].key = program;
        CHECK(check_body(body, key(1)));
    }
    auto listed = sample();  // as an account it may stand there
    listed.keys[1].key = ids::hooks;
    CHECK(check_body(listed, key(1)));
}
