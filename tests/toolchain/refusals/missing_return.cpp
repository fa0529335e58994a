// expect: missing_return.cpp:4:85: error: non-void function does not return a value in all control paths [-Werror,-Wreturn-type]
#include <stdint.h>

extern "C" uint64_t entrypoint(const uint8_t* input) { if (input[0] == 0) return 1; }
