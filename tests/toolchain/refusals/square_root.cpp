// expect: square_root.cpp:7:13: error: in function entrypoint: floating point can't be used on chain; use integers or fixed-point numbers
#include <cstdint>

extern "C" uint64_t entrypoint(const uint8_t* input) {
    double value;
    __builtin_memcpy(&value, input, sizeof value);
    value = __builtin_sqrt(value);
    uint64_t out;
    __builtin_memcpy(&out, &value, sizeof out);
    return out;
}
