#pragma once

#include <sol/base.hpp>

namespace sol {

/// What every client of Solana knows by name; the values are what a program returns for them.
enum class ProgramError : uint64_t {
    InvalidArgument = 2ull << 32,
    InvalidInstructionData = 3ull << 32,
    InvalidAccountData = 4ull << 32,
    AccountDataTooSmall = 5ull << 32,
    InsufficientFunds = 6ull << 32,
    IncorrectProgramId = 7ull << 32,
    MissingRequiredSignature = 8ull << 32,
    AccountAlreadyInitialized = 9ull << 32,
    UninitializedAccount = 10ull << 32,
    NotEnoughAccountKeys = 11ull << 32,
    AccountBorrowFailed = 12ull << 32,
    MaxSeedLengthExceeded = 13ull << 32,
    InvalidSeeds = 14ull << 32,
    BorshIoError = 15ull << 32,
    AccountNotRentExempt = 16ull << 32,
    UnsupportedSysvar = 17ull << 32,
    IllegalOwner = 18ull << 32,
    MaxAccountsDataAllocationsExceeded = 19ull << 32,
    InvalidRealloc = 20ull << 32,
    MaxInstructionTraceLengthExceeded = 21ull << 32,
    BuiltinProgramsMustConsumeComputeUnits = 22ull << 32,
    InvalidAccountOwner = 23ull << 32,
    ArithmeticOverflow = 24ull << 32,
    Immutable = 25ull << 32,
    IncorrectAuthority = 26ull << 32,
};

/// A program's own errors: `enum class CounterError : uint32_t { NotYours = 6000 };`. Clients see
/// `Custom(6000)`.
template <class E>
concept CustomError = __is_enum(E) && is_same<__underlying_type(E), uint32_t>;

/// Why an instruction fails, as the number that the entrypoint returns; never 0.
class Error {
  public:
    SOL_INLINE constexpr Error(ProgramError error) : code_(static_cast<uint64_t>(error)) {}
    template <CustomError E>
    SOL_INLINE constexpr Error(E error) : Error(custom(static_cast<uint32_t>(error))) {}

    /// Custom(number), by its number.
    SOL_INLINE static constexpr Error custom(uint32_t number) {
        return Error(number == 0 ? 1ull << 32 : number);
    }
    /// What a syscall returned, or another program: anything but 0.
    SOL_INLINE static constexpr Error from_code(uint64_t code) { return Error(code); }

    SOL_INLINE constexpr uint64_t code() const { return code_; }
    friend constexpr bool operator==(const Error&, const Error&) = default;

  private:
    SOL_INLINE constexpr explicit Error(uint64_t code) : code_(code) {}

    uint64_t code_;
};

}  // namespace sol
