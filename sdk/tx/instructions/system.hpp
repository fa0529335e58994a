#pragma once

#include <optional>
#include <string_view>

#include "sdk/types/amounts.hpp"
#include "sdk/types/instruction.hpp"

/// The system program's fourteen instructions. (s) marks accounts that sign.
namespace orrery::tx::system {

/// Bytes of a nonce account.
constexpr std::uint64_t nonce_account_size = 80;

struct CreateAccount {
    Pubkey from;  ///< (s) pays
    Pubkey to;    ///< (s) the new account; must not exist yet
    Lamports lamports;
    std::uint64_t space = 0;  ///< bytes of data, at most 10 MiB
    Pubkey owner;             ///< the program that will own it
};
/// Tag 0: creates an account of an own key pair.
Instruction create_account(const CreateAccount& params);

/// Tag 1: gives a system-owned account (s) to another program.
Instruction assign(const Pubkey& account, const Pubkey& owner);

struct Transfer {
    Pubkey from;  ///< (s)
    Pubkey to;
    Lamports lamports;
};
/// Tag 2: moves lamports from a system-owned account without data.
Instruction transfer(const Transfer& params);

struct CreateAccountWithSeed {
    Pubkey from;  ///< (s) pays
    Pubkey to;    ///< crypto::create_with_seed(base, seed, owner)
    Pubkey base;  ///< (s)
    std::string_view seed;
    Lamports lamports;
    std::uint64_t space = 0;
    Pubkey owner;
};
/// Tag 3: creates the account that base, seed and owner derive.
Instruction create_account_with_seed(const CreateAccountWithSeed& params);

struct AdvanceNonce {
    Pubkey nonce;
    Pubkey authority;  ///< (s)
};
/// Tag 4: replaces the nonce; as a transaction's first instruction it makes the nonce its lifetime.
Instruction advance_nonce(const AdvanceNonce& params);

struct WithdrawNonce {
    Pubkey nonce;
    Pubkey authority;  ///< (s)
    Pubkey to;
    Lamports lamports;
};
/// Tag 5: takes lamports out of a nonce account: all, or down to its rent minimum.
Instruction withdraw_nonce(const WithdrawNonce& params);

/// Tag 6: makes an account of nonce_account_size bytes a nonce account of `authority`.
Instruction initialize_nonce(const Pubkey& nonce, const Pubkey& authority);

struct AuthorizeNonce {
    Pubkey nonce;
    Pubkey authority;  ///< (s)
    Pubkey new_authority;
};
/// Tag 7: hands a nonce account over.
Instruction authorize_nonce(const AuthorizeNonce& params);

/// Tag 8: gives a system-owned account (s) without data `space` zero bytes.
Instruction allocate(const Pubkey& account, std::uint64_t space);

/// A derived account and what derives it.
struct Derived {
    Pubkey account;  ///< crypto::create_with_seed(base, seed, owner)
    Pubkey base;     ///< (s)
    std::string_view seed;
    Pubkey owner;
};
/// Tag 9: allocates in a derived account and assigns it to its owner.
Instruction allocate_with_seed(const Derived& derived, std::uint64_t space);
/// Tag 10: assigns a derived account to its owner.
Instruction assign_with_seed(const Derived& derived);
/// Tag 11: transfers from a derived account whose `owner` is part of its derivation.
Instruction transfer_with_seed(const Derived& from, const Pubkey& to, Lamports lamports);

/// Tag 12: turns a legacy nonce account into one of the current version.
Instruction upgrade_nonce(const Pubkey& nonce);

struct CreateAccountAllowPrefund {
    Pubkey to;                   ///< (s) the new account; may have lamports already
    std::optional<Pubkey> from;  ///< (s) pays; absent when lamports is 0
    Lamports lamports;
    std::uint64_t space = 0;
    Pubkey owner;
};
/// Tag 13: as create_account, but the account may have lamports.
Instruction create_account_allow_prefund(const CreateAccountAllowPrefund& params);

}  // namespace orrery::tx::system
