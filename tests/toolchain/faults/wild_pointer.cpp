// levels: 0
// ends: Access violation
#include "snippet.h"

uint64_t snippet(const uint8_t*, uint64_t size, uint8_t* out) {
    auto* const wild = reinterpret_cast<volatile uint64_t*>(0x700000000 + size);
    out[0] = 1;
    return *wild;
}
