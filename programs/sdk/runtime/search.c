// What the C++ library's headers call though nobody sees it: std::string_view looks for letters
// with memchr; std::stable_sort asks for room, and does without where it gets none.

#include <stddef.h>

#define REPLACEABLE __attribute__((weak))

void* memchr(const void* bytes, int value, size_t size);
void* _ZnwmRKSt9nothrow_t(size_t size, const void* tag);
void* _ZnamRKSt9nothrow_t(size_t size, const void* tag);

REPLACEABLE void* memchr(const void* bytes, int value, size_t size) {
    const unsigned char* at = bytes;
    for (; size; --size, ++at)
        if (*at == (unsigned char)value) return (void*)at;
    return NULL;
}

extern const char _ZSt7nothrow;
REPLACEABLE const char _ZSt7nothrow = 0;

REPLACEABLE void* _ZnwmRKSt9nothrow_t(size_t size, const void* tag) {
    (void)size;
    (void)tag;
    return NULL;
}

REPLACEABLE void* _ZnamRKSt9nothrow_t(size_t size, const void* tag) {
    return _ZnwmRKSt9nothrow_t(size, tag);
}
