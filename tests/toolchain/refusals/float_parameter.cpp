// expect: float_parameter.cpp:4:78: error: in function above(float const&, float): floating point can't be used on chain; use integers or fixed-point numbers
#include <cstdint>

[[gnu::noinline]] bool above(const float& limit, float value) { return value > limit; }

extern "C" uint64_t entrypoint(const uint8_t* input) {
    return above(*reinterpret_cast<const float*>(input),
                 *reinterpret_cast<const float*>(input + 4));
}
