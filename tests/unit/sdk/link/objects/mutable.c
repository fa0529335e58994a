// Keeps a count where programs can't.
static unsigned long calls;
unsigned long limit = 5;

unsigned long entrypoint(const unsigned char* input) { return input[0] + calls++ + limit++; }
