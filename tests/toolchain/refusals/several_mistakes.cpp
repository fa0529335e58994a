// expect: several_mistakes.cpp:10:39: error: in function entrypoint: floating point can't be used on chain; use integers or fixed-point numbers
// expect: several_mistakes.cpp:6:59: error: in function half(double): floating point can't be used on chain; use integers or fixed-point numbers
// expect: several_mistakes.cpp:7:58: error: in function third(float): floating point can't be used on chain; use integers or fixed-point numbers
#include <cstdint>

[[gnu::noinline]] static double half(double v) { return v / 2 + v / 3 - v * 7; }
[[gnu::noinline]] static float third(float v) { return v / 3; }

extern "C" uint64_t entrypoint(const uint8_t* input) {
    return static_cast<uint64_t>(half(input[0])) + static_cast<uint64_t>(third(input[1]));
}
