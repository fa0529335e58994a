#pragma once

#include <cstddef>
#include <cstdint>

namespace orrery::hooks {

constexpr std::size_t max_seats = 16;      ///< per target and epoch
constexpr std::size_t max_hooks_run = 16;  ///< per transaction
constexpr std::size_t max_orders = 1024;   ///< per auction
constexpr std::size_t max_filter = 8;      ///< bytes
constexpr std::size_t max_programs_in_context = 64;
constexpr std::size_t msg_ctx_header = 140;  ///< bytes of the MsgCtx sysvar before the programs

/// Custom errors of the Hooks program: 100 and up, in the order of docs/spec/hooks.md.
enum class HookError : std::uint32_t {
    NotInitialized = 100,
    AlreadyInitialized,
    ForeignSigner,
    BodyProgram,
    BodyTooLarge,
    BadBody,
    BadCuLimit,
    BadFilter,
    BadCap,
    BadFeePayer,
    WrongEpoch,
    BelowFloor,
    AlreadyBid,
    BookFull,
    SeatHeld,
    HookNotActive,
    EpochNotOver,
    NotAuthority,
    NotTopLevel,
    NotInHook,
    Overflow,
};

}  // namespace orrery::hooks
