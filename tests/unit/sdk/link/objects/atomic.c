// An atomic addition.
unsigned long entrypoint(unsigned long* input) { __sync_fetch_and_add(input, 7); return 0; }
