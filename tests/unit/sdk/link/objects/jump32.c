// Comparisons of 32 bits: with -mcpu=v3 a jump of its own.
unsigned long entrypoint(const unsigned* input) { return input[0] < 77 ? 5 : 6; }
