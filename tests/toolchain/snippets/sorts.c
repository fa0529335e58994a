// levels: 0 3 z
#include "snippet.h"

typedef int (*Compare)(int16_t a, int16_t b);
static int ascending(int16_t a, int16_t b) { return (a > b) - (a < b); }
static int by_size(int16_t a, int16_t b) {
    int x = a < 0 ? -a : a, y = b < 0 ? -b : b;
    return x != y ? x - y : a - b;
}

static void swap(int16_t* a, int16_t* b) {
    int16_t v = *a;
    *a = *b;
    *b = v;
}
__attribute__((noinline)) static void quick(int16_t* v, int n, Compare compare) {
    while (n > 1) {
        int16_t pivot = v[n / 2];
        int i = 0, j = n - 1;
        while (i <= j) {
            while (compare(v[i], pivot) < 0) ++i;
            while (compare(v[j], pivot) > 0) --j;
            if (i <= j) swap(&v[i++], &v[j--]);
        }
        if (j + 1 < n - i) {
            quick(v, j + 1, compare);
            v += i, n -= i;
        } else {
            quick(v + i, n - i, compare);
            n = j + 1;
        }
    }
}
static void sink(int16_t* v, int at, int n, Compare compare) {
    for (int child; (child = 2 * at + 1) < n; at = child) {
        if (child + 1 < n && compare(v[child], v[child + 1]) < 0) ++child;
        if (compare(v[at], v[child]) >= 0) return;
        swap(&v[at], &v[child]);
    }
}
static void heap(int16_t* v, int n, Compare compare) {
    for (int i = n / 2; i-- > 0;) sink(v, i, n, compare);
    while (n > 1) {
        swap(&v[0], &v[--n]);
        sink(v, 0, n, compare);
    }
}
__attribute__((noinline)) static void merge(int16_t* v, int n, int16_t* room, Compare compare) {
    if (n < 2) return;
    int half = n / 2;
    merge(v, half, room, compare);
    merge(v + half, n - half, room, compare);
    memcpy(room, v, (size_t)half * sizeof *v);
    for (int i = 0, j = half, k = 0; i < half;)
        v[k++] = j < n && compare(v[j], room[i]) < 0 ? v[j++] : room[i++];
}

uint64_t snippet(const uint8_t* in, uint64_t size, uint8_t* out) {
    Sink s = {out, 0};
    int16_t a[120], b[120], c[120], room[60];
    int n = (int)(size / 2);
    memcpy(a, in, (size_t)n * 2);
    memcpy(b, a, sizeof b);
    memcpy(c, a, sizeof c);
    quick(a, n, ascending);
    heap(b, n, by_size);
    merge(c, n, room, ascending);
    for (int i = 0; i < n; ++i) {
        put(&s, (uint64_t)a[i]);
        put(&s, (uint64_t)b[i]);
    }
    return memcmp(a, c, (size_t)n * 2) == 0;
}
