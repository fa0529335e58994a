// A variable that is in no section: what -fcommon makes of a declaration without a value.
unsigned long calls;
unsigned long entrypoint(const unsigned char* input) { return *input + calls++; }
