// 32-bit sums: with -mcpu=v3 they become instructions that give other results on sBPF.
unsigned long entrypoint(const unsigned* input) { return input[0] + input[1]; }
