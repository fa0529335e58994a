// expect: oversized_local.cpp:8: error: in function entrypoint: the local 'table' of 5000 bytes doesn't fit in a stack frame of 4096; put it on the heap or in an account
#include <cstdint>

[[gnu::noinline]] void fill(uint8_t* bytes, uint64_t size) {
    for (uint64_t i = 0; i < size; ++i) bytes[i] = static_cast<uint8_t>(i);
}

extern "C" uint64_t entrypoint(const uint8_t* input) {
    uint8_t table[5000];
    fill(table, sizeof table);
    return table[input[0]] + table[input[1]] + table[input[2]];
}
