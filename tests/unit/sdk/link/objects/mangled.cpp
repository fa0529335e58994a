// A syscall declared as a C++ function, and a heap.
void sol_log_(const char* text, unsigned long length);
extern "C" unsigned long* entrypoint(const unsigned char*) {
    sol_log_("hello", 5);
    return new unsigned long(1);
}
