// expect: syscall_with_cxx_linkage.cpp:7: error: in function entrypoint: undefined symbol sol_log_(char const*, unsigned long); declare the syscall extern "C"
#include <cstdint>

void sol_log_(const char* text, uint64_t size);

extern "C" uint64_t entrypoint(const uint8_t*) {
    sol_log_("hello", 5);
    return 0;
}
