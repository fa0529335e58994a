// expect: exceptions_allowed.cpp:11:9: error: in function entrypoint: exceptions can't be used on chain; use -fno-exceptions
// flags: -fexceptions
#include <cstdint>

[[gnu::noinline]] void check(const uint8_t* input) {
    if (input[0] == 0) throw 5;
}

extern "C" uint64_t entrypoint(const uint8_t* input) {
    try {
        check(input);
    } catch (int code) {
        return static_cast<uint64_t>(code);
    }
    return 0;
}
