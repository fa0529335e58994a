// expect: global_destructor.cpp: error: a global of global_destructor.cpp is initialised or destroyed at run time, but nothing runs before or after a program: make it constexpr or constinit
#include <cstdint>

extern "C" void sol_log_(const char* text, uint64_t size);

struct Farewell {
    ~Farewell() { sol_log_("bye", 3); }
};
Farewell farewell;

extern "C" uint64_t entrypoint(const uint8_t*) { return sizeof farewell; }
