#pragma once

#include <sol/pubkey.hpp>

namespace sol {

/// Leaves up to 1,024 bytes for the caller; more end the program.
SOL_INLINE void set_return_data(Bytes data) { sol_set_return_data(data.data(), data.size()); }

/// An integer as return data, little-endian.
template <Integer T>
SOL_INLINE void set_return_data(const T& value) {
    sol_set_return_data(reinterpret_cast<const uint8_t*>(&value), sizeof value);
}

/// What the last invoked program left, as much as fits, and which program that was. Returns the
/// filled part; it is empty where nothing was left.
SOL_INLINE MutBytes return_data(MutBytes room, Pubkey& program) {
    const auto there = sol_get_return_data(room.data(), room.size(), abi(program));
    return {room.data(), there < room.size() ? there : room.size()};
}

/// 1 for an instruction of the transaction, more for one that a program invokes.
SOL_INLINE uint64_t stack_height() { return sol_get_stack_height(); }

SOL_INLINE uint64_t remaining_compute_units() { return sol_remaining_compute_units(); }

}  // namespace sol
