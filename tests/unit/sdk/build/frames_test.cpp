#include "sdk/build/frames.hpp"

#include <catch2/catch.hpp>

namespace orrery::build {
namespace {

using Slot = std::array<std::uint8_t, 8>;

Slot slot(std::uint8_t opcode, unsigned dst, unsigned src, std::int16_t offset, std::int32_t imm) {
    Slot out{opcode, static_cast<std::uint8_t>(src << 4 | dst)};
    store_le(out.data() + 2, offset);
    store_le(out.data() + 4, imm);
    return out;
}

std::uint32_t use(std::initializer_list<Slot> slots) {
    Bytes code;
    for (const auto& one : slots) code.insert(code.end(), one.begin(), one.end());
    return frame_use(code, sbpf::SbpfVersion::v3);
}

constexpr std::uint8_t ldxdw = 0x79, stxb = 0x73, stdw = 0x7a, mov64_reg = 0xbf, add64_imm = 0x07,
                       exit_opcode = 0x95;

}  // namespace

TEST_CASE("a frame's use is the farthest that is read, written or pointed at below r10") {
    CHECK(use({}) == 0);
    CHECK(use({slot(exit_opcode, 0, 0, 0, 0)}) == 0);
    CHECK(use({slot(ldxdw, 1, 10, -16, 0)}) == 16);
    CHECK(use({slot(stxb, 10, 1, -3, 0), slot(stdw, 10, 0, -40, 5)}) == 40);
    CHECK(use({slot(mov64_reg, 2, 10, 0, 0), slot(add64_imm, 2, 0, 0, -3000)}) == 3000);
}

TEST_CASE("other registers' memory and sums aren't the frame's") {
    CHECK(use({slot(ldxdw, 10, 1, -16, 0), slot(stxb, 1, 10, -16, 0)}) == 0);
    CHECK(use({slot(add64_imm, 2, 0, 0, -3000)}) == 0);
    CHECK(use({slot(mov64_reg, 2, 10, 0, 0), slot(add64_imm, 2, 0, 0, -8),
               slot(add64_imm, 2, 0, 0, -900)}) == 8);
}

}  // namespace orrery::build
