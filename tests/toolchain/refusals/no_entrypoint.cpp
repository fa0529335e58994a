// expect: error: there is no function entrypoint; define it: extern "C" uint64_t entrypoint(const uint8_t* input)
#include <cstdint>

// Without extern "C" it has another name.
uint64_t entrypoint(const uint8_t* input) { return input[0]; }
