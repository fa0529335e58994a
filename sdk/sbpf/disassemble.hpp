#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "sdk/sbpf/isa.hpp"
#include "sdk/types/bytes.hpp"

namespace orrery::sbpf {

/// A program's text as people read it. Knows functions by the calls that lead to them; their names
/// can be added. Borrows the text.
class Disassembler {
  public:
    /// `text` as it is after relocation; a part of a slot at its end is left out. Any bytes will
    /// do.
    Disassembler(ByteSpan text, SbpfVersion version);

    /// Names the function that starts at an instruction.
    void name(std::uint64_t pc, std::string function);
    /// The functions known, by their first instruction.
    const std::map<std::uint64_t, std::string>& functions() const { return functions_; }

    /// The instructions, in slots of eight bytes.
    std::uint64_t size() const { return text_.size() / instruction_size; }

    struct Line {
        std::string text;                       ///< "ldxdw r1, [r2+8]"
        std::uint64_t slots = 1;                ///< that it takes: two for lddw
        std::optional<std::uint64_t> constant;  ///< that lddw loads
    };
    /// The instruction at `pc`, below size(). Jumps name the instruction they lead to, calls the
    /// function or syscall: "jeq r1, 0, 12", "call sol_log_". A byte that the version doesn't know
    /// gives ".quad 0x..." of its slot.
    Line at(std::uint64_t pc) const;

  private:
    std::optional<std::uint64_t> call_target(std::uint64_t pc, const Instruction& one) const;
    std::string call_text(std::uint64_t pc, const Instruction& one) const;
    std::string operands(std::uint64_t pc, const Instruction& one, Form form) const;
    Instruction slot(std::uint64_t pc) const;

    ByteSpan text_;
    SbpfVersion version_;
    std::unordered_map<std::uint32_t, std::uint64_t> keys_;  ///< before v3: calls go by key
    std::map<std::uint64_t, std::string> functions_;
};

}  // namespace orrery::sbpf
