#pragma once

#include <cstdint>

namespace orrery::sbpf {

/// The instruction set and file format of a program; e_flags of its ELF says which.
enum class SbpfVersion : std::uint8_t { v0, v1, v2, v3 };

inline constexpr int version_count = 4;

/// One bit per version, for tables.
using VersionMask = std::uint8_t;

constexpr VersionMask mask_of(SbpfVersion version) {
    return static_cast<VersionMask>(1u << static_cast<unsigned>(version));
}

/// The stack grows by calls in 4 KiB frames (v0, v3); else the program moves r10 itself.
constexpr bool fixed_frames(SbpfVersion v) { return v == SbpfVersion::v0 || v == SbpfVersion::v3; }
/// An unmapped 4 KiB gap follows every frame.
constexpr bool stack_gaps(SbpfVersion v) { return v == SbpfVersion::v0; }
/// ELF by program headers only, no relocations, rodata at 0, calls and syscalls static.
constexpr bool strict_elf(SbpfVersion v) { return v == SbpfVersion::v3; }
/// callx takes its register from the dst field (v3), the src field (v2) or imm.
constexpr bool callx_in_dst(SbpfVersion v) { return v == SbpfVersion::v3; }
constexpr bool callx_in_src(SbpfVersion v) { return v == SbpfVersion::v2; }
/// How far a call moves r10, in bytes.
constexpr std::uint64_t frame_step(SbpfVersion v) {
    return v == SbpfVersion::v0 ? 8192 : v == SbpfVersion::v3 ? 4096 : 0;
}

/// Virtual addresses: the upper half is the region's index.
inline constexpr std::uint64_t region_size = std::uint64_t{1} << 32;
inline constexpr std::uint64_t rodata_start = 0;             // v3 only
inline constexpr std::uint64_t program_start = region_size;  // text; before v3 with rodata
inline constexpr std::uint64_t stack_start = region_size * 2;
inline constexpr std::uint64_t heap_start = region_size * 3;
inline constexpr std::uint64_t input_start = region_size * 4;

inline constexpr std::uint64_t stack_frame_size = 4096;
inline constexpr std::uint64_t max_call_depth = 64;
inline constexpr std::uint64_t stack_size = stack_frame_size * max_call_depth;
inline constexpr std::uint64_t instruction_size = 8;

/// r10 when a program starts.
constexpr std::uint64_t initial_frame_pointer(SbpfVersion v) {
    return stack_start + (fixed_frames(v) ? stack_frame_size : stack_size);
}

}  // namespace orrery::sbpf
