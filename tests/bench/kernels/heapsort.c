// Heapsort of 3,000 numbers of a xorshift generator; returns the median, 0 if out of order.
typedef unsigned char u8;
typedef unsigned long u64;

static __attribute__((noinline)) void sift(u64* a, u64 start, u64 end) {
    u64 root = start;
    while (2 * root + 1 < end) {
        u64 child = 2 * root + 1;
        if (child + 1 < end && a[child] < a[child + 1]) child++;
        if (a[root] >= a[child]) return;
        u64 t = a[root];
        a[root] = a[child];
        a[child] = t;
        root = child;
    }
}

u64 entrypoint(const u8* input) {
    (void)input;
    u64* a = (u64*)0x300000000ul;
    const u64 n = 3000;
    u64 x = 88172645463325252ul;
    for (u64 i = 0; i < n; i++) {
        x ^= x << 13, x ^= x >> 7, x ^= x << 17;
        a[i] = x;
    }
    for (u64 i = n / 2; i-- > 0;) sift(a, i, n);
    for (u64 end = n - 1; end > 0; end--) {
        u64 t = a[0];
        a[0] = a[end];
        a[end] = t;
        sift(a, 0, end);
    }
    for (u64 i = 1; i < n; i++) {
        if (a[i - 1] > a[i]) return 0;
    }
    return a[n / 2];
}
