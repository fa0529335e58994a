// levels: 0 3
#include "snippet.h"

static uint64_t parse(const uint8_t* in, uint64_t size, Sink* s) {
    uint64_t at = 0, value = 0, depth = 0;
start:
    if (at >= size) goto done;
    switch (in[at++] & 7) {
        case 0:
            goto start;
        case 1:
            value += 3;
            goto number;
        case 2:
            ++depth;
            break;
        case 3:
            if (depth) goto out_of_it;
            goto error;
        default:
            goto number;
    }
    put(s, depth);
    if (depth > 9) goto error;
    goto start;
number:
    do {
        value = value * 10 + in[at - 1] % 10;
        if (value > 100000) goto wrap;
    } while (at < size && in[at++] & 1);
    goto start;
wrap:
    value %= 997;
    put(s, value);
    goto number;
out_of_it:
    while (depth) {
        --depth;
        for (uint64_t i = 0; i < 3; ++i)
            if (at + i < size && in[at + i] == 0xff) goto start;
    }
    goto start;
error:
    put(s, 0xe0000 + at);
    depth = 0;
    goto start;
done:
    return value;
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s = {out, 0};
    return parse(in, size, &s);
}
