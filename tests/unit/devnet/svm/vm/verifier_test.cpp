#include <catch2/catch.hpp>

#include "sdk/sbpf/isa.hpp"
#include "tests/unit/devnet/svm/vm/machine.hpp"

namespace orrery::vm {
namespace {

using sbpf::Instruction;
using sbpf::SbpfVersion;
constexpr auto v0 = SbpfVersion::v0;
constexpr auto v1 = SbpfVersion::v1;
constexpr auto v2 = SbpfVersion::v2;
constexpr auto v3 = SbpfVersion::v3;

std::string verdict(SbpfVersion version, const std::vector<Instruction>& slots) {
    Bytes text(slots.size() * 8);
    for (std::size_t i = 0; i < slots.size(); ++i) sbpf::write_instruction(slots[i], &text[i * 8]);
    const auto result = verify(text, version);
    return result ? "fine" : result.error().message;
}

constexpr Instruction exit_slot{.opcode = 0x95};

struct Case {
    SbpfVersion version;
    std::vector<Instruction> slots;
    std::string expected;
};

}  // namespace

TEST_CASE("the verifier words its refusals as sbpf does") {
    const Case cases[] = {
        {v0, {exit_slot}, "fine"},
        {v0, {{.opcode = 0x34}}, "division by 0 (insn #0)"},
        {v0, {exit_slot, {.opcode = 0x97}}, "division by 0 (insn #1)"},
        {v2, {{.opcode = 0xc6}}, "division by 0 (insn #0)"},
        {v0, {{.opcode = 0x64, .imm = 32}}, "Shift with overflow of 32-bit value by 32 (insn #0)"},
        {v0, {{.opcode = 0x67, .imm = 70}}, "Shift with overflow of 70-bit value by 64 (insn #0)"},
        {v0,
         {{.opcode = 0xc7, .imm = -1}},
         "Shift with overflow of 18446744073709551615-bit value by 64 (insn #0)"},
        {v0, {{.opcode = 0xd4, .imm = 8}}, "unsupported argument for LE/BE (insn #0)"},
        {v0, {{.opcode = 0x05, .offset = 1}, exit_slot}, "jump out of code to #2 (insn #0)"},
        {v0,
         {{.opcode = 0x05, .offset = -2}, exit_slot},
         "jump out of code to #18446744073709551615 (insn #0)"},
        {v0,
         {{.opcode = 0x05, .offset = 1}, {.opcode = 0x18}, {}, exit_slot},
         "jump to middle of LD_DW at #2 (insn #0)"},
        {v3, {{.opcode = 0x16, .offset = 5}}, "jump out of code to #6 (insn #0)"},
        {v0, {{.opcode = 0x18}}, "LD_DW instruction cannot be last in program"},
        {v0, {{.opcode = 0x18}, exit_slot}, "incomplete LD_DW instruction (insn #0)"},
        {v0, {{.opcode = 0x18, .src = 11}, {}}, "invalid source register (insn #1)"},
        {v0, {{.opcode = 0xb7, .src = 11}}, "invalid source register (insn #0)"},
        {v0, {{.opcode = 0xb7, .dst = 11}}, "invalid destination register (insn #0)"},
        {v0, {{.opcode = 0x7a, .dst = 11}}, "invalid destination register (insn #0)"},
        {v0, {{.opcode = 0xb7, .dst = 10}}, "cannot write into register r10 (insn #0)"},
        {v0, {{.opcode = 0x7a, .dst = 10}}, "fine"},
        {v0, {{.opcode = 0x07, .dst = 10, .imm = 64}}, "cannot write into register r10 (insn #0)"},
        {v1, {{.opcode = 0x07, .dst = 10, .imm = -64}}, "fine"},
        {v1, {{.opcode = 0x07, .dst = 10, .imm = 63}}, "Unaligned immediate (insn #0)"},
        {v0, {{.opcode = 0x8d, .imm = 10}}, "Invalid register specified at instruction 0"},
        {v0, {{.opcode = 0x8d, .imm = -1}}, "Invalid register specified at instruction 0"},
        {v0, {{.opcode = 0x8d, .imm = 9}}, "fine"},
        {v2, {{.opcode = 0x8d, .src = 10}}, "Invalid register specified at instruction 0"},
        {v3, {{.opcode = 0x8d, .dst = 10}}, "Invalid register specified at instruction 0"},
        {v0, {{.opcode = 0x06}}, "unknown eBPF opcode 0x6 (insn #0)"},
        {v0, {exit_slot, {.opcode = 0xf7}}, "unknown eBPF opcode 0xf7 (insn #1)"},
        {v2, {{.opcode = 0x18}, {}}, "unknown eBPF opcode 0x18 (insn #0)"},
        {v0, {}, "no program set, call prog_set() to load one"},
    };
    for (const auto& c : cases) {
        const bool fine = c.expected == "fine";
        CHECK(verdict(c.version, c.slots) == (fine ? "" : "Verifier error: ") + c.expected);
    }
    CHECK(verify(Bytes(12), v0).error().message ==
          "Verifier error: program length must be a multiple of 8 octets");
}

TEST_CASE("loading ends at the verifier") {
    auto text = test::assemble(v3, "mov64 r0, 0; exit");
    text.bytes[1] = 0x0b;
    CHECK(test::load_error(test::strict_elf(text)) ==
          "Verifier error: invalid destination register (insn #0)");
}

}  // namespace orrery::vm
