// expect: undefined_function.cpp:13: error: in function entrypoint: undefined symbol oracle::average(oracle::Price const*, unsigned int)
#include <cstdint>

namespace oracle {
struct Price {
    uint64_t value;
};
uint64_t average(const Price* prices, unsigned count);
}  // namespace oracle

extern "C" uint64_t entrypoint(const uint8_t* input) {
    const oracle::Price prices[2] = {{input[0]}, {input[1]}};
    return oracle::average(prices, 2);
}
