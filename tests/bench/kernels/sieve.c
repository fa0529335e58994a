// Primes below 30,000 by the sieve of Eratosthenes, ten times; returns how many there are.
typedef unsigned char u8;
typedef unsigned long u64;

u64 entrypoint(const u8* input) {
    (void)input;
    volatile u8* keep = (u8*)0x300000000ul;
    u8* composite = (u8*)keep;
    const u64 limit = 30000;
    u64 count = 0;
    for (int round = 0; round < 10; round++) {
        for (u64 i = 0; i < limit; i++) keep[i] = 0;
        count = 0;
        for (u64 i = 2; i < limit; i++) {
            if (composite[i]) continue;
            count++;
            for (u64 j = i * i; j < limit; j += i) composite[j] = 1;
        }
    }
    return count;
}
