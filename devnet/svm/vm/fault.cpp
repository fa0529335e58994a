#include "devnet/svm/vm/fault.hpp"

#include <charconv>

namespace orrery::vm {
namespace {

std::string hex(std::uint64_t value) {
    char digits[16];
    const auto end = std::to_chars(digits, digits + sizeof digits, value, 16).ptr;
    return "0x" + std::string(digits, end);
}

std::string access_violation(const Fault& fault) {
    return std::string("Access violation ") +
           (fault.access == Access::load ? "reading " : "writing ") + std::to_string(fault.length) +
           " bytes at address " + hex(fault.address) + " (in " + std::string(fault.region) +
           " region)";
}

std::string stack_violation(const Fault& fault) {
    return "Access violation in stack frame " + std::to_string(fault.frame) + " at address " +
           hex(fault.address) + " of size " + std::to_string(fault.length);
}

}  // namespace

// Texts: sbpf error.rs, enum EbpfError.
std::string Fault::display() const {
    switch (kind) {
        case FaultKind::call_depth_exceeded:
            return "exceeded max BPF to BPF call depth";
        case FaultKind::divide_by_zero:
            return "divide by zero at BPF instruction";
        case FaultKind::divide_overflow:
            return "division overflow at BPF instruction";
        case FaultKind::execution_overrun:
            return "attempted to execute past the end of the text segment at BPF instruction";
        case FaultKind::call_outside_text:
            return "callx attempted to call outside of the text segment";
        case FaultKind::exceeded_meter:
            return "exceeded CUs meter at BPF instruction";
        case FaultKind::access_violation:
            return access_violation(*this);
        case FaultKind::stack_access_violation:
            return stack_violation(*this);
        case FaultKind::unsupported_instruction:
            return "unsupported BPF instruction";
        case FaultKind::none:
        case FaultKind::syscall:
            break;
    }
    return {};
}

}  // namespace orrery::vm
