// expect: undefined_variable.c:6: error: in function entrypoint: undefined symbol fee_per_transfer
#include <stdint.h>

extern const uint64_t fee_per_transfer;

uint64_t entrypoint(const uint8_t* input) { return fee_per_transfer + input[0]; }
