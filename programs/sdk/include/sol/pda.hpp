#pragma once

#include <sol/result.hpp>
#include <sol/seeds.hpp>

namespace sol {

/// An address that only its program signs for, and the last seed that made it one.
struct Pda {
    Pubkey key;
    uint8_t bump;
};

/// Tries bumps from 255 down; 1,500 CU for each. Errors: InvalidSeeds. More than 15 seeds, or one
/// above 32 bytes, end the program.
template <uint64_t N>
SOL_INLINE Result<void> find_pda(Pda& out, const Pubkey& program, const Seeds<N>& seeds) {
    static_assert(N <= 15, "the bump is the sixteenth seed");
    if (sol_try_find_program_address(seeds.at, N, abi(program), abi(out.key), &out.bump))
        return ProgramError::InvalidSeeds;
    return {};
}

template <uint64_t N>
SOL_INLINE Result<Pda> find_pda(const Pubkey& program, const Seeds<N>& seeds) {
    Pda out;
    SOL_CHECK(find_pda(out, program, seeds));
    return out;
}

/// The address of these seeds, the bump among them; 1,500 CU. Errors: InvalidSeeds where somebody
/// may hold a key for it.
template <uint64_t N>
SOL_INLINE Result<void> create_pda(Pubkey& out, const Pubkey& program, const Seeds<N>& seeds) {
    if (sol_create_program_address(seeds.at, N, abi(program), abi(out)))
        return ProgramError::InvalidSeeds;
    return {};
}

template <uint64_t N>
SOL_INLINE Result<Pubkey> create_pda(const Pubkey& program, const Seeds<N>& seeds) {
    Pubkey out;
    SOL_CHECK(create_pda(out, program, seeds));
    return out;
}

/// The hash that create_pda() takes, without asking whether it is on the curve: about 200 CU. Only
/// for seeds whose bump the program itself found and stored.
template <uint64_t N>
SOL_INLINE void rederive_pda(Pubkey& out, const Pubkey& program, const Seeds<N>& seeds) {
    static constexpr char marker[] = "ProgramDerivedAddress";
    SolBytes parts[N + 2];
    for (uint64_t i = 0; i < N; ++i) parts[i] = seeds.at[i];
    parts[N] = {program.bytes, sizeof program.bytes};
    parts[N + 1] = {marker, sizeof marker - 1};
    sol_sha256(parts, N + 2, out.bytes);
}

}  // namespace sol
