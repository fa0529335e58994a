// levels: 0
#include "shapes.hpp"
#include "snippet.h"

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r{in, in + size};
    Sink s{out, 0};
    while (r.at < r.end) {
        const auto v = take64(&r), w = take64(&r);
        const Square square(v);
        const Oblong oblong(v, w);
        const Shape* shapes[] = {&square, &oblong, &square};
        for (const auto* shape : shapes) put(&s, measure(*shape) + shape->scaled(1, v, w, 2, 3));
        put(&s, static_cast<uint64_t>(shapes[v % 3]->name()[0]));
    }
    return s.count;
}
