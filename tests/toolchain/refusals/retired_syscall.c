// expect: retired_syscall.c:6: error: in function entrypoint: the syscall sol_alloc_free_ is for old programs; new ones can't call it
#include <stdint.h>

void* sol_alloc_free_(uint64_t size, const void* address);

uint64_t entrypoint(const uint8_t* input) { return sol_alloc_free_(input[0], 0) != 0; }
