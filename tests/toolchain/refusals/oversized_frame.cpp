// expect: oversized_frame.cpp:10:5: error: in function entrypoint: the function's locals don't fit in its stack frame of 4096 bytes; make them smaller, or split the function; the largest is 'first' of 2500 bytes
#include <cstdint>

[[gnu::noinline]] void fill(uint8_t* bytes, uint64_t size) {
    for (uint64_t i = 0; i < size; ++i) bytes[i] = static_cast<uint8_t>(i);
}

extern "C" uint64_t entrypoint(const uint8_t* input) {
    uint8_t first[2500], second[2000], small[8];
    fill(first, sizeof first);
    fill(second, sizeof second);
    fill(small, sizeof small);
    return first[input[0]] + second[input[1]] + small[input[2] & 7];
}
