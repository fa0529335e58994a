#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "sdk/sbpf/version.hpp"

namespace orrery::sbpf {

/// Which fields an instruction uses, and so what the verifier checks.
enum class Form : std::uint8_t {
    lddw,         ///< dst, 64-bit imm over two slots
    load,         ///< dst, [src + off]
    store_imm,    ///< [dst + off], imm
    store_reg,    ///< [dst + off], src
    alu_imm,      ///< dst, imm
    alu_reg,      ///< dst, src
    divide_imm,   ///< dst, imm other than 0
    shift_imm32,  ///< dst, imm below 32
    shift_imm64,  ///< dst, imm below 64
    unary,        ///< dst
    endian,       ///< dst, imm one of 16, 32, 64
    jump,         ///< off
    jump_imm,     ///< dst, imm, off
    jump_reg,     ///< dst, src, off
    call,         ///< imm (and src, from v3 on)
    call_reg,     ///< the register field depends on the version
    exit,         ///< nothing
};

inline constexpr VersionMask all_versions = 0b1111;
inline constexpr VersionMask classic = 0b1011;  ///< v0, v1, v3: all that v2 moved or redefined
inline constexpr VersionMask only_v2 = 0b0100;
inline constexpr VersionMask only_v3 = 0b1000;

// clang-format off
/// Every instruction: X(identifier, mnemonic, opcode byte, versions, form). A byte that means
/// different things to different versions has a row per meaning; `_v2` rows differ from the row of
/// the same name in encoding or in how results extend (svm-runtime.md 3).
#define ORRERY_SBPF_OPCODES(X) \
    X(lddw,           "lddw",    0x18, classic,      lddw) \
    X(ldxb,           "ldxb",    0x71, classic,      load) \
    X(ldxh,           "ldxh",    0x69, classic,      load) \
    X(ldxw,           "ldxw",    0x61, classic,      load) \
    X(ldxdw,          "ldxdw",   0x79, classic,      load) \
    X(ldxb_v2,        "ldxb",    0x2c, only_v2,      load) \
    X(ldxh_v2,        "ldxh",    0x3c, only_v2,      load) \
    X(ldxw_v2,        "ldxw",    0x8c, only_v2,      load) \
    X(ldxdw_v2,       "ldxdw",   0x9c, only_v2,      load) \
    X(stb,            "stb",     0x72, classic,      store_imm) \
    X(sth,            "sth",     0x6a, classic,      store_imm) \
    X(stw,            "stw",     0x62, classic,      store_imm) \
    X(stdw,           "stdw",    0x7a, classic,      store_imm) \
    X(stb_v2,         "stb",     0x27, only_v2,      store_imm) \
    X(sth_v2,         "sth",     0x37, only_v2,      store_imm) \
    X(stw_v2,         "stw",     0x87, only_v2,      store_imm) \
    X(stdw_v2,        "stdw",    0x97, only_v2,      store_imm) \
    X(stxb,           "stxb",    0x73, classic,      store_reg) \
    X(stxh,           "stxh",    0x6b, classic,      store_reg) \
    X(stxw,           "stxw",    0x63, classic,      store_reg) \
    X(stxdw,          "stxdw",   0x7b, classic,      store_reg) \
    X(stxb_v2,        "stxb",    0x2f, only_v2,      store_reg) \
    X(stxh_v2,        "stxh",    0x3f, only_v2,      store_reg) \
    X(stxw_v2,        "stxw",    0x8f, only_v2,      store_reg) \
    X(stxdw_v2,       "stxdw",   0x9f, only_v2,      store_reg) \
    X(add32_imm,      "add32",   0x04, classic,      alu_imm) \
    X(add32_reg,      "add32",   0x0c, classic,      alu_reg) \
    X(add32_imm_v2,   "add32",   0x04, only_v2,      alu_imm) \
    X(add32_reg_v2,   "add32",   0x0c, only_v2,      alu_reg) \
    X(sub32_imm,      "sub32",   0x14, classic,      alu_imm) \
    X(sub32_reg,      "sub32",   0x1c, classic,      alu_reg) \
    X(sub32_imm_v2,   "sub32",   0x14, only_v2,      alu_imm) \
    X(sub32_reg_v2,   "sub32",   0x1c, only_v2,      alu_reg) \
    X(mul32_imm,      "mul32",   0x24, classic,      alu_imm) \
    X(mul32_reg,      "mul32",   0x2c, classic,      alu_reg) \
    X(div32_imm,      "div32",   0x34, classic,      divide_imm) \
    X(div32_reg,      "div32",   0x3c, classic,      alu_reg) \
    X(or32_imm,       "or32",    0x44, all_versions, alu_imm) \
    X(or32_reg,       "or32",    0x4c, all_versions, alu_reg) \
    X(and32_imm,      "and32",   0x54, all_versions, alu_imm) \
    X(and32_reg,      "and32",   0x5c, all_versions, alu_reg) \
    X(lsh32_imm,      "lsh32",   0x64, all_versions, shift_imm32) \
    X(lsh32_reg,      "lsh32",   0x6c, all_versions, alu_reg) \
    X(rsh32_imm,      "rsh32",   0x74, all_versions, shift_imm32) \
    X(rsh32_reg,      "rsh32",   0x7c, all_versions, alu_reg) \
    X(neg32,          "neg32",   0x84, classic,      unary) \
    X(mod32_imm,      "mod32",   0x94, classic,      divide_imm) \
    X(mod32_reg,      "mod32",   0x9c, classic,      alu_reg) \
    X(xor32_imm,      "xor32",   0xa4, all_versions, alu_imm) \
    X(xor32_reg,      "xor32",   0xac, all_versions, alu_reg) \
    X(mov32_imm,      "mov32",   0xb4, all_versions, alu_imm) \
    X(mov32_reg,      "mov32",   0xbc, classic,      alu_reg) \
    X(mov32_reg_v2,   "mov32",   0xbc, only_v2,      alu_reg) \
    X(arsh32_imm,     "arsh32",  0xc4, all_versions, shift_imm32) \
    X(arsh32_reg,     "arsh32",  0xcc, all_versions, alu_reg) \
    X(le,             "le",      0xd4, classic,      endian) \
    X(be,             "be",      0xdc, all_versions, endian) \
    X(add64_imm,      "add64",   0x07, all_versions, alu_imm) \
    X(add64_reg,      "add64",   0x0f, all_versions, alu_reg) \
    X(sub64_imm,      "sub64",   0x17, classic,      alu_imm) \
    X(sub64_imm_v2,   "sub64",   0x17, only_v2,      alu_imm) \
    X(sub64_reg,      "sub64",   0x1f, all_versions, alu_reg) \
    X(mul64_imm,      "mul64",   0x27, classic,      alu_imm) \
    X(mul64_reg,      "mul64",   0x2f, classic,      alu_reg) \
    X(div64_imm,      "div64",   0x37, classic,      divide_imm) \
    X(div64_reg,      "div64",   0x3f, classic,      alu_reg) \
    X(or64_imm,       "or64",    0x47, all_versions, alu_imm) \
    X(or64_reg,       "or64",    0x4f, all_versions, alu_reg) \
    X(and64_imm,      "and64",   0x57, all_versions, alu_imm) \
    X(and64_reg,      "and64",   0x5f, all_versions, alu_reg) \
    X(lsh64_imm,      "lsh64",   0x67, all_versions, shift_imm64) \
    X(lsh64_reg,      "lsh64",   0x6f, all_versions, alu_reg) \
    X(rsh64_imm,      "rsh64",   0x77, all_versions, shift_imm64) \
    X(rsh64_reg,      "rsh64",   0x7f, all_versions, alu_reg) \
    X(neg64,          "neg64",   0x87, classic,      unary) \
    X(mod64_imm,      "mod64",   0x97, classic,      divide_imm) \
    X(mod64_reg,      "mod64",   0x9f, classic,      alu_reg) \
    X(xor64_imm,      "xor64",   0xa7, all_versions, alu_imm) \
    X(xor64_reg,      "xor64",   0xaf, all_versions, alu_reg) \
    X(mov64_imm,      "mov64",   0xb7, all_versions, alu_imm) \
    X(mov64_reg,      "mov64",   0xbf, all_versions, alu_reg) \
    X(arsh64_imm,     "arsh64",  0xc7, all_versions, shift_imm64) \
    X(arsh64_reg,     "arsh64",  0xcf, all_versions, alu_reg) \
    X(hor64_imm,      "hor64",   0xf7, only_v2,      alu_imm) \
    X(lmul32_imm,     "lmul32",  0x86, only_v2,      alu_imm) \
    X(lmul32_reg,     "lmul32",  0x8e, only_v2,      alu_reg) \
    X(lmul64_imm,     "lmul64",  0x96, only_v2,      alu_imm) \
    X(lmul64_reg,     "lmul64",  0x9e, only_v2,      alu_reg) \
    X(uhmul64_imm,    "uhmul64", 0x36, only_v2,      alu_imm) \
    X(uhmul64_reg,    "uhmul64", 0x3e, only_v2,      alu_reg) \
    X(shmul64_imm,    "shmul64", 0xb6, only_v2,      alu_imm) \
    X(shmul64_reg,    "shmul64", 0xbe, only_v2,      alu_reg) \
    X(udiv32_imm,     "udiv32",  0x46, only_v2,      divide_imm) \
    X(udiv32_reg,     "udiv32",  0x4e, only_v2,      alu_reg) \
    X(udiv64_imm,     "udiv64",  0x56, only_v2,      divide_imm) \
    X(udiv64_reg,     "udiv64",  0x5e, only_v2,      alu_reg) \
    X(urem32_imm,     "urem32",  0x66, only_v2,      divide_imm) \
    X(urem32_reg,     "urem32",  0x6e, only_v2,      alu_reg) \
    X(urem64_imm,     "urem64",  0x76, only_v2,      divide_imm) \
    X(urem64_reg,     "urem64",  0x7e, only_v2,      alu_reg) \
    X(sdiv32_imm,     "sdiv32",  0xc6, only_v2,      divide_imm) \
    X(sdiv32_reg,     "sdiv32",  0xce, only_v2,      alu_reg) \
    X(sdiv64_imm,     "sdiv64",  0xd6, only_v2,      divide_imm) \
    X(sdiv64_reg,     "sdiv64",  0xde, only_v2,      alu_reg) \
    X(srem32_imm,     "srem32",  0xe6, only_v2,      divide_imm) \
    X(srem32_reg,     "srem32",  0xee, only_v2,      alu_reg) \
    X(srem64_imm,     "srem64",  0xf6, only_v2,      divide_imm) \
    X(srem64_reg,     "srem64",  0xfe, only_v2,      alu_reg) \
    X(ja,             "ja",      0x05, all_versions, jump) \
    X(jeq_imm,        "jeq",     0x15, all_versions, jump_imm) \
    X(jeq_reg,        "jeq",     0x1d, all_versions, jump_reg) \
    X(jgt_imm,        "jgt",     0x25, all_versions, jump_imm) \
    X(jgt_reg,        "jgt",     0x2d, all_versions, jump_reg) \
    X(jge_imm,        "jge",     0x35, all_versions, jump_imm) \
    X(jge_reg,        "jge",     0x3d, all_versions, jump_reg) \
    X(jset_imm,       "jset",    0x45, all_versions, jump_imm) \
    X(jset_reg,       "jset",    0x4d, all_versions, jump_reg) \
    X(jne_imm,        "jne",     0x55, all_versions, jump_imm) \
    X(jne_reg,        "jne",     0x5d, all_versions, jump_reg) \
    X(jsgt_imm,       "jsgt",    0x65, all_versions, jump_imm) \
    X(jsgt_reg,       "jsgt",    0x6d, all_versions, jump_reg) \
    X(jsge_imm,       "jsge",    0x75, all_versions, jump_imm) \
    X(jsge_reg,       "jsge",    0x7d, all_versions, jump_reg) \
    X(jlt_imm,        "jlt",     0xa5, all_versions, jump_imm) \
    X(jlt_reg,        "jlt",     0xad, all_versions, jump_reg) \
    X(jle_imm,        "jle",     0xb5, all_versions, jump_imm) \
    X(jle_reg,        "jle",     0xbd, all_versions, jump_reg) \
    X(jslt_imm,       "jslt",    0xc5, all_versions, jump_imm) \
    X(jslt_reg,       "jslt",    0xcd, all_versions, jump_reg) \
    X(jsle_imm,       "jsle",    0xd5, all_versions, jump_imm) \
    X(jsle_reg,       "jsle",    0xdd, all_versions, jump_reg) \
    X(jeq32_imm,      "jeq32",   0x16, only_v3,      jump_imm) \
    X(jeq32_reg,      "jeq32",   0x1e, only_v3,      jump_reg) \
    X(jgt32_imm,      "jgt32",   0x26, only_v3,      jump_imm) \
    X(jgt32_reg,      "jgt32",   0x2e, only_v3,      jump_reg) \
    X(jge32_imm,      "jge32",   0x36, only_v3,      jump_imm) \
    X(jge32_reg,      "jge32",   0x3e, only_v3,      jump_reg) \
    X(jset32_imm,     "jset32",  0x46, only_v3,      jump_imm) \
    X(jset32_reg,     "jset32",  0x4e, only_v3,      jump_reg) \
    X(jne32_imm,      "jne32",   0x56, only_v3,      jump_imm) \
    X(jne32_reg,      "jne32",   0x5e, only_v3,      jump_reg) \
    X(jsgt32_imm,     "jsgt32",  0x66, only_v3,      jump_imm) \
    X(jsgt32_reg,     "jsgt32",  0x6e, only_v3,      jump_reg) \
    X(jsge32_imm,     "jsge32",  0x76, only_v3,      jump_imm) \
    X(jsge32_reg,     "jsge32",  0x7e, only_v3,      jump_reg) \
    X(jlt32_imm,      "jlt32",   0xa6, only_v3,      jump_imm) \
    X(jlt32_reg,      "jlt32",   0xae, only_v3,      jump_reg) \
    X(jle32_imm,      "jle32",   0xb6, only_v3,      jump_imm) \
    X(jle32_reg,      "jle32",   0xbe, only_v3,      jump_reg) \
    X(jslt32_imm,     "jslt32",  0xc6, only_v3,      jump_imm) \
    X(jslt32_reg,     "jslt32",  0xce, only_v3,      jump_reg) \
    X(jsle32_imm,     "jsle32",  0xd6, only_v3,      jump_imm) \
    X(jsle32_reg,     "jsle32",  0xde, only_v3,      jump_reg) \
    X(call,           "call",    0x85, all_versions, call) \
    X(callx,          "callx",   0x8d, all_versions, call_reg) \
    X(exit,           "exit",    0x95, all_versions, exit)
// clang-format on

/// Identifies a row of the table; `none` is a byte that a version doesn't know.
enum class Opcode : std::uint8_t {
#define X(id, mnemonic, byte, versions, form) id,
    ORRERY_SBPF_OPCODES(X)
#undef X
        none,
};

struct OpcodeInfo {
    std::string_view name;  ///< the row's identifier
    std::string_view mnemonic;
    std::uint8_t byte;
    VersionMask versions;
    Form form;
};

inline constexpr OpcodeInfo opcode_table[] = {
#define X(id, mnemonic, byte, versions, form) {#id, mnemonic, byte, versions, Form::form},
    ORRERY_SBPF_OPCODES(X)
#undef X
};

inline constexpr std::size_t opcode_count = std::size(opcode_table);
static_assert(opcode_count == static_cast<std::size_t>(Opcode::none));

constexpr const OpcodeInfo& info(Opcode op) { return opcode_table[static_cast<std::size_t>(op)]; }

namespace detail {
using OpcodeMap = std::array<std::array<Opcode, 256>, version_count>;

/// Inverts the table; a (byte, version) pair with two rows does not compile.
consteval OpcodeMap opcodes_by_byte() {
    OpcodeMap map;
    for (auto& row : map) row.fill(Opcode::none);
    for (std::size_t i = 0; i < opcode_count; ++i) {
        for (std::size_t v = 0; v < version_count; ++v) {
            if ((opcode_table[i].versions >> v & 1) == 0) continue;
            auto& slot = map[v][opcode_table[i].byte];
            if (slot != Opcode::none) throw "two rows for one byte of one version";
            slot = static_cast<Opcode>(i);
        }
    }
    return map;
}

inline constexpr OpcodeMap opcode_map = opcodes_by_byte();
}  // namespace detail

/// What `byte` means to `version`.
constexpr Opcode opcode_of(SbpfVersion version, std::uint8_t byte) {
    return detail::opcode_map[static_cast<std::size_t>(version)][byte];
}

/// One 8-byte slot of the text, taken apart.
struct Instruction {
    std::uint8_t opcode = 0;
    std::uint8_t dst = 0;
    std::uint8_t src = 0;
    std::int16_t offset = 0;
    std::int32_t imm = 0;
    bool operator==(const Instruction&) const = default;
};

/// Reads the slot at `at`; eight bytes must be there.
constexpr Instruction read_instruction(const std::uint8_t* at) {
    const auto wide = [at](int i) { return static_cast<std::uint32_t>(at[i]); };
    return {
        .opcode = at[0],
        .dst = static_cast<std::uint8_t>(at[1] & 0x0f),
        .src = static_cast<std::uint8_t>(at[1] >> 4),
        .offset = static_cast<std::int16_t>(wide(2) | wide(3) << 8),
        .imm = static_cast<std::int32_t>(wide(4) | wide(5) << 8 | wide(6) << 16 | wide(7) << 24)};
}

/// Writes the slot at `to`; there must be room for eight bytes.
constexpr void write_instruction(const Instruction& in, std::uint8_t* to) {
    const auto offset = static_cast<std::uint16_t>(in.offset);
    const auto imm = static_cast<std::uint32_t>(in.imm);
    to[0] = in.opcode;
    to[1] = static_cast<std::uint8_t>(in.dst | in.src << 4);
    to[2] = static_cast<std::uint8_t>(offset & 0xff);
    to[3] = static_cast<std::uint8_t>(offset >> 8);
    for (int i = 0; i < 4; ++i) to[4 + i] = static_cast<std::uint8_t>(imm >> (8 * i) & 0xff);
}

}  // namespace orrery::sbpf
