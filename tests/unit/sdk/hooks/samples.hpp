#pragma once

#include <catch2/catch.hpp>
#include <random>

#include "sdk/hooks/accounts.hpp"

namespace orrery::hooks::testing {

/// Equal numbers give equal keys; they rank as their numbers do.
inline Pubkey key(std::uint64_t n) {
    Pubkey out;
    store_le(out.bytes.data(), __builtin_bswap64(n));
    return out;
}

inline Order order(std::uint64_t hook, std::uint64_t limit, std::uint64_t placed_slot,
                   std::uint8_t flags = 0) {
    return {key(hook), key(1000 + hook), limit, placed_slot, flags};
}

inline Hook sample_hook() {
    Hook hook;
    hook.cu_limit = 200'000;
    hook.authority = key(1);
    hook.fee_payer = key(2);
    hook.target = key(3);
    hook.nonce = 7;
    hook.filter = {1, 2, 3};
    hook.body = {9, 8, 7, 6};
    hook.n_keys = 1;
    hook.n_instructions = 1;
    hook.bump = 254;
    hook.signer_bump = 253;
    return hook;
}

}  // namespace orrery::hooks::testing
