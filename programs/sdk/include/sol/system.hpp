#pragma once

#include <sol/cpi.hpp>
#include <sol/sysvar.hpp>

/// Calls of the system program. Each is to be finished with invoke() or invoke_signed(seeds).
namespace sol::system {

inline constexpr const Pubkey& program_id = system_program_id;

enum Instruction : uint32_t { CreateAccount = 0, Assign = 1, Transfer = 2, Allocate = 8 };

struct CreateAccountParams {
    Account payer;    ///< signs, pays
    Account account;  ///< signs: by key or by seeds
    uint64_t lamports;
    uint64_t space;  ///< bytes
    const Pubkey& owner;
};

/// Makes an account that has no lamports yet.
SOL_INLINE auto create_account(const CreateAccountParams& p) {
    auto made = call<52>(program_id, writable_signer(p.payer), writable_signer(p.account));
    made.put<uint32_t>(CreateAccount).put(p.lamports).put(p.space).put(p.owner);
    return made;
}

struct TransferParams {
    Account from;  ///< signs
    Account to;
    uint64_t lamports;
};

SOL_INLINE auto transfer(const TransferParams& p) {
    auto made = call<12>(program_id, writable_signer(p.from), writable(p.to));
    made.put<uint32_t>(Transfer).put(p.lamports);
    return made;
}

struct AssignParams {
    Account account;  ///< signs
    const Pubkey& owner;
};

SOL_INLINE auto assign(const AssignParams& p) {
    auto made = call<36>(program_id, writable_signer(p.account));
    made.put<uint32_t>(Assign).put(p.owner);
    return made;
}

struct AllocateParams {
    Account account;  ///< signs
    uint64_t space;   ///< bytes
};

SOL_INLINE auto allocate(const AllocateParams& p) {
    auto made = call<12>(program_id, writable_signer(p.account));
    made.put<uint32_t>(Allocate).put(p.space);
    return made;
}

struct CreatePdaParams {
    Account payer;
    Account account;
    uint64_t space;  ///< bytes
    const Pubkey& owner;
};

namespace detail {

// A function of its own, since it is long, and of a kind that clang for BPF can call.
[[gnu::noinline]] inline uint64_t create_pda_account(Account payer, Account account, uint64_t space,
                                                     const Pubkey& owner,
                                                     const SolSignerSeeds& signer) {
    const auto create = [&]() SOL_ALWAYS -> Result<void> {
        SOL_TRY(rent, Rent::get());
        SOL_TRY(needed, rent.minimum_balance(space));
        const uint64_t there = account.lamports();
        if (there == 0)
            return create_account({payer, account, needed, space, owner}).invoke_signed(signer);
        if (there < needed) SOL_CHECK(transfer({payer, account, needed - there}).invoke());
        SOL_CHECK(allocate({account, space}).invoke_signed(signer));
        return assign({account, owner}).invoke_signed(signer);
    };
    return create().code();
}

}  // namespace detail

/// Makes the account at the seeds' address, rent exempt, even if somebody sent lamports there
/// before (create_account() would fail).
template <uint64_t N>
SOL_INLINE Result<void> create_pda_account(const CreatePdaParams& p, const Seeds<N>& seeds) {
    return Result<void>::from_code(
        detail::create_pda_account(p.payer, p.account, p.space, p.owner, {seeds.at, N}));
}

}  // namespace sol::system
