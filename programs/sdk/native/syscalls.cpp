// What programs call on a chain, for native code. Hashes, addresses and the system's ids are the
// SDK's; each ends the call where the chain's would.
#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <cstring>

#include "programs/sdk/native/machine.hpp"
#include "sdk/codec/base64.hpp"
#include "sdk/crypto/blake3.hpp"
#include "sdk/crypto/curve.hpp"
#include "sdk/crypto/keccak256.hpp"
#include "sdk/crypto/pda.hpp"
#include "sdk/crypto/sha256.hpp"
#include "sdk/crypto/sha512.hpp"

using namespace sol::test;

namespace {

constexpr uint64_t max_hashed_parts = 20'000;
constexpr uint64_t max_return_data = 1024;

[[noreturn]] void abort_call(std::string message) {
    throw Stop{End::aborted, 0, std::move(message)};
}

std::span<const uint8_t> bytes_of(const SolBytes& one) {
    return {static_cast<const uint8_t*>(one.addr), one.len};
}

void add_log(Machine& to, std::string line) { to.outcome.logs.push_back(std::move(line)); }

template <class Hasher>
uint64_t hash_parts(const SolBytes* parts, uint64_t count, uint8_t* digest) {
    return syscall([&](Machine&) -> uint64_t {
        if (count > max_hashed_parts) abort_call("TooManySlices");
        Hasher hasher;
        for (const auto& part : std::span(parts, count)) hasher.update(bytes_of(part));
        const auto found = hasher.finish();
        std::memcpy(digest, found.bytes.data(), found.bytes.size());
        return 0;
    });
}

std::vector<orrery::ByteSpan> seeds_of(const SolBytes* seeds, uint64_t count) {
    if (count > orrery::crypto::max_seeds) abort_call("BadSeeds: too many");
    std::vector<orrery::ByteSpan> out;
    for (const auto& seed : std::span(seeds, count)) {
        if (seed.len > orrery::crypto::max_seed_length)
            abort_call("BadSeeds: one is over 32 bytes");
        out.push_back(bytes_of(seed));
    }
    return out;
}

orrery::Pubkey key_of(const SolPubkey* key) { return orrery::Pubkey::from(key->x); }

template <class Sysvar>
uint64_t give(void* to, Sysvar Environment::* member) {
    return syscall([&](Machine& self) -> uint64_t {
        std::memcpy(to, &(self.environment.*member), sizeof(Sysvar));
        return 0;
    });
}

// A sysvar's account data: the fields without the structs' padding.
Data sysvar_data(const Environment& from, const sol::Pubkey& id) {
    const auto& [clock, rent, schedule] = std::tie(from.clock, from.rent, from.epoch_schedule);
    if (id == sol::Clock::id)
        return borsh(clock.slot, clock.epoch_start_timestamp, clock.epoch,
                     clock.leader_schedule_epoch, clock.unix_timestamp);
    if (id == sol::Rent::id)
        return borsh(rent.lamports_per_byte_year, rent.exemption_years_bits, rent.burn_percent);
    if (id == sol::EpochSchedule::id)
        return borsh(schedule.slots_per_epoch, schedule.leader_schedule_slot_offset,
                     schedule.warmup, schedule.first_normal_epoch, schedule.first_normal_slot);
    return {};
}

}  // namespace

void sol_abort_() {
    syscall([](Machine&) { abort_call("the program called abort"); });
    __builtin_unreachable();
}

uint8_t* sol_heap_() { return reinterpret_cast<uint8_t*>(machine().heap.data()); }

void sol_panic_(const char* file, uint64_t file_len, uint64_t line, uint64_t column) {
    syscall([&](Machine&) {
        std::string message = "SBF program Panicked in " + std::string(file, file_len) + " at " +
                              std::to_string(line) + ":" + std::to_string(column);
        throw Stop{End::panicked, 0, std::move(message)};
    });
    __builtin_unreachable();
}

void sol_log_(const char* text, uint64_t len) {
    syscall([&](Machine& self) { add_log(self, "Program log: " + std::string(text, len)); });
}

void sol_log_64_(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e) {
    syscall([&](Machine& self) {
        char line[128];
        std::snprintf(line, sizeof line,
                      "Program log: 0x%" PRIx64 ", 0x%" PRIx64 ", 0x%" PRIx64 ", 0x%" PRIx64
                      ", 0x%" PRIx64,
                      a, b, c, d, e);
        add_log(self, line);
    });
}

void sol_log_pubkey(const SolPubkey* key) {
    syscall([&](Machine& self) {
        sol::Pubkey copy;
        std::memcpy(copy.bytes, key->x, sizeof copy);
        add_log(self, "Program log: " + to_text(copy));
    });
}

void sol_log_compute_units_() {
    syscall([](Machine& self) {
        add_log(self, "Program consumption: " + std::to_string(self.environment.compute_units) +
                          " units remaining");
    });
}

void sol_log_data(const SolBytes* fields, uint64_t count) {
    syscall([&](Machine& self) {
        std::vector<Data> all;
        std::string line = "Program data:";
        for (const auto& field : std::span(fields, count)) {
            const auto bytes = bytes_of(field);
            all.emplace_back(bytes.begin(), bytes.end());
            line += " " + orrery::codec::base64_encode(bytes);
        }
        add_log(self, std::move(line));
        self.outcome.data_logs.push_back(std::move(all));
    });
}

void sol_memcpy_(void* to, const void* from, uint64_t len) {
    syscall([&](Machine&) {
        const auto a = reinterpret_cast<uintptr_t>(to), b = reinterpret_cast<uintptr_t>(from);
        if (len && a < b + len && b < a + len) abort_call("CopyOverlapping: use sol_memmove_");
        std::memcpy(to, from, len);
    });
}

void sol_memmove_(void* to, const void* from, uint64_t len) { std::memmove(to, from, len); }

void sol_memset_(void* to, uint8_t value, uint64_t len) { std::memset(to, value, len); }

void sol_memcmp_(const void* a, const void* b, uint64_t len, int32_t* order) {
    const auto* left = static_cast<const uint8_t*>(a);
    const auto* right = static_cast<const uint8_t*>(b);
    const auto [x, y] = std::mismatch(left, left + len, right);
    *order = x == left + len ? 0 : int32_t{*x} - int32_t{*y};
}

uint64_t sol_sha256(const SolBytes* parts, uint64_t count, uint8_t* digest) {
    return hash_parts<orrery::crypto::Sha256>(parts, count, digest);
}

uint64_t sol_sha512(const SolBytes* parts, uint64_t count, uint8_t* digest) {
    return syscall([&](Machine&) -> uint64_t {
        if (count > max_hashed_parts) abort_call("TooManySlices");
        Data all;
        for (const auto& part : std::span(parts, count)) {
            const auto bytes = bytes_of(part);
            all.insert(all.end(), bytes.begin(), bytes.end());
        }
        const auto found = orrery::crypto::sha512(all);
        std::memcpy(digest, found.data(), found.size());
        return 0;
    });
}

uint64_t sol_keccak256(const SolBytes* parts, uint64_t count, uint8_t* digest) {
    return hash_parts<orrery::crypto::Keccak256>(parts, count, digest);
}

uint64_t sol_blake3(const SolBytes* parts, uint64_t count, uint8_t* digest) {
    return hash_parts<orrery::crypto::Blake3>(parts, count, digest);
}

uint64_t sol_create_program_address(const SolBytes* seeds, uint64_t count, const SolPubkey* program,
                                    SolPubkey* address) {
    return syscall([&](Machine&) -> uint64_t {
        const auto found =
            orrery::crypto::create_program_address(seeds_of(seeds, count), key_of(program));
        if (!found) return 1;
        std::memcpy(address->x, found->bytes.data(), sizeof address->x);
        return 0;
    });
}

uint64_t sol_try_find_program_address(const SolBytes* seeds, uint64_t count,
                                      const SolPubkey* program, SolPubkey* address, uint8_t* bump) {
    return syscall([&](Machine&) -> uint64_t {
        const auto found =
            orrery::crypto::find_program_address(seeds_of(seeds, count), key_of(program));
        if (!found) return 1;
        std::memcpy(address->x, found->address.bytes.data(), sizeof address->x);
        *bump = found->bump;
        return 0;
    });
}

uint64_t sol_curve_validate_point(uint64_t curve, const uint8_t* point, uint8_t*) {
    return syscall([&](Machine&) -> uint64_t {
        if (curve != 0) abort_call("InvalidAttribute: natively only curve 0 is known");
        return orrery::crypto::is_on_curve(orrery::Pubkey::from({point, 32})) ? 0 : 1;
    });
}

uint64_t sol_get_clock_sysvar(void* clock) { return give(clock, &Environment::clock); }

uint64_t sol_get_rent_sysvar(void* rent) { return give(rent, &Environment::rent); }

uint64_t sol_get_epoch_schedule_sysvar(void* schedule) {
    return give(schedule, &Environment::epoch_schedule);
}

uint64_t sol_get_last_restart_slot(uint64_t* slot) {
    return give(slot, &Environment::last_restart_slot);
}

uint64_t sol_get_sysvar(const SolPubkey* id, void* out, uint64_t offset, uint64_t length) {
    return syscall([&](Machine& self) -> uint64_t {
        sol::Pubkey key;
        std::memcpy(key.bytes, id->x, sizeof key);
        const auto data = sysvar_data(self.environment, key);
        if (data.empty()) return 2;
        if (offset > data.size() || length > data.size() - offset) return 1;
        std::memcpy(out, data.data() + offset, length);
        return 0;
    });
}

void sol_set_return_data(const uint8_t* data, uint64_t len) {
    syscall([&](Machine& self) {
        if (len > max_return_data) abort_call("ReturnDataTooLarge: " + std::to_string(len));
        self.outcome.return_data.assign(data, data + len);
        self.return_program = self.program_id;
    });
}

uint64_t sol_get_return_data(uint8_t* data, uint64_t len, SolPubkey* program) {
    return syscall([&](Machine& self) -> uint64_t {
        const auto& there = self.outcome.return_data;
        std::copy_n(there.begin(), std::min<uint64_t>(len, there.size()), data);
        if (!there.empty()) std::memcpy(program->x, self.return_program.bytes, sizeof program->x);
        return there.size();
    });
}

uint64_t sol_get_stack_height() { return machine().environment.stack_height; }

uint64_t sol_remaining_compute_units() { return machine().environment.compute_units; }

uint64_t sol_invoke_signed_c(const SolInstruction* instruction, const SolAccountInfo* accounts,
                             uint64_t account_count, const SolSignerSeeds* signers,
                             uint64_t signer_count) {
    return syscall([&](Machine& self) -> uint64_t {
        self.invoke(*instruction, {accounts, account_count}, {signers, signer_count});
        return 0;
    });
}
