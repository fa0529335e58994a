// expect: clang-19: error: unsupported option '-mcpu=' for target 'x86_64-linux-gnu'
// flags: --target=x86_64-linux-gnu -Wno-unused-command-line-argument
#include <stdint.h>

uint64_t entrypoint(const uint8_t* input) { return input[0]; }
