#include "sdk/sbpf/isa.hpp"

#include <catch2/catch.hpp>

#include "sdk/sbpf/hash.hpp"
#include "sdk/sbpf/syscalls.hpp"

namespace orrery::sbpf {

TEST_CASE("murmur3 names syscalls as the programs on chain do") {
    CHECK(murmur3("") == 0);
    CHECK(murmur3("abort") == 0xb6fc1a11);
    CHECK(murmur3("sol_panic_") == 0x686093bb);
    CHECK(murmur3("sol_log_") == 0x207559bd);
    CHECK(murmur3("entrypoint") == 0x71e3cf81);
    CHECK(murmur3("\xff\xfe\xfd") == murmur3(std::string_view("\xff\xfe\xfd", 3)));
}

TEST_CASE("a syscall is found by its name and by its hash") {
    for (const auto& row : syscall_names) {
        CHECK(find_syscall(row.name) == &row);
        CHECK(find_syscall(row.hash) == &row);
    }
    CHECK(find_syscall("sol_log") == nullptr);
    CHECK(find_syscall(0x12345678u) == nullptr);
    CHECK(syscall::sol_log_.hash == 0x207559bd);
    CHECK_FALSE(syscall::sol_alloc_free_.deployable);
}

TEST_CASE("a function's key is the hash of its position as eight bytes") {
    CHECK(function_key(0) == murmur3(std::string_view("\0\0\0\0\0\0\0\0", 8)));
    CHECK(function_key(0x0102) == murmur3(std::string_view("\x02\x01\0\0\0\0\0\0", 8)));
}

TEST_CASE("each version knows its own opcodes") {
    const auto count = [](SbpfVersion version) {
        int known = 0;
        for (int byte = 0; byte < 256; ++byte) {
            if (opcode_of(version, static_cast<std::uint8_t>(byte)) != Opcode::none) ++known;
        }
        return known;
    };
    CHECK(count(SbpfVersion::v0) == count(SbpfVersion::v1));
    CHECK(count(SbpfVersion::v3) == count(SbpfVersion::v0) + 22);  // JMP32
    CHECK(opcode_of(SbpfVersion::v0, 0x16) == Opcode::none);
    CHECK(opcode_of(SbpfVersion::v3, 0x16) == Opcode::jeq32_imm);
    CHECK(opcode_of(SbpfVersion::v2, 0x36) == Opcode::uhmul64_imm);
    CHECK(opcode_of(SbpfVersion::v3, 0x36) == Opcode::jge32_imm);
    CHECK(opcode_of(SbpfVersion::v0, 0x2c) == Opcode::mul32_reg);
    CHECK(opcode_of(SbpfVersion::v2, 0x2c) == Opcode::ldxb_v2);
}

TEST_CASE("an instruction survives being written and read") {
    const Instruction in{.opcode = 0x7b, .dst = 10, .src = 3, .offset = -8, .imm = -123456789};
    std::uint8_t slot[8];
    write_instruction(in, slot);
    CHECK(read_instruction(slot) == in);
    CHECK(slot[1] == 0x3a);
    CHECK(slot[2] == 0xf8);
}

}  // namespace orrery::sbpf
