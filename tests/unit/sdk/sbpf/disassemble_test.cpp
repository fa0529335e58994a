#include "sdk/sbpf/disassemble.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "sdk/sbpf/syscalls.hpp"

namespace orrery::sbpf {
namespace {

// Slots as they stand in a file: opcode, registers (src above dst), offset, immediate.
Bytes assemble(std::initializer_list<std::uint64_t> slots) {
    Bytes out;
    for (const auto slot : slots) {
        out.resize(out.size() + 8);
        store_le(out.data() + out.size() - 8, slot);
    }
    return out;
}

constexpr std::uint64_t slot(std::uint64_t opcode, std::uint64_t dst = 0, std::uint64_t src = 0,
                             std::int64_t offset = 0, std::int64_t imm = 0) {
    return opcode | dst << 8 | src << 12 | (static_cast<std::uint64_t>(offset) & 0xffff) << 16 |
           (static_cast<std::uint64_t>(imm) & 0xffffffff) << 32;
}

std::string listing(const Disassembler& code) {
    std::string out;
    for (std::uint64_t pc = 0; pc < code.size();) {
        const auto line = code.at(pc);
        out += line.text + "\n";
        pc += line.slots;
    }
    return out;
}

}  // namespace

TEST_CASE("every form of instruction is written as assemblers write it") {
    const auto text =
        assemble({slot(0x18, 1, 0, 0, 0x10), slot(0, 0, 0, 0, 1), slot(0x79, 2, 1, 8),
                  slot(0x73, 10, 3, -1), slot(0x7a, 1, 0, 16, -5), slot(0x07, 4, 0, 0, -7),
                  slot(0x0f, 4, 5), slot(0x87, 6), slot(0xdc, 7, 0, 0, 32), slot(0x15, 1, 0, 2, 9),
                  slot(0x2d, 1, 2, -3), slot(0x05, 0, 0, 1), slot(0x8d, 8), slot(0x95)});
    CHECK(listing({text, SbpfVersion::v3}) ==
          "lddw r1, 0x100000010\n"
          "ldxdw r2, [r1+8]\n"
          "stxb [r10-1], r3\n"
          "stdw [r1+16], -5\n"
          "add64 r4, -7\n"
          "add64 r4, r5\n"
          "neg64 r6\n"
          "be32 r7\n"
          "jeq r1, 9, 12\n"
          "jgt r1, r2, 8\n"
          "ja 13\n"
          "callx r8\n"
          "exit\n");
}

TEST_CASE("calls name syscalls and functions, in v3 by distance, before it by key") {
    const auto log = std::uint64_t{syscall::sol_log_.hash};
    const auto v3 = assemble({slot(0x85, 0, 0, 0, static_cast<std::int64_t>(log)),
                              slot(0x85, 0, 1, 0, 1), slot(0x95), slot(0x95)});
    Disassembler strict(v3, SbpfVersion::v3);
    CHECK(listing(strict) == "call sol_log_\ncall function_3\nexit\nexit\n");
    strict.name(3, "helper");
    CHECK(listing(strict) == "call sol_log_\ncall helper\nexit\nexit\n");
    const auto v0 = assemble({slot(0x85, 0, 0, 0, function_key(2)),
                              slot(0x85, 0, 0, 0, static_cast<std::int64_t>(log)), slot(0x95)});
    const Disassembler lenient(v0, SbpfVersion::v0);
    CHECK(listing(lenient) == "call function_2\ncall sol_log_\nexit\n");
    CHECK(lenient.functions() == std::map<std::uint64_t, std::string>{{2, "function_2"}});
}

TEST_CASE("half an lddw and unknown bytes are shown as data") {
    const auto text = assemble({slot(0xff, 1, 2, 3, 4), slot(0x18, 1)});
    CHECK(listing({text, SbpfVersion::v3}) == ".quad 0x4000321ff\n.quad 0x118\n");
}

TEST_CASE("any bytes disassemble") {
    std::mt19937_64 random(7);
    for (int round = 0; round < 300; ++round) {
        Bytes text(random() % 400);
        for (auto& byte : text) byte = static_cast<std::uint8_t>(random());
        for (const auto version :
             {SbpfVersion::v0, SbpfVersion::v1, SbpfVersion::v2, SbpfVersion::v3}) {
            const Disassembler code(text, version);
            std::uint64_t slots = 0;
            for (std::uint64_t pc = 0; pc < code.size();) {
                const auto line = code.at(pc);
                REQUIRE_FALSE(line.text.empty());
                pc += line.slots;
                slots += line.slots;
            }
            CHECK(slots == text.size() / 8);
        }
    }
}

}  // namespace orrery::sbpf
