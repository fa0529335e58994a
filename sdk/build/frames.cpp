#include "sdk/build/frames.hpp"

#include <algorithm>

#include "sdk/sbpf/isa.hpp"

namespace orrery::build {
namespace {

using sbpf::Form;
using sbpf::Opcode;

constexpr std::uint8_t frame_pointer = 10;

std::uint32_t below(std::int32_t offset) {
    return offset < 0 ? 0u - static_cast<std::uint32_t>(offset) : 0u;
}

// What an instruction uses by itself.
std::uint32_t direct_use(Form form, const sbpf::Instruction& one) {
    const bool reads = form == Form::load && one.src == frame_pointer;
    const bool writes =
        (form == Form::store_imm || form == Form::store_reg) && one.dst == frame_pointer;
    return reads || writes ? below(one.offset) : 0;
}

// BPF takes a local's address in two steps: rX = r10; rX += -N.
bool copies_frame_pointer(Opcode op, const sbpf::Instruction& one) {
    return op == Opcode::mov64_reg && one.src == frame_pointer;
}

}  // namespace

std::uint32_t frame_use(ByteSpan code, sbpf::SbpfVersion version) {
    std::uint32_t most = 0;
    std::uint16_t copies = 0;  // registers that hold r10, one bit each
    for (std::size_t at = 0; at + sbpf::instruction_size <= code.size();
         at += sbpf::instruction_size) {
        const auto one = sbpf::read_instruction(code.data() + at);
        const auto op = sbpf::opcode_of(version, one.opcode);
        if (op == Opcode::none) continue;
        most = std::max(most, direct_use(sbpf::info(op).form, one));
        const auto bit = static_cast<std::uint16_t>(1u << one.dst);
        if (op == Opcode::add64_imm && (copies & bit) != 0) {
            most = std::max(most, below(one.imm));
            copies = static_cast<std::uint16_t>(copies & ~bit);
        }
        if (copies_frame_pointer(op, one)) copies = static_cast<std::uint16_t>(copies | bit);
    }
    return most;
}

}  // namespace orrery::build
