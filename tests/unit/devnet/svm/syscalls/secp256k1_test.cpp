#include <secp256k1.h>
#include <secp256k1_recovery.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "sdk/codec/hex.hpp"
#include "tests/unit/devnet/svm/syscalls/machine.hpp"

using namespace orrery;
using namespace orrery::syscalls::test;

namespace {

constexpr auto hash = Machine::heap;
constexpr auto signature = Machine::heap + 64;
constexpr auto result = Machine::heap + 128;
constexpr std::uint64_t cost = 25'000;

Reply recover(Machine& m, std::uint64_t recovery_id) {
    return m.call("sol_secp256k1_recover", {hash, recovery_id, signature, result});
}

struct Signed {
    Bytes signature = Bytes(64);
    int recovery_id = 0;
    Bytes key = Bytes(65);
};

Signed sign(const Bytes& message) {
    auto* context = secp256k1_context_create(SECP256K1_CONTEXT_NONE);
    const Bytes secret(32, 0x11);
    Signed out;
    secp256k1_ecdsa_recoverable_signature made;
    REQUIRE(secp256k1_ecdsa_sign_recoverable(context, &made, message.data(), secret.data(), nullptr,
                                             nullptr));
    secp256k1_ecdsa_recoverable_signature_serialize_compact(context, out.signature.data(),
                                                            &out.recovery_id, &made);
    secp256k1_pubkey key;
    REQUIRE(secp256k1_ec_pubkey_create(context, &key, secret.data()));
    std::size_t length = out.key.size();
    secp256k1_ec_pubkey_serialize(context, out.key.data(), &length, &key,
                                  SECP256K1_EC_UNCOMPRESSED);
    secp256k1_context_destroy(context);
    return out;
}

}  // namespace

TEST_CASE("sol_secp256k1_recover finds the key that signed") {
    for (std::uint8_t i = 0; i < 20; ++i) {
        const Bytes message(32, i);
        const Signed made = sign(message);
        Machine m;
        m.put(hash, message);
        m.put(signature, made.signature);
        REQUIRE(recover(m, static_cast<std::uint64_t>(made.recovery_id)) == returns(0, cost));
        CHECK(m.get(result, 64) == Bytes(made.key.begin() + 1, made.key.end()));
        REQUIRE(recover(m, static_cast<std::uint64_t>(made.recovery_id) ^ 1) == returns(0, cost));
        CHECK(m.get(result, 64) != Bytes(made.key.begin() + 1, made.key.end()));
    }
}

TEST_CASE("sol_secp256k1_recover agrees with Ethereum's ecrecover") {
    // The precompile's test vector of go-ethereum.
    Machine m;
    const auto bytes = [](std::string_view text) { return codec::hex_decode(text).value(); };
    m.put(hash, bytes("ce0677bb30baa8cf067c88db9811f4333d131bf8bcf12fe7065d211dce971008"));
    m.put(signature, bytes("90f27b8b488db00b00606796d2987f6a5f59ae62ea05effe84fef5b8b0e54998"
                           "4a691139ad57a3f0b906637673aa2f63d1f55cb1a69199d4009eea23ceaddc93"));
    REQUIRE(recover(m, 1) == returns(0, cost));
    CHECK(codec::hex_encode(m.get(result, 64)) ==
          "e32df42865e97135acfb65f3bae71bdc86f4d49150ad6a440b6f15878109880a"
          "0a2b2667f7e725ceea70c673093bf67663e0312623c8e091b13cf2c0f11ef652");
}

TEST_CASE("sol_secp256k1_recover returns 2 for a bad recovery id and 3 for a bad signature") {
    const Bytes message(32, 5);
    const Signed made = sign(message);
    Machine m;
    m.put(hash, message);
    m.put(signature, made.signature);
    for (const std::uint64_t id : {4ull, 255ull, 256ull, 1ull << 32})
        CHECK(recover(m, id) == returns(2, cost));
    // r + n doesn't fit below p for nearly every r
    CHECK(recover(m, 2) == returns(3, cost));
    m.put(signature, Bytes(32));
    CHECK(recover(m, 0) == returns(3, cost));
    m.put(signature, Bytes(32, 0xff));
    CHECK(recover(m, 0) == returns(3, cost));
    m.put(signature, made.signature);
    m.put(signature + 32, Bytes(32));
    CHECK(recover(m, 0) == returns(3, cost));
}

TEST_CASE("sol_secp256k1_recover looks up the result, the hash, then the signature") {
    Machine m;
    const auto get = [&](std::uint64_t h, std::uint64_t s, std::uint64_t r) {
        return m.call("sol_secp256k1_recover", {h, 9, s, r});
    };
    CHECK(get(0, 0, 0) ==
          aborts("Access violation writing 64 bytes at address 0x0 (in unallocated region)", cost));
    CHECK(get(0, 0, result) ==
          aborts("Access violation reading 32 bytes at address 0x0 (in unallocated region)", cost));
    CHECK(get(hash, 0, result) ==
          aborts("Access violation reading 64 bytes at address 0x0 (in unallocated region)", cost));
    CHECK(get(hash, signature, result) == returns(2, cost));
}
