#include "sdk/tx/error.hpp"

#include <catch2/catch.hpp>

using namespace orrery::tx;

using I = InstructionErrorCode;
using T = TransactionErrorCode;

TEST_CASE("instruction errors have Agave's discriminants, names and texts") {
    const std::tuple<I, std::uint32_t, std::string_view, std::string_view> rows[] = {
        {I::GenericError, 0, "GenericError", "generic instruction error"},
        {I::InvalidAccountData, 3, "InvalidAccountData", "invalid account data for instruction"},
        {I::UnbalancedInstruction, 10, "UnbalancedInstruction",
         "sum of account balances before and after instruction do not match"},
        {I::InvalidError, 26, "InvalidError", "program returned invalid error code"},
        {I::UnsupportedProgramId, 30, "UnsupportedProgramId", "Unsupported program id"},
        {I::ProgramFailedToComplete, 40, "ProgramFailedToComplete", "Program failed to complete"},
        {I::BorshIoError, 44, "BorshIoError", "Failed to serialize or deserialize account data"},
        {I::BuiltinProgramsMustConsumeComputeUnits, 53, "BuiltinProgramsMustConsumeComputeUnits",
         "Builtin programs must consume compute units"},
    };
    for (const auto& [code, discriminant, wire_name, text] : rows) {
        CHECK(static_cast<std::uint32_t>(code) == discriminant);
        CHECK(name(code) == wire_name);
        CHECK(display(InstructionError(code)) == text);
    }
}

TEST_CASE("custom errors show their code in hexadecimal") {
    CHECK(static_cast<std::uint32_t>(I::Custom) == 25);
    CHECK(display(custom_error(0)) == "custom program error: 0x0");
    CHECK(display(custom_error(1)) == "custom program error: 0x1");
    CHECK(display(custom_error(0x1771)) == "custom program error: 0x1771");
    CHECK(display(custom_error(UINT32_MAX)) == "custom program error: 0xffffffff");
}

TEST_CASE("transaction errors have Agave's discriminants, names and texts, payload included") {
    const std::tuple<TransactionError, std::uint32_t, std::string_view, std::string_view> rows[] = {
        {{T::AccountInUse}, 0, "AccountInUse", "Account in use"},
        {{T::BlockhashNotFound}, 7, "BlockhashNotFound", "Blockhash not found"},
        {{2, custom_error(1)},
         8,
         "InstructionError",
         "Error processing Instruction 2: custom program error: 0x1"},
        {{0, I::InvalidArgument},
         8,
         "InstructionError",
         "Error processing Instruction 0: invalid program argument"},
        {{T::SanitizeFailure},
         14,
         "SanitizeFailure",
         "Transaction failed to sanitize accounts offsets correctly"},
        {{T::DuplicateInstruction, 3},
         30,
         "DuplicateInstruction",
         "Transaction contains a duplicate instruction (3) that is not allowed"},
        {{T::InsufficientFundsForRent, 1},
         31,
         "InsufficientFundsForRent",
         "Transaction results in an account (1) with insufficient funds for rent"},
        {{T::ProgramExecutionTemporarilyRestricted, 4},
         35,
         "ProgramExecutionTemporarilyRestricted",
         "Execution of the program referenced by account at index 4 is temporarily restricted."},
        {{T::CommitCancelled}, 38, "CommitCancelled", "CommitCancelled"},
    };
    for (const auto& [error, discriminant, wire_name, text] : rows) {
        CHECK(static_cast<std::uint32_t>(error.code) == discriminant);
        CHECK(name(error.code) == wire_name);
        CHECK(display(error) == text);
    }
}
