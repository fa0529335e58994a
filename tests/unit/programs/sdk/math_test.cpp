#include <catch2/catch.hpp>
#include <limits>
#include <sol/math.hpp>

#include "tests/unit/programs/sdk/random.hpp"

namespace {

using namespace sol;
using namespace sol::test;

__extension__ using Big = __int128;
__extension__ using Natural = unsigned __int128;

template <class T>
bool fits(Big value) {
    return value >= std::numeric_limits<T>::min() && value <= std::numeric_limits<T>::max();
}

// Products that 64 bits don't hold may have too many bits for Big as well: any such will do.
Big product_of(Big a, Big b) {
    constexpr Big too_much = Big{1} << 64;
    if (a > 0 && b > too_much / a) return too_much;
    return a * b;
}

template <class T>
void same(const Result<T>& found, bool defined, Big exact) {
    const bool expected = defined && fits<T>(exact);
    REQUIRE(static_cast<bool>(found) == expected);
    if (expected) {
        REQUIRE(*found == static_cast<T>(exact));
    } else {
        REQUIRE(found.error() == Error(ProgramError::ArithmeticOverflow));
    }
}

}  // namespace

TEMPLATE_TEST_CASE("checked arithmetic gives 128-bit arithmetic's result or an error", "", uint8_t,
                   int8_t, uint16_t, int16_t, uint32_t, int32_t, uint64_t, int64_t) {
    Random random(sizeof(TestType) + std::is_signed_v<TestType>);
    for (int i = 0; i < 20'000; ++i) {
        const auto a = random.number<TestType>(), b = random.number<TestType>();
        CAPTURE(a, b);
        // NOLINTNEXTLINE(bugprone-signed-char-misuse): of a negative int8_t too
        const Big x = a, y = b;
        same(checked_add(a, b), true, x + y);
        same(checked_sub(a, b), true, x - y);
        same(checked_mul(a, b), true, product_of(x, y));
        same(checked_div(a, b), b != 0, b ? x / y : 0);
        same(checked_rem(a, b), b != 0, b ? x % y : 0);
    }
}

TEST_CASE("checked_cast keeps the value or gives an error") {
    Random random(5);
    for (int i = 0; i < 20'000; ++i) {
        const auto a = random.number<int64_t>();
        const auto b = random.number<uint64_t>();
        CAPTURE(a, b);
        same(checked_cast<uint8_t>(a), true, a);
        same(checked_cast<int32_t>(a), true, a);
        same(checked_cast<uint64_t>(a), true, a);
        same(checked_cast<int64_t>(b), true, Big{b});
        same(checked_cast<uint32_t>(b), true, Big{b});
    }
}

TEST_CASE("mul_div keeps 128 bits in between and rounds as it says") {
    Random random(6);
    for (int i = 0; i < 50'000; ++i) {
        const auto a = random.number<uint64_t>(), b = random.number<uint64_t>();
        const auto divisor = random.number<uint64_t>();
        CAPTURE(a, b, divisor);
        const Natural product = Natural{a} * b;
        const Natural down = divisor ? product / divisor : 0;
        const Natural up = divisor ? down + (product % divisor != 0) : 0;
        const bool defined = divisor != 0;
        const auto found = mul_div(a, b, divisor);
        REQUIRE(static_cast<bool>(found) == (defined && down >> 64 == 0));
        if (found) REQUIRE(*found == static_cast<uint64_t>(down));
        const auto found_up = mul_div_up(a, b, divisor);
        REQUIRE(static_cast<bool>(found_up) == (defined && up >> 64 == 0));
        if (found_up) REQUIRE(*found_up == static_cast<uint64_t>(up));
    }
}
