#include "sdk/crypto/ed25519.hpp"

#include <thread>

#include "tests/unit/sdk/golden.hpp"

using namespace orrery;
using namespace orrery::crypto;

namespace {

Keypair keypair_from_hex(std::string_view seed) {
    const Bytes bytes = test::unhex(seed);
    std::array<std::uint8_t, 32> array;
    REQUIRE(bytes.size() == array.size());
    std::copy(bytes.begin(), bytes.end(), array.begin());
    return Keypair::from_seed(Seed(array));
}

}  // namespace

TEST_CASE("keys and signatures are RFC 8032's") {
    const std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>
        vectors[] = {
            {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
             "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "-",
             "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e"
             "39701cf9b46bd25bf5f0595bbe24655141438e7a100b"},
            {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
             "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
             "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f"
             "3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"},
            {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
             "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
             "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67"
             "f760984dc6594a7c15e9716ed28dc027beceea1ec40a"},
        };
    for (const auto& [seed, pubkey, message, signature] : vectors) {
        const Keypair pair = keypair_from_hex(seed);
        CHECK(pair.pubkey == test::key_from_hex<Pubkey>(pubkey));
        const Bytes bytes = test::unhex(message);
        CHECK(pair.sign(bytes) == test::key_from_hex<Signature>(signature));
        CHECK(verify_strict(pair.pubkey, bytes, pair.sign(bytes)));
    }
}

TEST_CASE("verify_strict judges as ed25519-dalek does, torsion and odd encodings included") {
    std::size_t valid = 0;
    for (const auto& row : test::golden("crypto/verify.txt")) {
        REQUIRE(row.size() == 5);
        INFO(row[0] << " " << row[1] << " " << row[2] << " " << row[3]);
        const bool expected = row[4] == "1";
        valid += expected ? 1 : 0;
        CHECK(verify_strict(test::key_from_hex<Pubkey>(row[1]), test::unhex(row[3]),
                            test::key_from_hex<Signature>(row[2])) == expected);
    }
    CHECK(valid > 20);
}

TEST_CASE("a signature is of one message by one key") {
    const Keypair pair = Keypair::random();
    const Keypair other = Keypair::random();
    CHECK(pair.pubkey != other.pubkey);
    const Signature signature = pair.sign(as_bytes("message"));
    CHECK(verify_strict(pair.pubkey, as_bytes("message"), signature));
    CHECK(!verify_strict(pair.pubkey, as_bytes("massage"), signature));
    CHECK(!verify_strict(other.pubkey, as_bytes("message"), signature));
    CHECK(!verify_strict(pair.pubkey, as_bytes("message"), Signature{}));
}

TEST_CASE("a key pair's 64 bytes are read only when both halves belong together") {
    const Keypair pair = Keypair::random();
    const auto bytes = pair.to_bytes();
    const auto again = Keypair::from_bytes(bytes);
    REQUIRE(again);
    CHECK(again->pubkey == pair.pubkey);
    CHECK(again->seed.bytes() == pair.seed.bytes());
    auto damaged = bytes;
    damaged[40] ^= 1;
    CHECK(!Keypair::from_bytes(damaged));
    CHECK(!Keypair::from_bytes(ByteSpan(bytes).first(63)));
    CHECK(!Keypair::from_bytes({}));
}

TEST_CASE("the library's first use may come from several threads at once") {
    std::vector<std::thread> threads;
    std::array<bool, 8> ok{};
    for (std::size_t i = 0; i < ok.size(); ++i) {
        threads.emplace_back([&ok, i] {
            const Keypair pair = Keypair::random();
            ok[i] = verify_strict(pair.pubkey, as_bytes("m"), pair.sign(as_bytes("m")));
        });
    }
    for (auto& thread : threads) thread.join();
    CHECK(std::ranges::all_of(ok, [](bool b) { return b; }));
}
