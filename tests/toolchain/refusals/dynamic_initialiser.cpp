// expect: dynamic_initialiser.cpp: error: a global of dynamic_initialiser.cpp is initialised or destroyed at run time, but nothing runs before or after a program: make it constexpr or constinit
#include <cstdint>

uint64_t seed();
const uint64_t start = seed() * 3;
uint64_t seed() { return *reinterpret_cast<const volatile uint64_t*>(0x400000000); }

extern "C" uint64_t entrypoint(const uint8_t* input) { return start + input[0]; }
