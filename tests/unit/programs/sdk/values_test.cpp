#include <catch2/catch.hpp>
#include <sol/hash.hpp>
#include <sol/heap.hpp>
#include <sol/log.hpp>
#include <sol/test.hpp>

namespace {

using namespace sol;
using namespace sol::test;

template <uint64_t N>
std::string text_of(const Line<N>& line) {
    return {line.text().data(), line.text().size()};
}

std::string hex(const Hash& hash) {
    std::string out;
    for (const auto byte : hash.bytes)
        for (const auto digit : {byte >> 4, byte & 15}) out += "0123456789abcdef"[digit];
    return out;
}

}  // namespace

TEST_CASE("keys are read from base58 while compiling") {
    constexpr auto token = pubkey("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
    CHECK(to_text(token) == "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
    constexpr auto zero = pubkey("11111111111111111111111111111111");
    CHECK(zero == Pubkey{});
    CHECK(to_text(Clock::id) == "SysvarC1ock11111111111111111111111111111111");
}

TEST_CASE("keys that differ in any byte differ, and copies are the same") {
    const auto original = key("k");
    for (auto& byte : {0, 7, 8, 15, 16, 23, 24, 31}) {
        auto other = original;
        CHECK(other == original);
        other.bytes[byte] ^= 1;
        CHECK(other != original);
        other.assign(original);
        CHECK(other == original);
    }
}

TEST_CASE("discriminators are the first bytes of the hash that Anchor takes") {
    // as sha256sum tells
    CHECK(discriminator("account:Counter") == __builtin_bswap64(0xffb004f5bcfd7c19));
    CHECK(discriminator("global:initialize") == __builtin_bswap64(0xafaf6d1f0d989bed));
    constexpr auto longest =
        discriminator("global:abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuv");
    const std::string text = "global:abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuv";
    const Bytes bytes(reinterpret_cast<const uint8_t*>(text.data()), text.size());
    CHECK(load<uint64_t>(sha256(bytes).bytes) == longest);
}

TEST_CASE("hashes are of all parts in a row") {
    const uint8_t a[] = {'a'}, bc[] = {'b', 'c'};
    CHECK(hex(sha256(a, bc)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hex(keccak256(a, bc)) ==
          "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
    CHECK(hex(blake3(a, bc)) == "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85");
    CHECK(sha256(a) == sha256(a, Bytes()));
    CHECK_FALSE(sha256(a) == sha256(bc));
}

TEST_CASE("a line holds texts, numbers and truth values, as far as there is room") {
    CHECK(text_of(Line().add("n ").add(uint64_t{0}).add(' ' == ' ')) == "n 0true");
    CHECK(text_of(Line().add(~uint64_t{0})) == "18446744073709551615");
    CHECK(text_of(Line().add(INT64_MIN).add(" ").add(int8_t{-5})) == "-9223372036854775808 -5");
    CHECK(text_of(Line<4>().add("ab").add(12345)) == "ab12");
}

TEST_CASE("errors are the numbers that clients know") {
    CHECK(Error(ProgramError::InvalidArgument).code() == 2ull << 32);
    CHECK(Error(ProgramError::IncorrectAuthority).code() == 26ull << 32);
    CHECK(Error::custom(6000).code() == 6000);
    CHECK(Error::custom(0).code() == 1ull << 32);
    CHECK(Result<void>().code() == 0);
}

TEST_CASE("rent is what the bank asks") {
    const Environment environment;
    CHECK(*environment.rent.minimum_balance(0) == 890'880);
    CHECK(*environment.rent.minimum_balance(165) == 2'039'280);
    CHECK_FALSE(environment.rent.minimum_balance(~uint64_t{0}));
    auto one_year = environment.rent;
    one_year.exemption_years_bits = 0x3ff0000000000000;
    CHECK(*one_year.minimum_balance(0) == 890'880 / 2);
}

TEST_CASE("the heap gives 32 KiB of zeros and no more") {
    const auto program = [](uint8_t*) -> uint64_t {
        uint64_t given = 0;
        uint8_t* last = nullptr;
        while (auto* room = Heap::allocate(1001)) {
            REQUIRE(reinterpret_cast<uint64_t>(room) % 8 == 0);
            REQUIRE((!last || room >= last + 1001));
            for (int i = 0; i < 1001; ++i) REQUIRE(room[i] == 0);
            fill(room, 1, 1001);
            last = room;
            ++given;
        }
        REQUIRE(given == (Heap::size - 8) / 1008);
        REQUIRE(Heap::array<uint64_t>(~uint64_t{0} / 4).empty());
        return 0;
    };
    CHECK(test::run(program, {}).ok());
    CHECK(test::run(program, {}).ok());  // another call's heap is new
}
