#include "devnet/sandbox/outcome.hpp"

#include <algorithm>

#include "sdk/codec/base58.hpp"

namespace orrery {
namespace {

std::string result_of(const Outcome& outcome) {
    if (!outcome.refusal.empty()) return "not sent: " + outcome.refusal;
    if (!outcome.error) return "succeeded";
    const auto why = tx::display(*outcome.error);
    switch (outcome.status) {
        case svm::TxStatus::rejected:
            return "rejected, without a fee: " + why;
        case svm::TxStatus::fees_only:
            return "not executed, but charged: " + why;
        default:
            return "failed: " + why;
    }
}

std::string frame_text(const FaultFrame& frame) {
    auto place = frame.file.empty() ? "pc " + std::to_string(frame.pc)
                                    : frame.file + ":" + std::to_string(frame.line);
    return (frame.function.empty() ? "?" : frame.function) + "  " + std::move(place);
}

// A recursion that ran out of frames is told by its first.
std::string fault_of(const Outcome& outcome) {
    constexpr std::size_t most = 16;
    std::string out;
    for (std::size_t i = 0; i < std::min(most, outcome.fault.size()); ++i) {
        const auto& frame = outcome.fault[i];
        if (i == 0 || frame.program_id != outcome.fault[i - 1].program_id)
            out += (i == 0 ? "\n  stopped in " : "\n  called by ") +
                   codec::to_string(frame.program_id) + ":";
        out += "\n    " + frame_text(frame);
    }
    if (outcome.fault.size() > most)
        out += "\n    ... " + std::to_string(outcome.fault.size() - most) + " frames more";
    return outcome.fault_note.empty() ? out : out + "\n  note: " + outcome.fault_note;
}

}  // namespace

const AccountChange* Outcome::change_of(const Pubkey& key) const {
    const auto at = std::find_if(changes.begin(), changes.end(),
                                 [&](const AccountChange& change) { return change.key == key; });
    return at == changes.end() ? nullptr : &*at;
}

std::int64_t Outcome::lamports_gained(const Pubkey& key) const {
    const auto* change = change_of(key);
    if (!change) return 0;
    const auto lamports = [](const AccountRef& a) { return a ? a->lamports.value : 0; };
    return static_cast<std::int64_t>(lamports(change->after) - lamports(change->before));
}

std::optional<tx::InstructionError> Outcome::instruction_error() const {
    if (!error || error->code != tx::TransactionErrorCode::InstructionError) return std::nullopt;
    return error->instruction;
}

bool Outcome::logged(std::string_view text) const {
    return std::any_of(logs.begin(), logs.end(), [&](std::string_view line) {
        return line.find(text) != std::string_view::npos;
    });
}

std::string describe(const Outcome& outcome) {
    auto out = result_of(outcome);
    if (!outcome.refusal.empty()) return out;
    out += "\n  signature " + codec::to_string(outcome.signature) + "\n  slot " +
           std::to_string(outcome.slot.value) + ", " + std::to_string(outcome.compute_units) +
           " compute units, fee " + std::to_string(outcome.fee.value) + " lamports";
    out += outcome.logs.empty() ? "\n  no logs" : "\n  logs:";
    for (const auto line : outcome.logs) out.append("\n    ").append(line);
    return out + fault_of(outcome);
}

}  // namespace orrery
