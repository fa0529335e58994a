#include "sdk/link/instructions.hpp"

#include <charconv>
#include <optional>

#include "sdk/sbpf/isa.hpp"
#include "sdk/sbpf/syscalls.hpp"

namespace orrery::link {
namespace {

namespace elf = sbpf::elf;
using sbpf::Form;
using sbpf::Instruction;
using sbpf::Opcode;
using sbpf::SbpfVersion;

/// The lower three bits of an opcode byte.
enum Class : std::uint8_t { alu32 = 4, jump32 = 6 };

constexpr std::uint8_t atomics[] = {0xc3, 0xdb};
constexpr std::uint8_t sign_extending_loads[] = {0x81, 0x89, 0x91};
constexpr std::uint8_t byte_swap = 0xd7;

template <std::size_t n>
bool is_one_of(const std::uint8_t (&bytes)[n], std::uint8_t byte) {
    for (const auto each : bytes) {
        if (each == byte) return true;
    }
    return false;
}

std::string hex(std::uint32_t value) {
    char digits[8];
    return "0x" + std::string(digits, std::to_chars(digits, digits + 8, value, 16).ptr);
}

bool is_arithmetic(Form form) {
    return form == Form::alu_imm || form == Form::alu_reg || form == Form::divide_imm ||
           form == Form::shift_imm32 || form == Form::shift_imm64;
}

// 32-bit arithmetic sign-extends on sBPF where LLVM expects zeros, and v0 has no 32-bit jumps. That
// some of both would run right is luck of one compilation.
std::optional<std::string> refuse_dialect(const Instruction& in, Opcode op) {
    const std::string advice = "; compile with -mcpu=v2";
    const auto kind = in.opcode & 7;
    if (kind == jump32) return "32-bit jumps aren't the same on every sBPF" + advice;
    if (kind == alu32 && (op == Opcode::none || sbpf::info(op).form != Form::endian)) {
        return "32-bit arithmetic has other results on sBPF than LLVM expects" + advice;
    }
    if (is_one_of(atomics, in.opcode)) return "sBPF has no atomic instructions";
    if (is_one_of(sign_extending_loads, in.opcode)) {
        return "sBPF has no loads that extend the sign" + advice;
    }
    if (in.opcode == byte_swap) return "sBPF has no instruction bswap" + advice;
    if (op == Opcode::none) return "sBPF has no opcode " + hex(in.opcode);
    if (is_arithmetic(sbpf::info(op).form) && in.offset != 0) {
        return "sBPF has no signed division and no moves that extend the sign" + advice;
    }
    if (in.dst > 10 || in.src > 10) {
        return "sBPF has no register r11; give functions at most five arguments";
    }
    return std::nullopt;
}

/// The code of one section, looked through once.
class SectionCheck {
  public:
    SectionCheck(const Section& section, SbpfVersion version)
        : section_(section), version_(version), next_(section.relocations.begin()) {}

    /// What is wrong first, with its offset.
    struct Finding {
        std::uint64_t offset;
        std::string text;
    };
    std::optional<Finding> run() {
        for (at_ = 0; at_ < section_.data.size(); at_ += sbpf::instruction_size) {
            const auto here = at_;
            const auto in = sbpf::read_instruction(section_.data.data() + at_);
            if (auto text = check(in)) return Finding{here, std::move(*text)};
        }
        return std::nullopt;
    }

  private:
    std::optional<std::string> check(const Instruction& in) {
        const auto op = sbpf::opcode_of(version_, in.opcode);
        if (auto text = refuse_dialect(in, op)) return text;
        if (op == Opcode::lddw && !has_second_slot()) return "the lddw is incomplete";
        const auto relocated = take_relocation(op);
        if (!relocated) return relocated.error();
        if (op == Opcode::call && !*relocated) return check_call(in);
        if (op == Opcode::callx && static_cast<std::uint32_t>(in.dst != 0 ? in.dst : in.imm) > 9) {
            return "the callx names no register";
        }
        const auto form = sbpf::info(op).form;
        if (form == Form::jump || form == Form::jump_imm || form == Form::jump_reg) {
            if (!inside(in.offset)) return "the jump leaves its section";
        }
        if (op == Opcode::lddw) at_ += sbpf::instruction_size;
        return std::nullopt;
    }

    bool has_second_slot() const {
        return at_ + sbpf::instruction_size < section_.data.size() &&
               section_.data[at_ + sbpf::instruction_size] == 0;
    }

    // Whether this instruction has a relocation; an error for one that doesn't fit it.
    Result<bool, std::string> take_relocation(Opcode op) {
        const auto size = op == Opcode::lddw ? 16u : 8u;
        if (next_ == section_.relocations.end() || next_->offset >= at_ + size) return false;
        const auto relocation = *next_++;
        const bool fits = relocation.offset == at_ &&
                          ((relocation.type == elf::relocation_64_64 && op == Opcode::lddw) ||
                           (relocation.type == elf::relocation_64_32 && op == Opcode::call));
        const bool alone = next_ == section_.relocations.end() || next_->offset >= at_ + size;
        if (fits && alone) return true;
        return fail("unknown relocation: type " + std::to_string(relocation.type) + " on " +
                    std::string(sbpf::info(op).mnemonic));
    }

    // A call that the compiler has resolved: inside the section, or of a syscall by its hash.
    std::optional<std::string> check_call(const Instruction& in) const {
        if (in.src == 1) {
            if (inside(in.imm)) return std::nullopt;
            return "the call leaves its section";
        }
        const auto hash = static_cast<std::uint32_t>(in.imm);
        const auto* const syscall = sbpf::find_syscall(hash);
        if (in.src == 0 && syscall != nullptr && syscall->deployable) return std::nullopt;
        return "the call names no syscall: there is none with hash " + hex(hash);
    }

    bool inside(std::int64_t slots) const {
        const auto target = static_cast<std::int64_t>(at_ / sbpf::instruction_size) + 1 + slots;
        const auto count = section_.data.size() / sbpf::instruction_size;
        return target >= 0 && static_cast<std::uint64_t>(target) < count;
    }

    const Section& section_;
    SbpfVersion version_;
    std::vector<Relocation>::const_iterator next_;
    std::uint64_t at_ = 0;
};

}  // namespace

void check_instructions(const Inputs& inputs, const Live& live, SbpfVersion version,
                        LinkErrors& errors) {
    std::vector<bool> faulty(inputs.objects.size());
    for (std::uint32_t i = 0; i < inputs.sections.size(); ++i) {
        const auto& section = inputs.sections[i];
        if (!live[i] || section.kind != SectionKind::text || faulty[section.object]) continue;
        if (auto found = SectionCheck(section, version).run()) {
            faulty[section.object] = true;  // the rest of it was compiled the same way
            errors.push_back({inputs.objects[section.object], place_of(inputs, {i, found->offset}),
                              std::move(found->text)});
        }
    }
}

}  // namespace orrery::link
