// Signed: with -mcpu=v4 an instruction of its own.
long entrypoint(const long* input) { return input[0] / input[1]; }
