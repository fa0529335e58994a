#include "devnet/sandbox/expect.hpp"

#include <ostream>

namespace orrery {
namespace {

// Not by operator+, in which g++ 12 sees a copy that overlaps.
std::string quoted(std::string_view text) {
    std::string out;
    return out.append(1, '"').append(text).append(1, '"');
}

Report missed(const std::string& expected, const Outcome& outcome) {
    return {"expected " + expected + ", but it " + (outcome.refusal.empty() ? "" : "was ") +
            describe(outcome)};
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Report& report) {
    return out << (report ? "as expected" : report.text);
}

Report expect_ok(const Outcome& outcome) {
    if (outcome.ok()) return {};
    return missed("success", outcome);
}

Report expect_error(const Outcome& outcome, const tx::InstructionError& error) {
    if (outcome.instruction_error() == error) return {};
    return missed("an instruction to fail with " + quoted(tx::display(error)), outcome);
}

Report expect_error(const Outcome& outcome, std::uint16_t index,
                    const tx::InstructionError& error) {
    const tx::TransactionError whole(index, error);
    if (outcome.error == whole) return {};
    return missed(quoted(tx::display(whole)), outcome);
}

Report expect_error(const Outcome& outcome, tx::TransactionErrorCode error) {
    if (outcome.error && outcome.error->code == error) return {};
    return missed("the transaction to fail with " + std::string(tx::name(error)), outcome);
}

Report expect_custom_error(const Outcome& outcome, std::uint32_t code) {
    return expect_error(outcome, tx::custom_error(code));
}

Report expect_log(const Outcome& outcome, std::string_view text) {
    if (outcome.logged(text)) return {};
    return missed(quoted(text) + " in the logs", outcome);
}

}  // namespace orrery
