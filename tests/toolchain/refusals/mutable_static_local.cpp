// expect: mutable_static_local.cpp: error: the variable counting::next()::counter can be written, and programs have no memory that stays: make it const or constexpr, or keep it in an account
#include <cstdint>

namespace counting {

uint64_t next() {
    static uint64_t counter = 1;
    return ++counter;
}

}  // namespace counting

extern "C" uint64_t entrypoint(const uint8_t*) { return counting::next(); }
