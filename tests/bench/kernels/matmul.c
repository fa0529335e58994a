// 24x24 matrix product of 64-bit integers, twenty times; returns the trace.
typedef unsigned char u8;
typedef unsigned long u64;

enum { n = 24 };

static __attribute__((noinline)) void multiply(const u64* a, const u64* b, u64* c) {
    for (u64 i = 0; i < n; i++) {
        for (u64 j = 0; j < n; j++) {
            u64 sum = 0;
#pragma clang loop unroll(disable)
            for (u64 k = 0; k < n; k++) sum += a[i * n + k] * b[k * n + j];
            c[i * n + j] = sum;
        }
    }
}

u64 entrypoint(const u8* input) {
    (void)input;
    u64* a = (u64*)0x300000000ul;
    u64* b = a + n * n;
    u64* c = b + n * n;
    for (u64 i = 0; i < n * n; i++) a[i] = i * 3 + 1, b[i] = i ^ 0x55;
    for (int round = 0; round < 10; round++) {
        multiply(a, b, c);
        multiply(c, b, a);
    }
    u64 trace = 0;
    for (u64 i = 0; i < n; i++) trace += a[i * n + i];
    return trace;
}
