// expect: unknown_syscall.c:6: error: in function entrypoint: undefined symbol sol_read_the_news; there is no such syscall
#include <stdint.h>

uint64_t sol_read_the_news(const uint8_t* buffer);

uint64_t entrypoint(const uint8_t* input) { return sol_read_the_news(input); }
