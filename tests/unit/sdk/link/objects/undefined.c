// Misspelt syscalls, functions of the C library, and the address of a syscall.
typedef unsigned long u64;
void sol_lgo_(const char* text, u64 length);
void sol_unheard_of_thing(void);
void* memcpy(void* to, const void* from, u64 size);
void sol_alloc_free_(void);
void sol_log_64_(u64 a, u64 b, u64 c, u64 d, u64 e);
extern const u64 elsewhere[];

typedef void (*log64)(u64, u64, u64, u64, u64);
void elsewhere_64(u64 a, u64 b, u64 c, u64 d, u64 e);
const log64 table[] = {sol_log_64_, elsewhere_64};

u64 entrypoint(u64* input) {
    sol_lgo_("hello", 5);
    sol_unheard_of_thing();
    memcpy(input, input + 10, *input);
    sol_alloc_free_();
    table[*input](0, 0, 0, 0, 0);
    return elsewhere[*input];
}
