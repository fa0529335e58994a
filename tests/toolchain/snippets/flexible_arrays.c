#include "snippet.h"

typedef struct {
    uint16_t count;
    uint8_t kind;
    uint32_t items[];
} List;

static uint64_t total(const List* list) {
    uint64_t sum = list->kind;
    for (unsigned i = 0; i < list->count; ++i) sum = sum * 31 + list->items[i];
    return sum;
}

static const List fixed = {3, 9, {10, 20, 30}};

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Reader r = {in, in + size};
    Sink s = {out, 0};
    _Alignas(8) uint8_t bytes[512];
    List* list = (List*)bytes;
    while (r.at < r.end) {
        list->count = take8(&r) % 30;
        list->kind = take8(&r);
        for (unsigned i = 0; i < list->count; ++i) list->items[i] = take32(&r);
        put(&s, total(list));
        for (unsigned i = 0, j = list->count; i + 1 < j; ++i) {
            uint32_t swapped = list->items[i];
            list->items[i] = list->items[--j];
            list->items[j] = swapped;
        }
        put(&s, total(list) + total(&fixed));
    }
    return sizeof(List) + offsetof(List, items) * 16;
}
