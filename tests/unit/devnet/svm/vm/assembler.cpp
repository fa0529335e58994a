#include "tests/unit/devnet/svm/vm/assembler.hpp"

#include <map>
#include <optional>
#include <stdexcept>

#include "sdk/sbpf/hash.hpp"
#include "sdk/sbpf/isa.hpp"

namespace orrery::vm::test {
namespace {

using sbpf::Form;
using sbpf::Instruction;
using sbpf::SbpfVersion;

std::string_view trim(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto end = text.find_first_of(separators);
        if (const auto part = trim(text.substr(0, end)); !part.empty()) parts.push_back(part);
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

struct Line {
    std::string_view mnemonic;
    std::vector<std::string_view> operands;
};

bool is_register(std::string_view text) {
    return text.size() >= 2 && text[0] == 'r' && text[1] >= '0' && text[1] <= '9';
}

std::uint8_t reg(std::string_view text) {
    if (!is_register(text)) throw std::runtime_error("not a register: " + std::string(text));
    return static_cast<std::uint8_t>(std::stoi(std::string(text.substr(1))));
}

std::uint64_t number(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    const auto value = std::stoull(std::string(text), nullptr, 0);
    return negative ? 0 - value : value;
}

/// Whether a row can have these operands.
bool takes(Form form, const std::vector<std::string_view>& operands) {
    const bool last_is_register = !operands.empty() && is_register(operands.back());
    switch (form) {
        case Form::alu_reg:
        case Form::store_reg:
            return last_is_register;
        case Form::jump_reg:
            return is_register(operands.at(1));
        case Form::jump_imm:
            return !is_register(operands.at(1));
        case Form::alu_imm:
        case Form::divide_imm:
        case Form::shift_imm32:
        case Form::shift_imm64:
        case Form::store_imm:
            return !last_is_register;
        default:
            return true;
    }
}

class Assembler {
  public:
    Assembler(SbpfVersion version, std::string_view source) : version_(version) {
        for (auto part : split(source, ";\n")) add(part);
    }

    Text run() {
        for (const auto& line : lines_) emit(line);
        return std::move(text_);
    }

  private:
    void add(std::string_view part) {
        if (const auto colon = part.find(':'); colon != std::string_view::npos) {
            labels_[std::string(trim(part.substr(0, colon)))] = pc_;
            part = trim(part.substr(colon + 1));
            if (part.empty()) return;
        }
        const auto space = part.find(' ');
        Line line{part.substr(0, space), {}};
        if (space != std::string_view::npos) line.operands = split(part.substr(space), ",");
        pc_ += line.mnemonic == "lddw" ? 2 : 1;
        lines_.push_back(line);
    }

    const sbpf::OpcodeInfo& find(const Line& line) const {
        for (const auto& row : sbpf::opcode_table) {
            if (row.mnemonic == line.mnemonic && (row.versions & mask_of(version_)) != 0 &&
                takes(row.form, line.operands)) {
                return row;
            }
        }
        throw std::runtime_error("unknown instruction: " + std::string(line.mnemonic));
    }

    std::size_t pc() const { return text_.bytes.size() / sbpf::instruction_size; }

    std::int64_t distance(std::string_view target) const {
        if (target[0] == '+' || target[0] == '-') return static_cast<std::int64_t>(number(target));
        return static_cast<std::int64_t>(labels_.at(std::string(target))) -
               static_cast<std::int64_t>(pc()) - 1;
    }

    static void memory_operand(std::string_view text, std::uint8_t& base, std::int16_t& offset) {
        const auto inner = text.substr(1, text.size() - 2);
        const auto sign = inner.find_first_of("+-");
        base = reg(inner.substr(0, sign));
        offset = sign == std::string_view::npos
                     ? std::int16_t{0}
                     : static_cast<std::int16_t>(number(inner.substr(sign)));
    }

    void put(const Instruction& in) {
        text_.bytes.resize(text_.bytes.size() + sbpf::instruction_size);
        sbpf::write_instruction(in, &text_.bytes[text_.bytes.size() - sbpf::instruction_size]);
    }

    static std::int32_t imm(std::uint64_t value) { return static_cast<std::int32_t>(value); }

    void emit(const Line& line) {
        const auto& row = find(line);
        const auto& args = line.operands;
        Instruction in{.opcode = row.byte};
        switch (row.form) {
            case Form::lddw:
                in.dst = reg(args.at(0));
                in.imm = imm(number(args.at(1)));
                put(in);
                in = Instruction{.imm = imm(number(args.at(1)) >> 32)};
                break;
            case Form::load:
                in.dst = reg(args.at(0));
                memory_operand(args.at(1), in.src, in.offset);
                break;
            case Form::store_imm:
                memory_operand(args.at(0), in.dst, in.offset);
                in.imm = imm(number(args.at(1)));
                break;
            case Form::store_reg:
                memory_operand(args.at(0), in.dst, in.offset);
                in.src = reg(args.at(1));
                break;
            case Form::alu_reg:
                in.dst = reg(args.at(0));
                in.src = reg(args.at(1));
                break;
            case Form::unary:
                in.dst = reg(args.at(0));
                break;
            case Form::jump:
                in.offset = static_cast<std::int16_t>(distance(args.at(0)));
                break;
            case Form::jump_imm:
            case Form::jump_reg:
                in.dst = reg(args.at(0));
                if (row.form == Form::jump_reg) {
                    in.src = reg(args.at(1));
                } else {
                    in.imm = imm(number(args.at(1)));
                }
                in.offset = static_cast<std::int16_t>(distance(args.at(2)));
                break;
            case Form::call:
                call(in, args.at(0));
                break;
            case Form::call_reg:
                callx(in, reg(args.at(0)));
                break;
            case Form::exit:
                break;
            default:  // immediates
                in.dst = reg(args.at(0));
                in.imm = imm(number(args.at(1)));
                break;
        }
        put(in);
    }

    void call(Instruction& in, std::string_view target) {
        const bool is_static = sbpf::strict_elf(version_);
        if (target.starts_with('@')) {
            in.src = 1;
            in.imm = static_cast<std::int32_t>(distance(target.substr(1)));
        } else if (is_static) {
            in.imm = static_cast<std::int32_t>(sbpf::murmur3(target));
        } else {
            in.src = 1;
            in.imm = -1;
            text_.syscalls.push_back({pc(), std::string(target)});
        }
    }

    void callx(Instruction& in, std::uint8_t target) const {
        if (sbpf::callx_in_dst(version_)) {
            in.dst = target;
        } else if (sbpf::callx_in_src(version_)) {
            in.src = target;
        } else {
            in.imm = target;
        }
    }

    SbpfVersion version_;
    std::vector<Line> lines_;
    std::map<std::string, std::size_t> labels_;
    std::size_t pc_ = 0;
    Text text_;
};

}  // namespace

Text assemble(SbpfVersion version, std::string_view source) {
    return Assembler(version, source).run();
}

Bytes wrap(SbpfVersion version, const Text& text, const ElfOptions& options) {
    return sbpf::strict_elf(version) ? strict_elf(text, options)
                                     : lenient_elf(version, text, options).bytes;
}

Bytes build(SbpfVersion version, std::string_view source, const ElfOptions& options) {
    return wrap(version, assemble(version, source), options);
}

}  // namespace orrery::vm::test
