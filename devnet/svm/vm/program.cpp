#include "devnet/svm/vm/program.hpp"

#include <cstddef>

#include "devnet/svm/vm/elf_error.hpp"
#include "devnet/svm/vm/handlers.hpp"
#include "sdk/sbpf/elf.hpp"
#include "sdk/sbpf/isa.hpp"

namespace orrery::vm {
namespace {

using sbpf::Form;
using sbpf::Instruction;
using sbpf::Opcode;

constexpr auto op_size = static_cast<std::int64_t>(sizeof(Op));

/// Turns verified text into ops.
class Decoder {
  public:
    Decoder(const Image& image, const SyscallRegistry& syscalls)
        : image_(image),
          text_(image.text()),
          count_(text_.size() / sbpf::instruction_size),
          syscalls_(syscalls) {}

    std::vector<Op> run() const {
        std::vector<Op> ops;
        ops.reserve(count_ + 1);
        for (std::uint64_t pc = 0; pc < count_; ++pc) {
            ops.push_back(decode(pc));
            if (ops.back().handler != static_cast<std::uint16_t>(Opcode::lddw)) continue;
            ops.push_back(special(Handler::unsupported));
            ++pc;
        }
        ops.push_back(special(Handler::overrun));
        return ops;
    }

  private:
    Instruction slot(std::uint64_t pc) const {
        return sbpf::read_instruction(text_.data() + pc * sbpf::instruction_size);
    }

    static Op special(Handler handler) {
        Op op{};
        op.handler = static_cast<std::uint16_t>(handler);
        return op;
    }

    Op decode(std::uint64_t pc) const {
        const auto in = slot(pc);
        const auto opcode = sbpf::opcode_of(image_.version, in.opcode);
        Op op{};
        op.handler = static_cast<std::uint16_t>(opcode);
        op.dst = in.dst;
        op.src = in.src;
        op.offset = in.offset;
        op.imm = static_cast<std::uint64_t>(std::int64_t{in.imm});
        switch (sbpf::info(opcode).form) {
            case Form::lddw:
                op.imm = static_cast<std::uint32_t>(in.imm) |
                         static_cast<std::uint64_t>(slot(pc + 1).imm) << 32;
                break;
            case Form::jump:
            case Form::jump_imm:
            case Form::jump_reg:
                op.offset = static_cast<std::int32_t>((std::int64_t{in.offset} + 1) * op_size);
                break;
            case Form::call:
                return decode_call(pc, in);
            case Form::call_reg:
                op.src = callx_register(in);
                break;
            default:
                if (zero_extends(opcode)) op.imm = static_cast<std::uint32_t>(in.imm);
                break;
        }
        return op;
    }

    static bool zero_extends(Opcode opcode) {
        return opcode == Opcode::udiv64_imm || opcode == Opcode::urem64_imm ||
               opcode == Opcode::uhmul64_imm;
    }

    std::uint8_t callx_register(const Instruction& in) const {
        if (sbpf::callx_in_dst(image_.version)) return in.dst;
        if (sbpf::callx_in_src(image_.version)) return in.src;
        return static_cast<std::uint8_t>(in.imm);  // the verifier has bounded it
    }

    Op decode_call(std::uint64_t pc, const Instruction& in) const {
        const bool is_static = sbpf::strict_elf(image_.version);
        const auto key = static_cast<std::uint32_t>(in.imm);
        if (!is_static || in.src == 0) {
            if (const auto* const found = syscalls_.find(key)) {
                Op op = special(Handler::call_syscall);
                op.syscall = found->fn;
                return op;
            }
        }
        if (is_static) {
            const auto target = pc + 1 + static_cast<std::uint64_t>(std::int64_t{in.imm});
            return in.src == 1 && target < count_ ? call_to(pc, target)
                                                  : special(Handler::unsupported);
        }
        const auto function = image_.functions.find(key);
        return function != image_.functions.end() ? call_to(pc, function->second)
                                                  : special(Handler::unsupported);
    }

    // Every registered function lies in the text: relocation has checked it.
    static Op call_to(std::uint64_t pc, std::uint64_t target) {
        Op op = special(Handler::call_function);
        op.imm = (target - pc) * sizeof(Op);
        return op;
    }

    const Image& image_;
    ByteSpan text_;
    std::uint64_t count_;
    const SyscallRegistry& syscalls_;
};

Result<sbpf::SbpfVersion, LoadError> version_of(ByteSpan elf, const LoadOptions& options) {
    constexpr auto at = offsetof(sbpf::elf::FileHeader, flags);
    if (elf.size() < at + sizeof(std::uint32_t)) return elf_error::out_of_bounds();
    const auto flags = load_le<std::uint32_t>(elf.data() + at);
    if (flags >= sbpf::version_count) return elf_error::unsupported_version();
    const auto version = static_cast<sbpf::SbpfVersion>(flags);
    if (!options.enabled(version)) return elf_error::unsupported_version();
    return version;
}

}  // namespace

bool LoadOptions::enabled(sbpf::SbpfVersion version) const {
    const bool by_version[] = {v0, v1, v2, v3};
    return by_version[static_cast<std::size_t>(version)];
}

Result<Image, LoadError> read_elf(ByteSpan elf, const LoadOptions& options) {
    TRY(const auto version, version_of(elf, options));
    TRY(auto image,
        sbpf::strict_elf(version) ? read_strict_elf(elf) : read_lenient_elf(elf, options));
    image.version = version;
    return image;
}

Result<std::shared_ptr<const Program>, LoadError> Program::load(ByteSpan elf,
                                                                const LoadOptions& options) {
    TRY(auto image, read_elf(elf, options));
    CHECK_OK(verify(image.text(), image.version));
    auto ops = Decoder(image, options.syscalls).run();
    return std::make_shared<const Program>(std::move(image), std::move(ops));
}

}  // namespace orrery::vm
