#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "devnet/svm/state/account_reader.hpp"
#include "sdk/types/account.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::svm {

/// Clock sysvar, 40 bytes.
struct Clock {
    std::uint64_t slot = 0;
    std::int64_t epoch_start_timestamp = 0;
    std::uint64_t epoch = 0;
    std::uint64_t leader_schedule_epoch = 0;
    std::int64_t unix_timestamp = 0;

    static constexpr std::size_t size = 40;
    static std::optional<Clock> decode(ByteSpan bytes);
    Bytes encode() const;
};

/// Rent sysvar, 17 bytes. The threshold's bits are kept as they are: 1.0 since SIMD-0194, and the
/// runtime computes in integers only.
struct Rent {
    std::uint64_t lamports_per_byte = default_lamports_per_byte;
    std::uint64_t exemption_threshold_bits = 0x3FF0'0000'0000'0000;  ///< f64 1.0
    std::uint8_t burn_percent = 50;

    static constexpr std::size_t size = 17;
    static std::optional<Rent> decode(ByteSpan bytes);
    Bytes encode() const;

    /// Lamports that make an account of `data_len` bytes rent exempt.
    std::uint64_t minimum_balance(std::uint64_t data_len) const {
        return (account_storage_overhead + data_len) * lamports_per_byte;
    }
    bool is_exempt(std::uint64_t lamports, std::uint64_t data_len) const {
        return lamports >= minimum_balance(data_len);
    }
};

/// EpochSchedule sysvar, 33 bytes.
struct EpochSchedule {
    std::uint64_t slots_per_epoch = 8192;
    std::uint64_t leader_schedule_slot_offset = 8192;
    bool warmup = false;
    std::uint64_t first_normal_epoch = 0;
    std::uint64_t first_normal_slot = 0;

    static constexpr std::size_t size = 33;
    static std::optional<EpochSchedule> decode(ByteSpan bytes);
    Bytes encode() const;

    /// A schedule of equal epochs, as test-validator has it.
    static EpochSchedule without_warmup(std::uint64_t slots);
    std::uint64_t epoch(std::uint64_t slot) const;
    std::uint64_t first_slot(std::uint64_t epoch) const;
    std::uint64_t slots_in_epoch(std::uint64_t epoch) const;
};

/// Sysvars whose bytes programs can read by sol_get_sysvar (svm-runtime.md 4), plus those builtins
/// use.
enum class SysvarId : std::uint8_t {
    clock,
    rent,
    epoch_schedule,
    epoch_rewards,
    slot_hashes,
    stake_history,
    last_restart_slot,
    recent_blockhashes,
};
constexpr std::size_t sysvar_count = 8;

/// One row per SysvarId, in its order: the account, and whether sol_get_sysvar serves it.
struct SysvarRow {
    Pubkey key;
    bool by_syscall;
};
inline constexpr std::array<SysvarRow, sysvar_count> sysvar_table = {{
    {ids::clock, true},
    {ids::rent, true},
    {ids::epoch_schedule, true},
    {ids::epoch_rewards, true},
    {ids::slot_hashes, true},
    {ids::stake_history, true},
    {ids::last_restart_slot, true},
    {ids::recent_blockhashes, false},
}};

/// The sysvars of one slot: decoded where the runtime computes with them, raw for programs. Built
/// once per slot from the sysvar accounts and shared by every transaction of it; immutable.
struct Sysvars {
    Clock clock;
    Rent rent;
    EpochSchedule epoch_schedule;
    std::array<VersionedAccount, sysvar_count> accounts;  ///< absent account = sysvar not set

    const AccountRef& account(SysvarId id) const {
        return accounts[static_cast<std::size_t>(id)].account;
    }

    /// Reads every sysvar of sysvar_table; undecodable bytes leave the default value.
    static Sysvars from(const AccountReader& reader);
};

}  // namespace orrery::svm
