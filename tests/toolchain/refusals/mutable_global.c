// expect: mutable_global.c: error: the variable limit can be written, and programs have no memory that stays: make it const or constexpr, or keep it in an account
// expect: mutable_global.c: error: the variable calls can be written, and programs have no memory that stays: make it const or constexpr, or keep it in an account
#include <stdint.h>

uint64_t calls;
uint32_t limit = 5;

uint64_t entrypoint(const uint8_t* input) { return ++calls > limit ? input[0] : 0; }
