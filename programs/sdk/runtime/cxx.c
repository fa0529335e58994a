// What C++ calls by itself. A virtual destructor makes clang refer to operator delete even where
// nothing is ever deleted.

#include <stddef.h>

_Noreturn void abort(void);

void __cxa_pure_virtual(void);
void _ZdlPv(void* object);
void _ZdlPvm(void* object, size_t size);
void _ZdlPvSt11align_val_t(void* object, size_t alignment);
void _ZdlPvmSt11align_val_t(void* object, size_t size, size_t alignment);

void __cxa_pure_virtual(void) { abort(); }

void _ZdlPv(void* object) {
    if (object) abort();  // deleting nothing is allowed
}

void _ZdlPvm(void* object, size_t size) {
    (void)size;
    _ZdlPv(object);
}

void _ZdlPvSt11align_val_t(void* object, size_t alignment) {
    (void)alignment;
    _ZdlPv(object);
}

void _ZdlPvmSt11align_val_t(void* object, size_t size, size_t alignment) {
    (void)size;
    (void)alignment;
    _ZdlPv(object);
}
