#include <set>

#include "sdk/crypto/blake3.hpp"
#include "sdk/crypto/keccak256.hpp"
#include "sdk/crypto/sha256.hpp"
#include "sdk/crypto/sha512.hpp"
#include "sdk/crypto/table_hash.hpp"
#include "tests/unit/sdk/golden.hpp"

using namespace orrery;
using namespace orrery::crypto;
using codec::hex_encode;

TEST_CASE("sha256, sha512 and keccak256 give their standards' digests") {
    const std::string_view abc = "abc";
    const std::string_view two_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    CHECK(hex_encode(sha256(as_bytes("")).span()) ==
          "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hex_encode(sha256(as_bytes(abc)).span()) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hex_encode(sha256(as_bytes(two_blocks)).span()) ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(hex_encode(sha512(as_bytes(abc))) ==
          "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
          "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
    CHECK(hex_encode(keccak256(as_bytes("")).span()) ==
          "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    CHECK(hex_encode(keccak256(as_bytes(abc)).span()) ==
          "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
    CHECK(hex_encode(keccak256(as_bytes(two_blocks)).span()) ==
          "45d3b367a6904e6e8d502ee04999a7c27647f91fa845d456525fd352ae3d7371");
}

TEST_CASE("blake3 gives the digests of its official test vectors") {
    const std::pair<std::size_t, std::string_view> vectors[] = {
        {0, "af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262"},
        {1, "2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213"},
        {1023, "10108970eeda3eb932baac1428c7a2163b0e924c9a9e25b35bba72b28f70bd11"},
        {1024, "42214739f095a406f3fc83deb889744ac00df831c10daa55189b5d121c855af7"},
        {1025, "d00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444"},
        {2048, "e776b6028c7cd22a4d0ba182a8bf62205d2ef576467e838ed6f2529b85fba24a"},
        {2049, "5f4d72f40d7a5f82b15ca2b2e44b1de3c2ef86c426c95c1af0b6879522563030"},
        {3072, "b98cb0ff3623be03326b373de6b9095218513e64f1ee2edd2525c7ad1e5cffd2"},
        {3073, "7124b49501012f81cc7f11ca069ec9226cecb8a2c850cfe644e327d22d3e1cd3"},
        {4096, "015094013f57a5277b59d8475c0501042c0b642e531b0a1c8f58d2163229e969"},
        {4097, "9b4052b38f1c5fc8b1f9ff7ac7b27cd242487b3d890d15c96a1c25b8aa0fb995"},
        {5121, "628bd2cb2004694adaab7bbd778a25df25c47b9d4155a55f8fbd79f2fe154cff"},
        {6145, "f1323a8631446cc50536a9f705ee5cb619424d46887f3c376c695b70e0f0507f"},
        {7169, "a003fc7a51754a9b3c7fae0367ab3d782dccf28855a03d435f8cfe74605e7817"},
    };
    for (const auto& [length, digest] : vectors) {
        Bytes input(length);
        for (std::size_t i = 0; i < length; ++i) input[i] = static_cast<std::uint8_t>(i % 251);
        CHECK(hex_encode(blake3(input).span()) == digest);
    }
}

TEST_CASE("a digest doesn't depend on how its input is cut") {
    test::Random random(1);
    for (int round = 0; round < 300; ++round) {
        const Bytes bytes = random.bytes(random.below(5000));
        std::vector<ByteSpan> parts;
        for (ByteSpan rest = bytes; !rest.empty();) {
            const std::size_t take = std::min(rest.size(), random.below(300));
            parts.push_back(rest.first(take));
            rest = rest.subspan(take);
        }
        Blake3 incremental;
        for (const ByteSpan part : parts) incremental.update(part);
        CHECK(sha256(parts) == sha256(bytes));
        CHECK(keccak256(parts) == keccak256(bytes));
        CHECK(incremental.finish() == blake3(bytes));
    }
}

TEST_CASE("a copied sha256 and a read blake3 go on from their prefix") {
    Sha256 prefix;
    prefix.update(as_bytes("a"));
    Sha256 copy = prefix;
    CHECK(copy.update(as_bytes("bc")).finish() == sha256(as_bytes("abc")));
    CHECK(prefix.update(as_bytes("x")).finish() == sha256({as_bytes("a"), as_bytes("x")}));
    Blake3 hasher;
    hasher.update(as_bytes("a"));
    CHECK(hasher.finish() == blake3(as_bytes("a")));
    CHECK(hasher.update(as_bytes("bc")).finish() == blake3({as_bytes("ab"), as_bytes("c")}));
    CHECK(sha512({as_bytes("a"), as_bytes("bc")}) == sha512(as_bytes("abc")));
}

TEST_CASE("a table hash depends on its key and on every byte") {
    std::array<std::uint8_t, 32> key{}, other{};
    other[31] = 1;
    std::set<TableDigest> digests;
    Bytes bytes(300, 7);
    for (std::size_t size = 0; size <= bytes.size(); ++size)
        digests.insert(TableHash(key)(ByteSpan(bytes).first(size)));
    digests.insert(TableHash(other)(bytes));
    for (auto& byte : bytes) {
        byte ^= 1;
        digests.insert(TableHash(key)(bytes));
        byte ^= 1;
    }
    CHECK(digests.size() == 301 + 1 + 300);
    CHECK(digests.contains(TableHash(key)(bytes)));
}
