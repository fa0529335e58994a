// expect: thread_local_variable.cpp:4:1: error: thread-local storage is not supported for the current target
#include <cstdint>

thread_local uint64_t calls = 0;

extern "C" uint64_t entrypoint(const uint8_t* input) { return calls += input[0]; }
