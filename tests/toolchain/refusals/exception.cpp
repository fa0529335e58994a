// expect: exception.cpp:5:24: error: cannot use 'throw' with exceptions disabled
#include <cstdint>

extern "C" uint64_t entrypoint(const uint8_t* input) {
    if (input[0] == 0) throw 5;
    return 0;
}
