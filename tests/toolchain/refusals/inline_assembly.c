// expect: inline_assembly.c: error: inline assembly must be BPF's: <inline asm>:1:2: invalid register/token name
#include <stdint.h>

uint64_t entrypoint(const uint8_t* input) {
    uint64_t value = input[0];
    __asm__ volatile("addq $1, %0" : "+r"(value));
    return value;
}
