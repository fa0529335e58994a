// expect: missing_header.cpp:2:10: fatal error: 'no_such_header.hpp' file not found
#include <no_such_header.hpp>

extern "C" unsigned long entrypoint(const unsigned char*) { return 0; }
