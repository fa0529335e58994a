// The C library's memory functions, which clang may call and programs may use. The syscalls cost
// 10 CU up to 2,500 bytes, so less than a loop over more than a few.

#include <stddef.h>
#include <stdint.h>

void sol_memmove_(void* to, const void* from, uint64_t size);
void sol_memset_(void* to, uint8_t value, uint64_t size);
void sol_memcmp_(const void* a, const void* b, uint64_t size, int32_t* order);

void* memcpy(void* to, const void* from, size_t size);
void* memmove(void* to, const void* from, size_t size);
void* memset(void* to, int value, size_t size);
int memcmp(const void* a, const void* b, size_t size);
int bcmp(const void* a, const void* b, size_t size);
size_t strlen(const char* text);

// sol_memcpy_ ends the program where both are the same, and clang copies structs onto themselves.
void* memcpy(void* to, const void* from, size_t size) {
    if (size) sol_memmove_(to, from, size);
    return to;
}

void* memmove(void* to, const void* from, size_t size) {
    if (size) sol_memmove_(to, from, size);
    return to;
}

void* memset(void* to, int value, size_t size) {
    if (size) sol_memset_(to, (uint8_t)value, size);
    return to;
}

int memcmp(const void* a, const void* b, size_t size) {
    int32_t order = 0;
    if (size) sol_memcmp_(a, b, size, &order);
    return order;
}

int bcmp(const void* a, const void* b, size_t size) { return memcmp(a, b, size); }

size_t strlen(const char* text) {
    size_t size = 0;
    while (text[size]) ++size;
    return size;
}
