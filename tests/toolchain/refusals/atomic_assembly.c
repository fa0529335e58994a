// expect: atomic_assembly.c:5: error: in function entrypoint: sBPF has no atomic instructions
#include <stdint.h>

uint64_t entrypoint(uint64_t* input) {
    __asm__ volatile("lock *(u64 *)(%0 + 0) += %1" : : "r"(input), "r"(input[1]) : "memory");
    return 0;
}
