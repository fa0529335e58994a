#pragma once

#include <sol/discriminator.hpp>
#include <sol/pda.hpp>

namespace sol {

inline constexpr Pubkey system_program_id = pubkey("11111111111111111111111111111111");

/// An account in a program's input, as the runtime writes it; its data follows, then room for it to
/// grow (Agave program-runtime/src/serialization.rs).
struct AccountRecord {
    uint8_t duplicate_of;  // 0xff: of none
    bool is_signer;
    bool is_writable;
    bool executable;
    uint32_t length_before_resize;  // plus 1; 0 before the first resize(). The runtime ignores it.
    Pubkey key;
    Pubkey owner;
    uint64_t lamports;
    uint64_t data_len;
};
static_assert(sizeof(AccountRecord) == 88);

/// One account of the instruction: a pointer into the input, nothing is copied. An account that is
/// listed twice is the same account both times.
class Account {
  public:
    SOL_INLINE Account() = default;
    SOL_INLINE explicit Account(AccountRecord* record) : record_(record) {}

    SOL_INLINE const Pubkey& key() const { return record_->key; }
    SOL_INLINE const Pubkey& owner() const { return record_->owner; }
    SOL_INLINE bool is_signer() const { return record_->is_signer; }
    SOL_INLINE bool is_writable() const { return record_->is_writable; }
    SOL_INLINE bool executable() const { return record_->executable; }
    SOL_INLINE uint64_t lamports() const { return record_->lamports; }
    SOL_INLINE uint64_t size() const { return record_->data_len; }  ///< of the data, in bytes
    SOL_INLINE MutBytes data() const { return {bytes(), size()}; }
    SOL_INLINE AccountRecord& record() const { return *record_; }

    /// Errors: MissingRequiredSignature.
    SOL_INLINE Result<void> expect_signer() const {
        if (!is_signer()) return ProgramError::MissingRequiredSignature;
        return {};
    }
    /// Errors: Immutable.
    SOL_INLINE Result<void> expect_writable() const {
        if (!is_writable()) return ProgramError::Immutable;
        return {};
    }
    /// Errors: InvalidAccountOwner.
    SOL_INLINE Result<void> expect_owner(const Pubkey& expected) const {
        if (owner() != expected) return ProgramError::InvalidAccountOwner;
        return {};
    }
    /// Errors: InvalidArgument.
    SOL_INLINE Result<void> expect_key(const Pubkey& expected) const {
        if (key() != expected) return ProgramError::InvalidArgument;
        return {};
    }
    /// That the account is where these seeds, the bump among them, lead; 1,500 CU. Errors:
    /// InvalidSeeds.
    template <uint64_t N>
    SOL_INLINE Result<void> expect_pda(const Pubkey& program, const Seeds<N>& seeds) const {
        Pubkey expected;
        SOL_CHECK(create_pda(expected, program, seeds));
        if (key() != expected) return ProgramError::InvalidSeeds;
        return {};
    }
    /// The same for about 200 CU: see rederive_pda() for when it will do.
    template <uint64_t N>
    SOL_INLINE Result<void> expect_known_pda(const Pubkey& program, const Seeds<N>& seeds) const {
        Pubkey expected;
        rederive_pda(expected, program, seeds);
        if (key() != expected) return ProgramError::InvalidSeeds;
        return {};
    }

    /// The data's first sizeof(T) bytes. Nothing but the size is checked: for plain structs of any
    /// owner. Errors: AccountDataTooSmall.
    template <class T>
    SOL_INLINE Result<T&> data_as() const {
        static_assert(alignof(T) <= 8, "an account's data is aligned to 8 bytes");
        if (size() < sizeof(T)) return ProgramError::AccountDataTooSmall;
        return *reinterpret_cast<T*>(bytes());
    }

    /// What a program keeps in the account: T::discriminator, then a T. Errors:
    /// InvalidAccountOwner, AccountDataTooSmall, UninitializedAccount where the discriminator is 0,
    /// InvalidAccountData where it is another's.
    template <Discriminated T>
    SOL_INLINE Result<const T&> state(const Pubkey& program) const {
        SOL_CHECK(expect_state<T>(program));
        return *at_state<T>();
    }
    /// The same to be changed. Errors: also Immutable.
    template <Discriminated T>
    SOL_INLINE Result<T&> mutable_state(const Pubkey& program) const {
        SOL_CHECK(expect_writable());
        SOL_CHECK(expect_state<T>(program));
        return *at_state<T>();
    }
    /// A new T in an account that has room and was all zeros at the discriminator, which it writes.
    /// Errors: Immutable, InvalidAccountOwner, AccountDataTooSmall, AccountAlreadyInitialized.
    template <Discriminated T>
    SOL_INLINE Result<T&> new_state(const Pubkey& program) const {
        SOL_CHECK(expect_writable());
        SOL_CHECK(expect_owner(program));
        if (size() < state_size<T>) return ProgramError::AccountDataTooSmall;
        if (load<uint64_t>(bytes()) != 0) return ProgramError::AccountAlreadyInitialized;
        store<uint64_t>(bytes(), T::discriminator);
        return *at_state<T>();
    }
    /// How long the data of an account with a T is, in bytes.
    template <Discriminated T>
    static constexpr uint64_t state_size = 8 + sizeof(T);

    /// Adds or takes lamports. The runtime lets only the owner take, and checks the sum. Errors:
    /// ArithmeticOverflow, InsufficientFunds.
    SOL_INLINE Result<void> add_lamports(uint64_t amount) const {
        if (lamports() + amount < amount) return ProgramError::ArithmeticOverflow;
        record_->lamports += amount;
        return {};
    }
    SOL_INLINE Result<void> take_lamports(uint64_t amount) const {
        if (lamports() < amount) return ProgramError::InsufficientFunds;
        record_->lamports -= amount;
        return {};
    }

    /// Changes the data's length; what is new is zero. Errors: InvalidRealloc where it would be
    /// over 10,240 bytes longer than at the first resize of this call.
    SOL_INLINE Result<void> resize(uint64_t length) const {
        const uint64_t before = size();
        if (record_->length_before_resize == 0)
            record_->length_before_resize = static_cast<uint32_t>(before + 1);
        if (length > uint64_t{record_->length_before_resize} - 1 + SOL_MAX_GROWTH)
            return ProgramError::InvalidRealloc;
        if (length > before) fill(bytes() + before, 0, length - before);
        record_->data_len = length;
        return {};
    }
    /// Gives all lamports to `heir`, drops the data and returns the account to the system program.
    /// Errors: InvalidArgument where both are one account, ArithmeticOverflow.
    SOL_INLINE Result<void> close(Account heir) const {
        if (heir.record_ == record_) return ProgramError::InvalidArgument;
        SOL_CHECK(heir.add_lamports(lamports()));
        record_->lamports = 0;
        fill(bytes(), 0, size());
        record_->data_len = 0;
        record_->owner.assign(system_program_id);
        return {};
    }

    SOL_INLINE friend bool operator==(Account a, Account b) { return a.record_ == b.record_; }

  private:
    SOL_INLINE uint8_t* bytes() const {
        return reinterpret_cast<uint8_t*>(record_) + sizeof(AccountRecord);
    }
    template <class T>
    SOL_INLINE T* at_state() const {
        static_assert(alignof(T) <= 8, "an account's data is aligned to 8 bytes");
        return reinterpret_cast<T*>(bytes() + 8);
    }
    template <class T>
    SOL_INLINE Result<void> expect_state(const Pubkey& program) const {
        SOL_CHECK(expect_owner(program));
        if (size() < state_size<T>) return ProgramError::AccountDataTooSmall;
        const auto found = load<uint64_t>(bytes());
        if (found != T::discriminator)
            return found ? ProgramError::InvalidAccountData : ProgramError::UninitializedAccount;
        return {};
    }

    AccountRecord* record_;
};

}  // namespace sol
