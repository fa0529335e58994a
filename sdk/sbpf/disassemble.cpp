#include "sdk/sbpf/disassemble.hpp"

#include <cstdio>

#include "sdk/sbpf/syscalls.hpp"

namespace orrery::sbpf {
namespace {

std::string reg(unsigned number) { return "r" + std::to_string(number); }

std::string hex(std::uint64_t value) {
    char text[24];
    std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
    return text;
}

std::string memory(unsigned base, std::int16_t offset) {
    const auto sign = offset < 0 ? "" : "+";
    return "[" + reg(base) + sign + std::to_string(offset) + "]";
}

std::uint64_t jump_target(std::uint64_t pc, const Instruction& one) {
    return pc + 1 + static_cast<std::uint64_t>(std::int64_t{one.offset});
}

std::string quad(ByteSpan text, std::uint64_t pc) {
    return ".quad " + hex(load_le<std::uint64_t>(text.data() + pc * instruction_size));
}

}  // namespace

Disassembler::Disassembler(ByteSpan text, SbpfVersion version) : text_(text), version_(version) {
    if (!strict_elf(version_))
        for (std::uint64_t pc = 0; pc < size(); ++pc) keys_.emplace(function_key(pc), pc);
    for (std::uint64_t pc = 0; pc < size(); ++pc) {
        const auto one = slot(pc);
        const auto op = opcode_of(version_, one.opcode);
        if (op == Opcode::lddw) ++pc;
        if (op != Opcode::call) continue;
        if (const auto target = call_target(pc, one))
            functions_.emplace(*target, "function_" + std::to_string(*target));
    }
}

void Disassembler::name(std::uint64_t pc, std::string function) {
    functions_.insert_or_assign(pc, std::move(function));
}

Instruction Disassembler::slot(std::uint64_t pc) const {
    return read_instruction(text_.data() + pc * instruction_size);
}

std::optional<std::uint64_t> Disassembler::call_target(std::uint64_t pc,
                                                       const Instruction& one) const {
    if (!strict_elf(version_)) {
        const auto found = keys_.find(static_cast<std::uint32_t>(one.imm));
        return found == keys_.end() ? std::nullopt : std::optional(found->second);
    }
    const auto target = pc + 1 + static_cast<std::uint64_t>(std::int64_t{one.imm});
    if (one.src == 0 || target >= size()) return std::nullopt;
    return target;
}

std::string Disassembler::call_text(std::uint64_t pc, const Instruction& one) const {
    if (const auto target = call_target(pc, one)) {
        const auto named = functions_.find(*target);
        return named == functions_.end() ? std::to_string(*target) : named->second;
    }
    const auto key = static_cast<std::uint32_t>(one.imm);
    const auto* syscall = find_syscall(key);
    return syscall ? std::string(syscall->name) : hex(key);
}

std::string Disassembler::operands(std::uint64_t pc, const Instruction& one, Form form) const {
    const auto dst = reg(one.dst), imm = std::to_string(one.imm);
    const auto target = std::to_string(jump_target(pc, one));
    switch (form) {
        case Form::lddw:
        case Form::alu_imm:
        case Form::divide_imm:
        case Form::shift_imm32:
        case Form::shift_imm64:
            return dst + ", " + imm;
        case Form::load:
            return dst + ", " + memory(one.src, one.offset);
        case Form::store_imm:
            return memory(one.dst, one.offset) + ", " + imm;
        case Form::store_reg:
            return memory(one.dst, one.offset) + ", " + reg(one.src);
        case Form::alu_reg:
            return dst + ", " + reg(one.src);
        case Form::unary:
            return dst;
        case Form::endian:
            return dst;
        case Form::jump:
            return target;
        case Form::jump_imm:
            return dst + ", " + imm + ", " + target;
        case Form::jump_reg:
            return dst + ", " + reg(one.src) + ", " + target;
        case Form::call:
            return call_text(pc, one);
        case Form::call_reg:
            return reg(callx_in_dst(version_)   ? one.dst
                       : callx_in_src(version_) ? one.src
                                                : static_cast<unsigned>(one.imm));
        case Form::exit:
            return "";
    }
    return "";
}

Disassembler::Line Disassembler::at(std::uint64_t pc) const {
    const auto one = slot(pc);
    const auto op = opcode_of(version_, one.opcode);
    if (op == Opcode::none) return {quad(text_, pc), 1, std::nullopt};
    const auto& row = info(op);
    if (row.form == Form::lddw) {
        if (pc + 1 == size()) return {quad(text_, pc), 1, std::nullopt};
        const auto high = static_cast<std::uint32_t>(slot(pc + 1).imm);
        const auto value = std::uint64_t{high} << 32 | static_cast<std::uint32_t>(one.imm);
        return {"lddw " + reg(one.dst) + ", " + hex(value), 2, value};
    }
    std::string text(row.mnemonic);
    if (row.form == Form::endian) text += std::to_string(one.imm);
    const auto rest = operands(pc, one, row.form);
    return {rest.empty() ? text : text + " " + rest, 1, std::nullopt};
}

}  // namespace orrery::sbpf
