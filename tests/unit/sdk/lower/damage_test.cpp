#include <catch2/catch.hpp>
#include <random>

#include "tests/unit/sdk/lower/toolchain.hpp"

namespace orrery::lower {
namespace {

using Bytes = std::vector<std::uint8_t>;

auto lower_bytes(const Bytes& bytes) {
    LowerParams params;
    params.bitcode = bytes;
    params.cpu_seconds = 10;
    return lower(params);
}

void check_refused(const Bytes& bytes) {
    auto object = lower_bytes(bytes);
    REQUIRE_FALSE(object);
    REQUIRE_FALSE(object.error().empty());
    CHECK_FALSE(object.error().front().message.empty());
}

}  // namespace

TEST_CASE("what is no bitcode is refused") {
    if (!toolchain_ready()) return;
    check_refused({});
    check_refused({'B', 'C', 0xc0, 0xde});
    check_refused(Bytes(1000, 0));
    Bytes noise{'B', 'C', 0xc0, 0xde};
    std::mt19937 random(1);
    for (int i = 0; i < 4000; ++i) noise.push_back(static_cast<std::uint8_t>(random()));
    check_refused(noise);
}

TEST_CASE("bitcode cut off anywhere is refused") {
    if (!toolchain_ready()) return;
    Bytes whole = compile_to_bitcode(program("arithmetic.cpp"));
    for (std::size_t kept = 0; kept + 64 < whole.size(); kept += whole.size() / 24) {
        INFO(kept << " bytes of " << whole.size());
        check_refused({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(kept)});
    }
}

TEST_CASE("bitcode with flipped bits gives an object or an error") {
    if (!toolchain_ready()) return;
    const Bytes whole = compile_to_bitcode({"int f(int a, int b) { return a / b; }"});
    std::mt19937 random(2);
    for (int round = 0; round < 60; ++round) {
        Bytes damaged = whole;
        for (int flips = 1 + round % 5; flips > 0; --flips)
            damaged[random() % damaged.size()] ^= static_cast<std::uint8_t>(1U << random() % 8);
        auto object = lower_bytes(damaged);
        if (object) {
            REQUIRE(object->size() > 4);
            CHECK((*object)[1] == 'E');
        } else {
            CHECK_FALSE(object.error().front().message.empty());
        }
    }
}

}  // namespace orrery::lower
