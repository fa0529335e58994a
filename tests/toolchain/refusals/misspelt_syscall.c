// expect: misspelt_syscall.c:8: error: in function entrypoint: undefined symbol sol_lgo_; did you mean sol_log_?
#include <stdint.h>

void sol_lgo_(const char* text, uint64_t size);

uint64_t entrypoint(const uint8_t* input) {
    (void)input;
    sol_lgo_("hello", 5);
    return 0;
}
