#include "sdk/json/errors.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "sdk/json/writer.hpp"

namespace orrery::json {
namespace {

using tx::InstructionErrorCode;
using tx::TransactionErrorCode;

constexpr std::array instruction_names = {
#define X(name, text) std::string_view(#name),
    ORRERY_INSTRUCTION_ERRORS(X)
#undef X
};

constexpr std::array transaction_names = {
#define X(name, text) std::string_view(#name),
    ORRERY_TRANSACTION_ERRORS(X)
#undef X
};

constexpr std::uint16_t max_u8 = 255;

template <class Code>
std::optional<Code> find(const auto& names, std::string_view name) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return static_cast<Code>(i);
    return std::nullopt;
}

template <class T>
std::optional<T> narrow(std::optional<std::uint64_t> value) {
    if (!value || *value > std::numeric_limits<T>::max()) return std::nullopt;
    return static_cast<T>(*value);
}

// How a variant carries its index.
enum class Payload : std::uint8_t { none, bare_index, account_index, instruction };

Payload payload(TransactionErrorCode code) {
    switch (code) {
        case TransactionErrorCode::InstructionError:
            return Payload::instruction;
        case TransactionErrorCode::DuplicateInstruction:
            return Payload::bare_index;
        case TransactionErrorCode::InsufficientFundsForRent:
        case TransactionErrorCode::ProgramExecutionTemporarilyRestricted:
            return Payload::account_index;
        default:
            return Payload::none;
    }
}

std::optional<tx::TransactionError> read_instruction_failure(View value) {
    const auto index = narrow<std::uint16_t>(value.at(0).u64());
    const auto error = read_instruction_error(value.at(1));
    if (!index || !error || value.size() != 2) return std::nullopt;
    return tx::TransactionError(*index, *error);
}

std::optional<tx::TransactionError> read_variant(TransactionErrorCode code, View value) {
    switch (payload(code)) {
        case Payload::none:
            return std::nullopt;
        case Payload::instruction:
            return read_instruction_failure(value);
        case Payload::bare_index:
        case Payload::account_index:
            break;
    }
    const View number = payload(code) == Payload::bare_index ? value : value["account_index"];
    const auto index = narrow<std::uint16_t>(number.u64());
    if (!index) return std::nullopt;
    return tx::TransactionError(code, *index);
}

}  // namespace

void write(Writer& out, const tx::InstructionError& error) {
    if (error.code != InstructionErrorCode::Custom) {
        out.plain(tx::name(error.code));
        return;
    }
    out.begin_object().field("Custom", error.custom).end_object();
}

void write(Writer& out, const tx::TransactionError& error, IndexForm form) {
    const std::string_view name = tx::name(error.code);
    const Payload kind = payload(error.code);
    const auto index = form == IndexForm::capped ? std::min(error.index, max_u8) : error.index;
    if (kind == Payload::none) {
        out.plain(name);
        return;
    }
    out.begin_object().key(name);
    if (kind == Payload::bare_index) {
        out.number(index);
    } else if (kind == Payload::account_index) {
        out.begin_object().field("account_index", index).end_object();
    } else {
        out.begin_array().number(index);
        write(out, error.instruction);
        out.end_array();
    }
    out.end_object();
}

void write_err(Writer& out, const std::optional<tx::TransactionError>& error, IndexForm form) {
    if (error)
        write(out, *error, form);
    else
        out.null();
}

Writer& write_err_members(Writer& out, const std::optional<tx::TransactionError>& error) {
    write_err(out.key("err"), error, IndexForm::capped);
    if (error && payload(error->code) != Payload::none && error->index > max_u8)
        out.field("errIndex", error->index);
    return out;
}

void write_status(Writer& out, const std::optional<tx::TransactionError>& error, IndexForm form) {
    out.begin_object().key(error ? "Err" : "Ok");
    write_err(out, error, form);
    out.end_object();
}

std::string to_json(const tx::TransactionError& error) {
    Writer out;
    write(out, error);
    return out.take();
}

std::optional<tx::InstructionError> read_instruction_error(View value) {
    if (const auto name = value.string()) {
        const auto code = find<InstructionErrorCode>(instruction_names, *name);
        if (!code || *code == InstructionErrorCode::Custom) return std::nullopt;
        return tx::InstructionError(*code);
    }
    if (value.size() != 1) return std::nullopt;
    const auto [name, payload_value] = value.member(0);
    if (name == "BorshIoError" && payload_value.is_string())
        return tx::InstructionError(InstructionErrorCode::BorshIoError);
    const auto custom = narrow<std::uint32_t>(payload_value.u64());
    if (name != "Custom" || !custom) return std::nullopt;
    return tx::custom_error(*custom);
}

std::optional<tx::TransactionError> read_transaction_error(View value) {
    if (const auto name = value.string()) {
        const auto code = find<TransactionErrorCode>(transaction_names, *name);
        if (!code || payload(*code) != Payload::none) return std::nullopt;
        return tx::TransactionError(*code);
    }
    if (value.size() != 1) return std::nullopt;
    const auto [name, payload_value] = value.member(0);
    const auto code = find<TransactionErrorCode>(transaction_names, name);
    return code ? read_variant(*code, payload_value) : std::nullopt;
}

std::optional<tx::TransactionError> read_err_members(View holder) {
    auto error = read_transaction_error(holder["err"]);
    const auto index = narrow<std::uint16_t>(holder["errIndex"].u64());
    if (error && index && payload(error->code) != Payload::none) error->index = *index;
    return error;
}

}  // namespace orrery::json
