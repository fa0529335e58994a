// Nothing to start with.
unsigned long entry_point(const unsigned char* input) { return *input; }
