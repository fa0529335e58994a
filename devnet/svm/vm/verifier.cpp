#include <charconv>

#include "devnet/svm/vm/image.hpp"
#include "sdk/sbpf/isa.hpp"

// The rules and texts are sbpf's RequisiteVerifier (verifier.rs), checked in its order.
namespace orrery::vm {
namespace {

using sbpf::Form;
using sbpf::Instruction;
using sbpf::Opcode;
using sbpf::SbpfVersion;
using Checked = Result<void, LoadError>;

auto reject(std::string text) { return fail(LoadError{"Verifier error: " + std::move(text)}); }

std::string at(std::uint64_t pc) { return " (insn #" + std::to_string(pc) + ")"; }

class Verifier {
  public:
    Verifier(ByteSpan text, SbpfVersion version)
        : text_(text), version_(version), count_(text.size() / sbpf::instruction_size) {}

    Checked run() {
        if (text_.size() % sbpf::instruction_size != 0) {
            return reject("program length must be a multiple of 8 octets");
        }
        if (text_.empty()) return reject("no program set, call prog_set() to load one");
        for (std::uint64_t pc = 0; pc < count_; ++pc) {
            const auto in = slot(pc);
            const auto op = sbpf::opcode_of(version_, in.opcode);
            if (op == Opcode::none) return unknown(in.opcode, pc);
            CHECK_OK(check_form(op, in, pc));
            // Upstream has moved on to the second slot when it checks the registers of lddw.
            if (op == Opcode::lddw) ++pc;
            CHECK_OK(check_registers(op, in, pc));
        }
        return {};
    }

  private:
    Instruction slot(std::uint64_t pc) const {
        return sbpf::read_instruction(text_.data() + pc * sbpf::instruction_size);
    }

    static Checked unknown(std::uint8_t byte, std::uint64_t pc) {
        char digits[2];
        const auto end = std::to_chars(digits, digits + sizeof digits, byte, 16).ptr;
        return reject("unknown eBPF opcode 0x" + std::string(digits, end) + at(pc));
    }

    Checked check_form(Opcode op, const Instruction& in, std::uint64_t pc) const {
        switch (sbpf::info(op).form) {
            case Form::lddw:
                return check_lddw(pc);
            case Form::divide_imm:
                if (in.imm == 0) return reject("division by 0" + at(pc));
                return {};
            case Form::shift_imm32:
                return check_shift(in, 32, pc);
            case Form::shift_imm64:
                return check_shift(in, 64, pc);
            case Form::endian:
                if (in.imm == 16 || in.imm == 32 || in.imm == 64) return {};
                return reject("unsupported argument for LE/BE" + at(pc));
            case Form::jump:
            case Form::jump_imm:
            case Form::jump_reg:
                return check_jump(in, pc);
            case Form::call_reg:
                return check_callx(in, pc);
            case Form::alu_imm:
                if (moves_frame(op, in) && (in.imm & 63) != 0) {
                    return reject("Unaligned immediate" + at(pc));
                }
                return {};
            default:
                return {};
        }
    }

    Checked check_lddw(std::uint64_t pc) const {
        if (pc + 1 >= count_) return reject("LD_DW instruction cannot be last in program");
        if (slot(pc + 1).opcode != 0) return reject("incomplete LD_DW instruction" + at(pc));
        return {};
    }

    static Checked check_shift(const Instruction& in, int bits, std::uint64_t pc) {
        if (in.imm >= 0 && in.imm < bits) return {};
        const auto by = static_cast<std::uint64_t>(std::int64_t{in.imm});
        // Upstream fills the two numbers in the other way round.
        return reject("Shift with overflow of " + std::to_string(by) + "-bit value by " +
                      std::to_string(bits) + at(pc));
    }

    Checked check_jump(const Instruction& in, std::uint64_t pc) const {
        const auto target = pc + 1 + static_cast<std::uint64_t>(std::int64_t{in.offset});
        if (target >= count_) {  // a negative target is a huge one, here and in the text
            return reject("jump out of code to #" + std::to_string(target) + at(pc));
        }
        if (slot(target).opcode == 0) {
            return reject("jump to middle of LD_DW at #" + std::to_string(target) + at(pc));
        }
        return {};
    }

    Checked check_callx(const Instruction& in, std::uint64_t pc) const {
        const std::int64_t reg = sbpf::callx_in_src(version_)   ? in.src
                                 : sbpf::callx_in_dst(version_) ? in.dst
                                                                : in.imm;
        if (reg >= 0 && reg < 10) return {};
        return reject("Invalid register specified at instruction " + std::to_string(pc));
    }

    bool moves_frame(Opcode op, const Instruction& in) const {
        return op == Opcode::add64_imm && in.dst == 10 && !sbpf::fixed_frames(version_);
    }

    Checked check_registers(Opcode op, const Instruction& in, std::uint64_t pc) const {
        if (in.src > 10) return reject("invalid source register" + at(pc));
        if (in.dst > 10) return reject("invalid destination register" + at(pc));
        const auto form = sbpf::info(op).form;
        const bool store = form == Form::store_imm || form == Form::store_reg;
        if (in.dst == 10 && !store && !moves_frame(op, in)) {
            return reject("cannot write into register r10" + at(pc));
        }
        return {};
    }

    ByteSpan text_;
    SbpfVersion version_;
    std::uint64_t count_;
};

}  // namespace

Checked verify(ByteSpan text, SbpfVersion version) { return Verifier(text, version).run(); }

}  // namespace orrery::vm
