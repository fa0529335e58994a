#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace orrery::tx {

/// Why one instruction failed, spelled as Solana's clients expect. Order = Agave's discriminants.
#define ORRERY_INSTRUCTION_ERRORS(X)                                                               \
    X(GenericError, "generic instruction error")                                                   \
    X(InvalidArgument, "invalid program argument")                                                 \
    X(InvalidInstructionData, "invalid instruction data")                                          \
    X(InvalidAccountData, "invalid account data for instruction")                                  \
    X(AccountDataTooSmall, "account data too small for instruction")                               \
    X(InsufficientFunds, "insufficient funds for instruction")                                     \
    X(IncorrectProgramId, "incorrect program id for instruction")                                  \
    X(MissingRequiredSignature, "missing required signature for instruction")                      \
    X(AccountAlreadyInitialized, "instruction requires an uninitialized account")                  \
    X(UninitializedAccount, "instruction requires an initialized account")                         \
    X(UnbalancedInstruction, "sum of account balances before and after instruction do not match")  \
    X(ModifiedProgramId, "instruction illegally modified the program id of an account")            \
    X(ExternalAccountLamportSpend,                                                                 \
      "instruction spent from the balance of an account it does not own")                          \
    X(ExternalAccountDataModified, "instruction modified data of an account it does not own")      \
    X(ReadonlyLamportChange, "instruction changed the balance of a read-only account")             \
    X(ReadonlyDataModified, "instruction modified data of a read-only account")                    \
    X(DuplicateAccountIndex, "instruction contains duplicate accounts")                            \
    X(ExecutableModified, "instruction changed executable bit of an account")                      \
    X(RentEpochModified, "instruction modified rent epoch of an account")                          \
    X(NotEnoughAccountKeys, "insufficient account keys for instruction")                           \
    X(AccountDataSizeChanged,                                                                      \
      "program other than the account's owner changed the size of the account data")               \
    X(AccountNotExecutable, "instruction expected an executable account")                          \
    X(AccountBorrowFailed,                                                                         \
      "instruction tries to borrow reference for an account which is already borrowed")            \
    X(AccountBorrowOutstanding, "instruction left account with an outstanding borrowed reference") \
    X(DuplicateAccountOutOfSync, "instruction modifications of multiply-passed account differ")    \
    X(Custom, "custom program error")                                                              \
    X(InvalidError, "program returned invalid error code")                                         \
    X(ExecutableDataModified, "instruction changed executable accounts data")                      \
    X(ExecutableLamportChange, "instruction changed the balance of an executable account")         \
    X(ExecutableAccountNotRentExempt, "executable accounts must be rent exempt")                   \
    X(UnsupportedProgramId, "Unsupported program id")                                              \
    X(CallDepth, "Cross-program invocation call depth too deep")                                   \
    X(MissingAccount, "An account required by the instruction is missing")                         \
    X(ReentrancyNotAllowed,                                                                        \
      "Cross-program invocation reentrancy not allowed for this instruction")                      \
    X(MaxSeedLengthExceeded, "Length of the seed is too long for address generation")              \
    X(InvalidSeeds, "Provided seeds do not result in a valid address")                             \
    X(InvalidRealloc, "Failed to reallocate account data")                                         \
    X(ComputationalBudgetExceeded, "Computational budget exceeded")                                \
    X(PrivilegeEscalation,                                                                         \
      "Cross-program invocation with unauthorized signer or writable account")                     \
    X(ProgramEnvironmentSetupFailure, "Failed to create program execution environment")            \
    X(ProgramFailedToComplete, "Program failed to complete")                                       \
    X(ProgramFailedToCompile, "Program failed to compile")                                         \
    X(Immutable, "Account is immutable")                                                           \
    X(IncorrectAuthority, "Incorrect authority provided")                                          \
    X(BorshIoError, "Failed to serialize or deserialize account data")                             \
    X(AccountNotRentExempt, "An account does not have enough lamports to be rent-exempt")          \
    X(InvalidAccountOwner, "Invalid account owner")                                                \
    X(ArithmeticOverflow, "Program arithmetic overflowed")                                         \
    X(UnsupportedSysvar, "Unsupported sysvar")                                                     \
    X(IllegalOwner, "Provided owner is not allowed")                                               \
    X(MaxAccountsDataAllocationsExceeded,                                                          \
      "Accounts data allocations exceeded the maximum allowed per transaction")                    \
    X(MaxAccountsExceeded, "Max accounts exceeded")                                                \
    X(MaxInstructionTraceLengthExceeded, "Max instruction trace length exceeded")                  \
    X(BuiltinProgramsMustConsumeComputeUnits, "Builtin programs must consume compute units")

enum class InstructionErrorCode : std::uint32_t {
#define X(name, text) name,
    ORRERY_INSTRUCTION_ERRORS(X)
#undef X
};

/// An instruction's error; `custom` counts only with code Custom.
struct InstructionError {
    InstructionErrorCode code = InstructionErrorCode::GenericError;
    std::uint32_t custom = 0;

    constexpr InstructionError() = default;
    // Implicit, so that a program can `return fail(InstructionErrorCode::InvalidArgument)` and a
    // Result<T, InstructionError> converts.
    constexpr InstructionError(InstructionErrorCode c, std::uint32_t v = 0) : code(c), custom(v) {}
    bool operator==(const InstructionError&) const = default;
};

constexpr InstructionError custom_error(std::uint32_t code) {
    return {InstructionErrorCode::Custom, code};
}

/// The name as JSON-RPC writes it, e.g. "InvalidArgument".
std::string_view name(InstructionErrorCode code);
/// The text as program logs write it, e.g. "custom program error: 0x1".
std::string display(const InstructionError& error);

/// Why a transaction failed. Order = Agave's discriminants; {} in a text stands for the index.
#define ORRERY_TRANSACTION_ERRORS(X)                                                               \
    X(AccountInUse, "Account in use")                                                              \
    X(AccountLoadedTwice, "Account loaded twice")                                                  \
    X(AccountNotFound, "Attempt to debit an account but found no record of a prior credit.")       \
    X(ProgramAccountNotFound, "Attempt to load a program that does not exist")                     \
    X(InsufficientFundsForFee, "Insufficient funds for fee")                                       \
    X(InvalidAccountForFee, "This account may not be used to pay transaction fees")                \
    X(AlreadyProcessed, "This transaction has already been processed")                             \
    X(BlockhashNotFound, "Blockhash not found")                                                    \
    X(InstructionError, "Error processing Instruction {}")                                         \
    X(CallChainTooDeep, "Loader call chain is too deep")                                           \
    X(MissingSignatureForFee, "Transaction requires a fee but has no signature present")           \
    X(InvalidAccountIndex, "Transaction contains an invalid account reference")                    \
    X(SignatureFailure, "Transaction did not pass signature verification")                         \
    X(InvalidProgramForExecution, "This program may not be used for executing instructions")       \
    X(SanitizeFailure, "Transaction failed to sanitize accounts offsets correctly")                \
    X(ClusterMaintenance, "Transactions are currently disabled due to cluster maintenance")        \
    X(AccountBorrowOutstanding,                                                                    \
      "Transaction processing left an account with an outstanding borrowed reference")             \
    X(WouldExceedMaxBlockCostLimit, "Transaction would exceed max Block Cost Limit")               \
    X(UnsupportedVersion, "Transaction version is unsupported")                                    \
    X(InvalidWritableAccount, "Transaction loads a writable account that cannot be written")       \
    X(WouldExceedMaxAccountCostLimit,                                                              \
      "Transaction would exceed max account limit within the block")                               \
    X(WouldExceedAccountDataBlockLimit,                                                            \
      "Transaction would exceed account data limit within the block")                              \
    X(TooManyAccountLocks, "Transaction locked too many accounts")                                 \
    X(AddressLookupTableNotFound, "Transaction loads an address table account that doesn't exist") \
    X(InvalidAddressLookupTableOwner,                                                              \
      "Transaction loads an address table account with an invalid owner")                          \
    X(InvalidAddressLookupTableData,                                                               \
      "Transaction loads an address table account with invalid data")                              \
    X(InvalidAddressLookupTableIndex, "Transaction address table lookup uses an invalid index")    \
    X(InvalidRentPayingAccount,                                                                    \
      "Transaction leaves an account with a lower balance than rent-exempt minimum")               \
    X(WouldExceedMaxVoteCostLimit, "Transaction would exceed max Vote Cost Limit")                 \
    X(WouldExceedAccountDataTotalLimit, "Transaction would exceed total account data limit")       \
    X(DuplicateInstruction,                                                                        \
      "Transaction contains a duplicate instruction ({}) that is not allowed")                     \
    X(InsufficientFundsForRent,                                                                    \
      "Transaction results in an account ({}) with insufficient funds for rent")                   \
    X(MaxLoadedAccountsDataSizeExceeded, "Transaction exceeded max loaded accounts data size cap") \
    X(InvalidLoadedAccountsDataSizeLimit,                                                          \
      "LoadedAccountsDataSizeLimit set for transaction must be greater than 0.")                   \
    X(ResanitizationNeeded, "ResanitizationNeeded")                                                \
    X(ProgramExecutionTemporarilyRestricted,                                                       \
      "Execution of the program referenced by account at index {} is temporarily restricted.")     \
    X(UnbalancedTransaction, "Sum of account balances before and after transaction do not match")  \
    X(ProgramCacheHitMaxLimit, "Program cache hit max limit")                                      \
    X(CommitCancelled, "CommitCancelled")

enum class TransactionErrorCode : std::uint32_t {
#define X(name, text) name,
    ORRERY_TRANSACTION_ERRORS(X)
#undef X
};

/// A transaction's error. `index` is an instruction index (InstructionError, DuplicateInstruction)
/// or an account index (InsufficientFundsForRent, ProgramExecutionTemporarilyRestricted).
struct TransactionError {
    TransactionErrorCode code = TransactionErrorCode::SanitizeFailure;
    std::uint16_t index = 0;
    InstructionError instruction;

    constexpr TransactionError() = default;
    constexpr TransactionError(TransactionErrorCode c, std::uint16_t i = 0) : code(c), index(i) {}
    constexpr TransactionError(std::uint16_t i, InstructionError e)
        : code(TransactionErrorCode::InstructionError), index(i), instruction(e) {}
    bool operator==(const TransactionError&) const = default;
};

/// The name as JSON-RPC writes it, e.g. "BlockhashNotFound".
std::string_view name(TransactionErrorCode code);
/// The sentence upstream prints, with its payload, e.g.
/// "Error processing Instruction 0: custom program error: 0x1".
std::string display(const TransactionError& error);

}  // namespace orrery::tx
