#pragma once

#include <bit>
#include <cstdint>

#include "sdk/sbpf/version.hpp"
#include "sdk/types/bytes.hpp"

namespace orrery::sbpf {

/// Tells builds of a program apart: a hash of its text that is the same before and after loading.
/// Leaves out what relocation fills in (the immediates of calls and lddw), and bytes behind the
/// last whole instruction. Not for anything that an adversary gains by forging.
inline std::uint64_t text_fingerprint(ByteSpan text) {
    constexpr std::uint64_t without_immediate = 0xffff'ffff;
    constexpr std::uint8_t lddw = 0x18;
    constexpr std::uint8_t call = 0x85;
    std::uint64_t hash = 0xcbf2'9ce4'8422'2325;
    bool second_slot = false;
    for (std::size_t at = 0; at + instruction_size <= text.size(); at += instruction_size) {
        auto word = load_le<std::uint64_t>(text.data() + at);
        const auto opcode = static_cast<std::uint8_t>(word);
        const bool wide = !second_slot && opcode == lddw;
        if (wide || second_slot || opcode == call) word &= without_immediate;
        second_slot = wide;
        hash = (std::rotl(hash, 23) ^ word) * 0x9e37'79b9'7f4a'7c15;
    }
    return hash ^ text.size() / instruction_size;
}

}  // namespace orrery::sbpf
