#pragma once

#include <sol/abi.h>

/// The C subset of the SDK (C17): parsing the input, errors, and what is short enough to be written
/// here. The syscalls are in sol/abi.h. C++ programs include <sol/program.hpp>.

#ifdef __cplusplus
extern "C" {
#endif

#define SOL_STATIC static inline __attribute__((always_inline, unused))

/// What an entrypoint returns: 0, a number below 2^32 as the program's own error, or one of these.
#define SOL_SUCCESS 0ull
#define SOL_BUILTIN(n) ((uint64_t)(n) << 32)
#define SOL_CUSTOM_ZERO SOL_BUILTIN(1)
#define SOL_INVALID_ARGUMENT SOL_BUILTIN(2)
#define SOL_INVALID_INSTRUCTION_DATA SOL_BUILTIN(3)
#define SOL_INVALID_ACCOUNT_DATA SOL_BUILTIN(4)
#define SOL_ACCOUNT_DATA_TOO_SMALL SOL_BUILTIN(5)
#define SOL_INSUFFICIENT_FUNDS SOL_BUILTIN(6)
#define SOL_INCORRECT_PROGRAM_ID SOL_BUILTIN(7)
#define SOL_MISSING_REQUIRED_SIGNATURE SOL_BUILTIN(8)
#define SOL_ACCOUNT_ALREADY_INITIALIZED SOL_BUILTIN(9)
#define SOL_UNINITIALIZED_ACCOUNT SOL_BUILTIN(10)
#define SOL_NOT_ENOUGH_ACCOUNT_KEYS SOL_BUILTIN(11)
#define SOL_INVALID_SEEDS SOL_BUILTIN(14)
#define SOL_INVALID_ACCOUNT_OWNER SOL_BUILTIN(23)
#define SOL_ARITHMETIC_OVERFLOW SOL_BUILTIN(24)

/// What the input holds. Accounts are written to an array of the caller's.
typedef struct {
    SolAccountInfo* accounts;
    uint64_t account_count;  ///< in the instruction, which may be more than there was room for
    const uint8_t* data;
    uint64_t data_len;
    const SolPubkey* program_id;
} SolParameters;

/// The integer at any address; sBPF allows misaligned access, which clang doesn't know.
SOL_STATIC uint64_t sol_load_u64(const void* from) {
    uint64_t value;
#ifdef __bpf__
    typedef uint64_t __attribute__((may_alias)) Aliased;
    value = *(const Aliased*)from;
#else
    __builtin_memcpy(&value, from, sizeof value);
#endif
    return value;
}

SOL_STATIC void sol_store_u64(void* to, uint64_t value) {
#ifdef __bpf__
    typedef uint64_t __attribute__((may_alias)) Aliased;
    *(Aliased*)to = value;
#else
    __builtin_memcpy(to, &value, sizeof value);
#endif
}

SOL_STATIC bool sol_same_key(const SolPubkey* a, const SolPubkey* b) {
    return sol_load_u64(a->x) == sol_load_u64(b->x) &&
           sol_load_u64(a->x + 8) == sol_load_u64(b->x + 8) &&
           sol_load_u64(a->x + 16) == sol_load_u64(b->x + 16) &&
           sol_load_u64(a->x + 24) == sol_load_u64(b->x + 24);
}

/// Describes the record at `at`; returns where the next one is.
SOL_STATIC uint8_t* sol_parse_account_(uint8_t* at, SolAccountInfo* to) {
    const uint64_t data_len = sol_load_u64(at + 80);
    to->key = (const SolPubkey*)(at + 8);
    to->owner = (const SolPubkey*)(at + 40);
    to->lamports = (uint64_t*)(at + 72);
    to->data_len = data_len;
    to->data = at + 88;
    to->rent_epoch = 0;
    to->is_signer = at[1] != 0;
    to->is_writable = at[2] != 0;
    to->executable = at[3] != 0;
    return (uint8_t*)(((uint64_t)at + 88 + data_len + SOL_MAX_GROWTH + 7) & ~7ull) + 8;
}

/// Reads the input. The first `room` accounts go to `accounts`; the rest is passed over.
SOL_STATIC void sol_parse(uint8_t* input, SolParameters* to, SolAccountInfo* accounts,
                          uint64_t room) {
    const uint64_t count = sol_load_u64(input);
    uint8_t* at = input + 8;
    for (uint64_t i = 0; i < count; ++i) {
        const uint64_t duplicate_of = at[0];
        if (duplicate_of == 0xff) {
            SolAccountInfo passed_over;
            at = sol_parse_account_(at, i < room ? &accounts[i] : &passed_over);
        } else {
            if (i < room) accounts[i] = accounts[duplicate_of];
            at += 8;
        }
    }
    to->accounts = accounts;
    to->account_count = count;
    to->data_len = sol_load_u64(at);
    to->data = at + 8;
    to->program_id = (const SolPubkey*)(to->data + to->data_len);
}

/// Logs a literal.
#define SOL_LOG(literal) sol_log_(literal, sizeof(literal) - 1)

/// Goes on, or ends the program with the text and the place in its log.
#define SOL_C_REQUIRE(condition, literal)                            \
    do {                                                             \
        if (!(condition)) {                                          \
            SOL_LOG(literal);                                        \
            sol_panic_(__FILE__, sizeof(__FILE__) - 1, __LINE__, 0); \
        }                                                            \
    } while (0)

/// False where the sum doesn't fit.
SOL_STATIC bool sol_checked_add(uint64_t a, uint64_t b, uint64_t* sum) {
    return !__builtin_add_overflow(a, b, sum);
}

SOL_STATIC bool sol_checked_sub(uint64_t a, uint64_t b, uint64_t* difference) {
    return !__builtin_sub_overflow(a, b, difference);
}

/// Invokes the system program's transfer; `from` signs, by its key or by the seeds.
SOL_STATIC uint64_t sol_transfer(const SolAccountInfo* from_and_to, uint64_t lamports,
                                 const SolSignerSeeds* signers, uint64_t signer_count) {
    static const SolPubkey system_program = {{0}};
    uint8_t data[12] = {2};
    sol_store_u64(data + 4, lamports);
    const SolAccountMeta metas[2] = {{from_and_to[0].key, true, true},
                                     {from_and_to[1].key, true, false}};
    const SolInstruction instruction = {&system_program, metas, 2, data, sizeof data};
    return sol_invoke_signed_c(&instruction, from_and_to, 2, signers, signer_count);
}

#ifdef __cplusplus
}
#endif
