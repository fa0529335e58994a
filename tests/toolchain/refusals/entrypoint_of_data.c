// expect: entrypoint_of_data.c: error: entrypoint isn't a function
#include <stdint.h>

const uint64_t entrypoint = 5;
