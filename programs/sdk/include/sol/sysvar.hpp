#pragma once

#include <sol/math.hpp>
#include <sol/pubkey.hpp>

namespace sol {

/// The chain's time, as of the block that is being made.
struct Clock {
    uint64_t slot;
    int64_t epoch_start_timestamp;  ///< seconds since 1970
    uint64_t epoch;
    uint64_t leader_schedule_epoch;
    int64_t unix_timestamp;  ///< seconds since 1970

    static constexpr Pubkey id = pubkey("SysvarC1ock11111111111111111111111111111111");

    /// 140 CU.
    SOL_INLINE static Result<Clock> get() {
        Clock clock;
        if (const auto code = sol_get_clock_sysvar(&clock)) return Error::from_code(code);
        return clock;
    }
};
static_assert(sizeof(Clock) == 40);

/// What an account must hold to stay.
struct Rent {
    uint64_t lamports_per_byte_year;
    uint64_t exemption_years_bits;  ///< an IEEE 754 double: programs have no floating point
    uint8_t burn_percent;

    static constexpr Pubkey id = pubkey("SysvarRent111111111111111111111111111111111");
    static constexpr uint64_t account_overhead = 128;  ///< bytes

    /// 117 CU.
    SOL_INLINE static Result<Rent> get() {
        Rent rent;
        if (const auto code = sol_get_rent_sysvar(&rent)) return Error::from_code(code);
        return rent;
    }

    /// Lamports that make an account with so many bytes of data exempt. Errors: ArithmeticOverflow;
    /// UnsupportedSysvar where the years aren't 1 or 2, as they are on all chains.
    SOL_INLINE Result<uint64_t> minimum_balance(uint64_t data_bytes) const {
        SOL_TRY(bytes, checked_add(data_bytes, account_overhead));
        SOL_TRY(year, checked_mul(bytes, lamports_per_byte_year));
        constexpr uint64_t one = 0x3ff0000000000000, two = 0x4000000000000000;
        if (exemption_years_bits == one) return year;
        if (exemption_years_bits == two) return checked_mul<uint64_t>(year, 2);
        return ProgramError::UnsupportedSysvar;
    }
};
static_assert(sizeof(Rent) == 24);

struct EpochSchedule {
    uint64_t slots_per_epoch;
    uint64_t leader_schedule_slot_offset;
    bool warmup;
    uint64_t first_normal_epoch;
    uint64_t first_normal_slot;

    static constexpr Pubkey id = pubkey("SysvarEpochSchedu1e111111111111111111111111");

    /// 140 CU.
    SOL_INLINE static Result<EpochSchedule> get() {
        EpochSchedule schedule;
        if (const auto code = sol_get_epoch_schedule_sysvar(&schedule))
            return Error::from_code(code);
        return schedule;
    }
};
static_assert(sizeof(EpochSchedule) == 40);

/// Part of a sysvar as its account has it, such as SlotHashes'. Errors: UnsupportedSysvar,
/// InvalidArgument where offset + size is past the end.
SOL_INLINE Result<void> read_sysvar(const Pubkey& id, MutBytes out, uint64_t offset) {
    const auto code = sol_get_sysvar(abi(id), out.data(), offset, out.size());
    if (code == 0) return {};
    return code == 1 ? ProgramError::InvalidArgument : ProgramError::UnsupportedSysvar;
}

}  // namespace sol
