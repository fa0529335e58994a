// expect: static_assertion.cpp:8:15: error: static assertion failed due to requirement 'sizeof(State) == 9': the state is stored without gaps
#include <cstdint>

struct State {
    uint8_t tag;
    uint64_t amount;
};
static_assert(sizeof(State) == 9, "the state is stored without gaps");

extern "C" uint64_t entrypoint(const State* state) { return state->amount; }
