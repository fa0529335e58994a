// Constants that want to lie at multiples of 64, behind ones that don't.
typedef unsigned long u64;
static const unsigned char small[3] = {1, 2, 3};
static const _Alignas(64) unsigned char big[128] = {4, 5, 6};
u64 entrypoint(const u64* input) {
    const volatile unsigned char* at = big + (*input & 1);
    return (u64)at % 64 + small[*input % 3];
}
