// expect: vector_type.c:6:82: error: in function add: vector types can't be used on chain; use a loop
#include <stdint.h>

typedef uint32_t Four __attribute__((vector_size(16)));

__attribute__((noinline)) static void add(Four* to, const Four* by) { *to += *by * 3; }

uint64_t entrypoint(Four* input) {
    add(input, input + 1);
    return 0;
}
