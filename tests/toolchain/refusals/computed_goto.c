// expect: computed_goto.c:4: error: in function entrypoint: labels can't be jumped to by address; use a switch
#include <stdint.h>

uint64_t entrypoint(const uint8_t* input) {
    static const void* const places[] = {&&add, &&multiply, &&done};
    uint64_t value = 1;
next:
    goto* places[*input++ % 3];
add:
    value += *input;
    goto next;
multiply:
    value *= *input;
    goto next;
done:
    return value;
}
