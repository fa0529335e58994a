#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// The C ABI between a program and its chain: structs as the runtime reads them, and the syscalls.
/// Field order and sizes are Solana's (sdk/sbf/c of the upstream SDK); C17 and C++20.
///
/// On a chain a syscall that fails ends the program: no error comes back to it. Where one returns a
/// number, 0 is success. Natively (liborrery_native.so) the call ends with an outcome instead.

// <cstdlib> declares abort(), too, before this or behind it; the two have to be the same.
#define SOL_NORETURN __attribute__((__noreturn__))
#ifdef __cplusplus
extern "C" {
#define SOL_NOEXCEPT noexcept
#else
#define SOL_NOEXCEPT
#endif

typedef struct {
    uint8_t x[32];
} SolPubkey;

/// Bytes that a syscall reads: a hash's input, a field of sol_log_data, one seed.
typedef struct {
    const void* addr;
    uint64_t len;
} SolBytes;

/// The seeds of one address that signs an invocation.
typedef struct {
    const SolBytes* addr;
    uint64_t len;
} SolSignerSeeds;

typedef struct {
    const SolPubkey* pubkey;
    bool is_writable;
    bool is_signer;
} SolAccountMeta;

typedef struct {
    const SolPubkey* program_id;
    const SolAccountMeta* accounts;
    uint64_t account_len;
    const uint8_t* data;
    uint64_t data_len;
} SolInstruction;

/// An account as sol_invoke_signed_c takes it: all pointers are into the program's input.
typedef struct {
    const SolPubkey* key;
    uint64_t* lamports;
    uint64_t data_len;
    uint8_t* data;
    const SolPubkey* owner;
    uint64_t rent_epoch;
    bool is_signer;
    bool is_writable;
    bool executable;
} SolAccountInfo;

/// How much longer than at the call an account's data may be when the program returns.
enum { SOL_MAX_GROWTH = 10240 };

#ifdef __bpf__
SOL_NORETURN void abort(void) SOL_NOEXCEPT;
#define SOL_ABORT() abort()
#else
/// Natively `abort` is the C library's and ends the process; this one ends the call.
SOL_NORETURN void sol_abort_(void);
/// 32 KiB that are zero when a call begins.
uint8_t* sol_heap_(void);
#define SOL_ABORT() sol_abort_()
#endif
SOL_NORETURN void sol_panic_(const char* file, uint64_t file_len, uint64_t line, uint64_t column);

void sol_log_(const char* text, uint64_t len);
void sol_log_64_(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e);
void sol_log_pubkey(const SolPubkey* key);
void sol_log_compute_units_(void);
void sol_log_data(const SolBytes* fields, uint64_t count);

/// Source and destination mustn't overlap, not even be the same.
void sol_memcpy_(void* to, const void* from, uint64_t len);
void sol_memmove_(void* to, const void* from, uint64_t len);
void sol_memset_(void* to, uint8_t value, uint64_t len);
void sol_memcmp_(const void* a, const void* b, uint64_t len, int32_t* order);

/// Hashes of the parts' concatenation: 32 bytes, of sha512 64.
uint64_t sol_sha256(const SolBytes* parts, uint64_t count, uint8_t* digest);
uint64_t sol_sha512(const SolBytes* parts, uint64_t count, uint8_t* digest);
uint64_t sol_keccak256(const SolBytes* parts, uint64_t count, uint8_t* digest);
uint64_t sol_blake3(const SolBytes* parts, uint64_t count, uint8_t* digest);

/// 1 where the seeds give no address; too many or too long seeds end the program.
uint64_t sol_create_program_address(const SolBytes* seeds, uint64_t count, const SolPubkey* program,
                                    SolPubkey* address);
uint64_t sol_try_find_program_address(const SolBytes* seeds, uint64_t count,
                                      const SolPubkey* program, SolPubkey* address, uint8_t* bump);

/// curve: 0 is edwards25519. 0 where the 32 bytes are a point of it, else 1.
uint64_t sol_curve_validate_point(uint64_t curve, const uint8_t* point, uint8_t* unused);

uint64_t sol_get_clock_sysvar(void* clock);
uint64_t sol_get_rent_sysvar(void* rent);
uint64_t sol_get_epoch_schedule_sysvar(void* schedule);
uint64_t sol_get_last_restart_slot(uint64_t* slot);
/// 1 where offset + length is past the sysvar's end, 2 where there is no such sysvar.
uint64_t sol_get_sysvar(const SolPubkey* id, void* out, uint64_t offset, uint64_t length);

void sol_set_return_data(const uint8_t* data, uint64_t len);
/// Copies up to len bytes; returns how many there are.
uint64_t sol_get_return_data(uint8_t* data, uint64_t len, SolPubkey* program);
uint64_t sol_get_stack_height(void);
uint64_t sol_remaining_compute_units(void);

uint64_t sol_invoke_signed_c(const SolInstruction* instruction, const SolAccountInfo* accounts,
                             uint64_t account_count, const SolSignerSeeds* signers,
                             uint64_t signer_count);

/// out: quotient low, high, remainder low, high. No syscall: programs/sdk/runtime.
void __sbpf_udivmod128(uint64_t* out, uint64_t a_low, uint64_t a_high, uint64_t b_low,
                       uint64_t b_high);

#ifdef __cplusplus
}
#endif
