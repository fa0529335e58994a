#pragma once

#include <optional>
#include <string>

#include "sdk/json/document.hpp"
#include "sdk/tx/error.hpp"

namespace orrery::json {

class Writer;

/// Writes an instruction's error as serde does: "InvalidArgument" or {"Custom":6000}.
void write(Writer& out, const tx::InstructionError& error);

/// Writes a transaction's error as serde does: "BlockhashNotFound", {"InstructionError":[0,..]},
/// {"DuplicateInstruction":1}, {"InsufficientFundsForRent":{"account_index":2}}.
void write(Writer& out, const tx::TransactionError& error);

/// As above, null for success: the `err` member of nearly every answer.
void write_err(Writer& out, const std::optional<tx::TransactionError>& error);

/// The deprecated `status` member: {"Ok":null} or {"Err":..}.
void write_status(Writer& out, const std::optional<tx::TransactionError>& error);

/// The error as JSON text.
std::string to_json(const tx::TransactionError& error);

/// Reads what `write` writes, and {"BorshIoError":".."}, which nodes before Agave 3 send. Nothing
/// for another shape or an unknown name.
std::optional<tx::InstructionError> read_instruction_error(View value);
std::optional<tx::TransactionError> read_transaction_error(View value);

}  // namespace orrery::json
