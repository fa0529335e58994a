// expect: guarded_static_local.cpp: error: the static variable entrypoint::config is initialised when it is first used, but programs have no memory that stays: make it constexpr, or no static
#include <cstdint>

struct Config {
    explicit Config(const uint8_t* input) : first(input[0]) {}
    uint64_t first;
};

extern "C" uint64_t entrypoint(const uint8_t* input) {
    static const Config config(input);
    return config.first;
}
