// A syscall by the hash of its name, sol_log_64_, and one that has no name.
typedef void (*log64)(unsigned long, unsigned long, unsigned long, unsigned long, unsigned long);
unsigned long entrypoint(unsigned long* input) {
    ((log64)0x5c2a3178)(*input, 2, 3, 4, 5);
#ifdef UNKNOWN
    ((log64)0x12345678)(1, 2, 3, 4, 5);
#endif
    return 7;
}
