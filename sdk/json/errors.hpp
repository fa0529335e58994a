#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sdk/json/document.hpp"
#include "sdk/tx/error.hpp"

namespace orrery::json {

class Writer;

/// Writes an instruction's error as serde does: "InvalidArgument" or {"Custom":6000}.
void write(Writer& out, const tx::InstructionError& error);

/// How the index in an error is written. Solana's clients read eight bits; only jumbo transactions
/// have more instructions or accounts than that.
enum class IndexForm : std::uint8_t {
    exact,   ///< as it is: for clients that said they read version 74
    capped,  ///< 255 where it is larger
};

/// Writes a transaction's error as serde does: "BlockhashNotFound", {"InstructionError":[0,..]},
/// {"DuplicateInstruction":1}, {"InsufficientFundsForRent":{"account_index":2}}.
void write(Writer& out, const tx::TransactionError& error, IndexForm form = IndexForm::exact);

/// As above, null for success.
void write_err(Writer& out, const std::optional<tx::TransactionError>& error,
               IndexForm form = IndexForm::exact);

/// Writes the member `err` with a capped index and, where that isn't the true one, `errIndex` with
/// it: for answers about which no transaction version was negotiated.
Writer& write_err_members(Writer& out, const std::optional<tx::TransactionError>& error);

/// The deprecated `status` member: {"Ok":null} or {"Err":..}.
void write_status(Writer& out, const std::optional<tx::TransactionError>& error,
                  IndexForm form = IndexForm::exact);

/// The error as JSON text.
std::string to_json(const tx::TransactionError& error);

/// Reads what `write` writes, and {"BorshIoError":".."}, which nodes before Agave 3 send. Nothing
/// for another shape or an unknown name.
std::optional<tx::InstructionError> read_instruction_error(View value);
std::optional<tx::TransactionError> read_transaction_error(View value);
/// Reads the members `err` and `errIndex` of `holder`.
std::optional<tx::TransactionError> read_err_members(View holder);

}  // namespace orrery::json
