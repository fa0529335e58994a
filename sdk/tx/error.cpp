#include "sdk/tx/error.hpp"

#include <array>
#include <charconv>

namespace orrery::tx {
namespace {

struct Row {
    std::string_view name;
    std::string_view text;
};

constexpr Row instruction_rows[] = {
#define X(name, text) {#name, text},
    ORRERY_INSTRUCTION_ERRORS(X)
#undef X
};

constexpr Row transaction_rows[] = {
#define X(name, text) {#name, text},
    ORRERY_TRANSACTION_ERRORS(X)
#undef X
};

const Row& row_of(InstructionErrorCode code) {
    return instruction_rows[static_cast<std::size_t>(code)];
}

const Row& row_of(TransactionErrorCode code) {
    return transaction_rows[static_cast<std::size_t>(code)];
}

std::string hex(std::uint32_t value) {
    std::array<char, 8> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
    return {digits.data(), end};
}

}  // namespace

std::string_view name(InstructionErrorCode code) { return row_of(code).name; }

std::string display(const InstructionError& error) {
    std::string text(row_of(error.code).text);
    if (error.code == InstructionErrorCode::Custom) text += ": 0x" + hex(error.custom);
    return text;
}

std::string_view name(TransactionErrorCode code) { return row_of(code).name; }

std::string display(const TransactionError& error) {
    std::string text(row_of(error.code).text);
    if (const auto at = text.find("{}"); at != std::string::npos)
        text.replace(at, 2, std::to_string(error.index));
    if (error.code == TransactionErrorCode::InstructionError)
        text += ": " + display(error.instruction);
    return text;
}

}  // namespace orrery::tx
