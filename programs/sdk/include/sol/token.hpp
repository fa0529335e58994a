#pragma once

#include <sol/cpi.hpp>

/// Views of token accounts and mints, and calls of the token program. Token-2022 has the same
/// layouts up to its extensions and the same instructions: pass `.program =
/// token::program_2022_id`.
namespace sol::token {

inline constexpr Pubkey program_id = pubkey("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
inline constexpr Pubkey program_2022_id = pubkey("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");

enum Instruction : uint8_t {
    Transfer = 3,
    MintTo = 7,
    Burn = 8,
    CloseAccount = 9,
    TransferChecked = 12,
    InitializeAccount3 = 18,
    InitializeMint2 = 20,
};

enum class State : uint8_t { Uninitialized, Initialized, Frozen };

/// An account's 165 bytes, by offset.
class Wallet {
  public:
    static constexpr uint64_t size = 165;

    SOL_INLINE explicit Wallet(const uint8_t* bytes) : bytes_(bytes) {}
    SOL_INLINE const Pubkey& mint() const { return key(0); }
    SOL_INLINE const Pubkey& owner() const { return key(32); }
    SOL_INLINE uint64_t amount() const { return load<uint64_t>(bytes_ + 64); }
    SOL_INLINE bool has_delegate() const { return load<uint32_t>(bytes_ + 72) != 0; }
    SOL_INLINE const Pubkey& delegate() const { return key(76); }
    SOL_INLINE State state() const { return static_cast<State>(bytes_[108]); }
    SOL_INLINE bool is_native() const { return load<uint32_t>(bytes_ + 109) != 0; }
    SOL_INLINE uint64_t delegated_amount() const { return load<uint64_t>(bytes_ + 121); }
    SOL_INLINE bool has_close_authority() const { return load<uint32_t>(bytes_ + 129) != 0; }
    SOL_INLINE const Pubkey& close_authority() const { return key(133); }

  private:
    SOL_INLINE const Pubkey& key(uint64_t offset) const {
        return *reinterpret_cast<const Pubkey*>(bytes_ + offset);
    }
    const uint8_t* bytes_;
};

/// A mint's 82 bytes, by offset.
class Mint {
  public:
    static constexpr uint64_t size = 82;

    SOL_INLINE explicit Mint(const uint8_t* bytes) : bytes_(bytes) {}
    SOL_INLINE bool has_authority() const { return load<uint32_t>(bytes_) != 0; }
    SOL_INLINE const Pubkey& authority() const {
        return *reinterpret_cast<const Pubkey*>(bytes_ + 4);
    }
    SOL_INLINE uint64_t supply() const { return load<uint64_t>(bytes_ + 36); }
    SOL_INLINE uint8_t decimals() const { return bytes_[44]; }
    SOL_INLINE bool initialized() const { return bytes_[45] != 0; }

  private:
    const uint8_t* bytes_;
};

/// A token account of `program`. Errors: InvalidAccountOwner, InvalidAccountData (a mint, another
/// length), UninitializedAccount.
SOL_INLINE Result<Wallet> wallet(Account account, const Pubkey& program = program_id) {
    SOL_CHECK(account.expect_owner(program));
    constexpr uint64_t type_at = Wallet::size;  // Token-2022's extensions begin with a type
    if (account.size() < Wallet::size) return ProgramError::InvalidAccountData;
    if (account.size() > Wallet::size && account.data()[type_at] != 2)
        return ProgramError::InvalidAccountData;
    const Wallet found(account.data().data());
    if (found.state() == State::Uninitialized) return ProgramError::UninitializedAccount;
    return found;
}

/// A mint of `program`. Errors: as for wallet().
SOL_INLINE Result<Mint> mint(Account account, const Pubkey& program = program_id) {
    SOL_CHECK(account.expect_owner(program));
    constexpr uint64_t type_at = Wallet::size;
    const bool extended = account.size() > type_at && account.data()[type_at] == 1;
    if (account.size() != Mint::size && !extended) return ProgramError::InvalidAccountData;
    const Mint found(account.data().data());
    if (!found.initialized()) return ProgramError::UninitializedAccount;
    return found;
}

struct TransferParams {
    Account from;
    Account to;
    Account authority;  ///< signs
    uint64_t amount;
    const Pubkey& program = program_id;
};

SOL_INLINE auto transfer(const TransferParams& p) {
    auto made = call<9>(p.program, writable(p.from), writable(p.to), signer(p.authority));
    made.put<uint8_t>(Transfer).put(p.amount);
    return made;
}

struct TransferCheckedParams {
    Account from;
    Account mint;
    Account to;
    Account authority;  ///< signs
    uint64_t amount;
    uint8_t decimals;
    const Pubkey& program = program_id;
};

SOL_INLINE auto transfer_checked(const TransferCheckedParams& p) {
    auto made = call<10>(p.program, writable(p.from), readonly(p.mint), writable(p.to),
                         signer(p.authority));
    made.put<uint8_t>(TransferChecked).put(p.amount).put(p.decimals);
    return made;
}

struct MintToParams {
    Account mint;
    Account to;
    Account authority;  ///< the mint's; signs
    uint64_t amount;
    const Pubkey& program = program_id;
};

SOL_INLINE auto mint_to(const MintToParams& p) {
    auto made = call<9>(p.program, writable(p.mint), writable(p.to), signer(p.authority));
    made.put<uint8_t>(MintTo).put(p.amount);
    return made;
}

struct BurnParams {
    Account from;
    Account mint;
    Account authority;  ///< signs
    uint64_t amount;
    const Pubkey& program = program_id;
};

SOL_INLINE auto burn(const BurnParams& p) {
    auto made = call<9>(p.program, writable(p.from), writable(p.mint), signer(p.authority));
    made.put<uint8_t>(Burn).put(p.amount);
    return made;
}

struct CloseAccountParams {
    Account account;
    Account heir;       ///< gets the lamports
    Account authority;  ///< signs
    const Pubkey& program = program_id;
};

SOL_INLINE auto close_account(const CloseAccountParams& p) {
    auto made = call<1>(p.program, writable(p.account), writable(p.heir), signer(p.authority));
    made.put<uint8_t>(CloseAccount);
    return made;
}

struct InitializeAccount3Params {
    Account account;  ///< Wallet::size bytes, the token program's
    Account mint;
    const Pubkey& owner;
    const Pubkey& program = program_id;
};

SOL_INLINE auto initialize_account3(const InitializeAccount3Params& p) {
    auto made = call<33>(p.program, writable(p.account), readonly(p.mint));
    made.put<uint8_t>(InitializeAccount3).put(p.owner);
    return made;
}

struct InitializeMint2Params {
    Account mint;  ///< Mint::size bytes, the token program's
    const Pubkey& authority;
    uint8_t decimals;
    const Pubkey& program = program_id;
};

/// A mint whose accounts nobody can freeze.
SOL_INLINE auto initialize_mint2(const InitializeMint2Params& p) {
    auto made = call<35>(p.program, writable(p.mint));
    made.put<uint8_t>(InitializeMint2).put(p.decimals).put(p.authority).put(uint8_t{0});
    return made;
}

}  // namespace sol::token
