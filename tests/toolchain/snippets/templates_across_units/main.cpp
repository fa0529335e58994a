// levels: 0 1
#include "shared.hpp"
#include "snippet.h"

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    uint64_t counter = 0;
    while (r.at < r.end) {
        const auto v = take64(&r);
        Mixer<uint64_t, 3> mixer{v};
        mixer.absorb(v >> 9);
        Mixer<uint16_t, 5> small{static_cast<uint16_t>(v)};
        small.absorb(static_cast<uint16_t>(v >> 16));
        Mixer<uint64_t, 3>::calls(counter);
        put(&s, mixer.state ^ small.state ^ other_unit(v, counter));
        const uint64_t values[] = {v, v ^ 77, v * 3};
        put(&s, largest(values, 3) + static_cast<uint64_t>(shared_name(v & 7)[1]));
        put(&s, other_name(static_cast<unsigned>(v & 7)) == shared_name(v & 7));
        put(&s, other_constants() == shared_constants ? shared_constants[v % 3] : 1);
    }
    return counter;
}
