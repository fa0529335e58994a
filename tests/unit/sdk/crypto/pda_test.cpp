#include "sdk/crypto/pda.hpp"

#include "sdk/codec/base58.hpp"
#include "sdk/crypto/curve.hpp"
#include "sdk/types/ids.hpp"
#include "tests/unit/sdk/golden.hpp"

using namespace orrery;
using namespace orrery::crypto;

namespace {

Pubkey key(const std::string& text) {
    const auto out = codec::decode_key<Pubkey>(text);
    REQUIRE(out);
    return *out;
}

std::vector<ByteSpan> spans(const std::vector<Bytes>& seeds) {
    return {seeds.begin(), seeds.end()};
}

}  // namespace

TEST_CASE("is_on_curve decides as curve25519-dalek does") {
    std::size_t points = 0;
    for (const auto& row : test::golden("crypto/curve.txt")) {
        REQUIRE(row.size() == 2);
        INFO(row[0]);
        const bool expected = row[1] == "1";
        points += expected ? 1 : 0;
        CHECK(is_on_curve(test::key_from_hex<Pubkey>(row[0])) == expected);
    }
    CHECK(points > 200);
}

TEST_CASE("program addresses are web3.js's, bump and all") {
    std::size_t searched = 0;
    for (const auto& row : test::golden("tx/addresses.txt")) {
        if (row[0] != "pda") continue;
        std::vector<Bytes> seeds;
        for (std::size_t i = 4; i < row.size(); ++i) seeds.push_back(test::unhex(row[i]));
        const Pubkey program = key(row[1]);
        const auto found = find_program_address(spans(seeds), program);
        REQUIRE(found);
        CHECK(std::to_string(found->bump) == row[2]);
        CHECK(found->address == key(row[3]));
        searched += found->bump < 255 ? 1 : 0;

        seeds.push_back({found->bump});
        CHECK(create_program_address(spans(seeds), program) == found->address);
        for (int bump = 255; bump > found->bump; --bump) {
            seeds.back() = {static_cast<std::uint8_t>(bump)};
            CHECK(create_program_address(spans(seeds), program) == fail(PdaError::InvalidSeeds));
        }
    }
    CHECK(searched > 50);
}

TEST_CASE("seeds have limits of number and length") {
    const Bytes longest(32, 1), too_long(33, 1);
    const std::vector<ByteSpan> fifteen(15, longest), sixteen(16, longest), seventeen(17, longest);
    const auto too_many = fail(PdaError::MaxSeedLengthExceeded);
    CHECK(find_program_address(fifteen, ids::loader_v3));
    CHECK(find_program_address(sixteen, ids::loader_v3) == too_many);
    CHECK(create_program_address(sixteen, ids::loader_v3) != too_many);
    CHECK(create_program_address(seventeen, ids::loader_v3) == too_many);
    CHECK(find_program_address({ByteSpan(longest)}, ids::loader_v3));
    CHECK(find_program_address({ByteSpan(too_long)}, ids::loader_v3) == too_many);
    CHECK(create_program_address({ByteSpan(too_long)}, ids::loader_v3) == too_many);
}

TEST_CASE("addresses with a seed are web3.js's") {
    std::size_t count = 0;
    for (const auto& row : test::golden("tx/addresses.txt")) {
        if (row[0] != "with_seed") continue;
        std::string seed;
        for (std::size_t i = 4; i < row.size(); ++i) seed += (i > 4 ? " " : "") + row[i];
        CHECK(create_with_seed(key(row[1]), seed, key(row[2])) == key(row[3]));
        ++count;
    }
    CHECK(count == 4);
}

TEST_CASE("an address with a seed can't imitate a program address") {
    Pubkey owner = ids::spl_token;
    const std::string_view marker = "ProgramDerivedAddress";
    std::copy(marker.begin(), marker.end(), owner.bytes.end() - marker.size());
    CHECK(create_with_seed(ids::clock, "", owner) == fail(PdaError::IllegalOwner));
    CHECK(create_with_seed(ids::clock, std::string(33, 'x'), owner) ==
          fail(PdaError::MaxSeedLengthExceeded));
    owner.bytes[31] ^= 1;
    CHECK(create_with_seed(ids::clock, "", owner));
    CHECK(display(PdaError::InvalidSeeds) == "Provided seeds do not result in a valid address");
}
