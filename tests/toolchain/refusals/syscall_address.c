// expect: syscall_address.c: error: in loggers: the syscall sol_log_64_ can be called, but it has no address; wrap it in a function
#include <stdint.h>

typedef void (*Logger)(uint64_t, uint64_t, uint64_t, uint64_t, uint64_t);
void sol_log_64_(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e);

static void quiet(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e) {
    (void)a, (void)b, (void)c, (void)d, (void)e;
}
static const Logger loggers[] = {sol_log_64_, quiet, sol_log_64_};

uint64_t entrypoint(const uint8_t* input) {
    loggers[input[0] % 3](1, 2, 3, 4, 5);
    return 0;
}
