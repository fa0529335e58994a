// expect: mutable_in_second_unit/second.c: error: the variable total can be written, and programs have no memory that stays: make it const or constexpr, or keep it in an account
#include <stdint.h>

uint64_t counted(uint64_t v);

uint64_t entrypoint(const uint8_t* input) { return counted(input[0]); }
