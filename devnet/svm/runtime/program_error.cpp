#include "devnet/svm/runtime/program_error.hpp"

#include <array>

namespace orrery::runtime {
namespace {

using Code = tx::InstructionErrorCode;

// Codes in the upper half of a return value, from 1 (upstream: ProgramError's constants).
constexpr std::array builtin_codes = {
    Code::Custom,  // 1 = Custom(0)
    Code::InvalidArgument,
    Code::InvalidInstructionData,
    Code::InvalidAccountData,
    Code::AccountDataTooSmall,
    Code::InsufficientFunds,
    Code::IncorrectProgramId,
    Code::MissingRequiredSignature,
    Code::AccountAlreadyInitialized,
    Code::UninitializedAccount,
    Code::NotEnoughAccountKeys,
    Code::AccountBorrowFailed,
    Code::MaxSeedLengthExceeded,
    Code::InvalidSeeds,
    Code::BorshIoError,
    Code::AccountNotRentExempt,
    Code::UnsupportedSysvar,
    Code::IllegalOwner,
    Code::MaxAccountsDataAllocationsExceeded,
    Code::InvalidRealloc,
    Code::MaxInstructionTraceLengthExceeded,
    Code::BuiltinProgramsMustConsumeComputeUnits,
    Code::InvalidAccountOwner,
    Code::ArithmeticOverflow,
    Code::Immutable,
    Code::IncorrectAuthority,
};

tx::InstructionError decode(std::uint64_t value) {
    const auto high = value >> 32;
    const auto low = static_cast<std::uint32_t>(value);
    if (high == 0) return tx::custom_error(low);
    if (low != 0 || high > builtin_codes.size()) return Code::InvalidError;
    return builtin_codes[high - 1];
}

}  // namespace

invoke::ProgramError from_return_value(std::uint64_t value) {
    const auto error = decode(value);
    return {error, tx::display(error)};
}

}  // namespace orrery::runtime
