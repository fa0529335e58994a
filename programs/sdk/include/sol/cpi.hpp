#pragma once

#include <sol/account.hpp>

namespace sol {

/// How an invoked program gets an account.
struct Meta {
    Account account;
    bool writable;
    bool signer;
};

SOL_INLINE Meta readonly(Account account) { return {account, false, false}; }
SOL_INLINE Meta writable(Account account) { return {account, true, false}; }
SOL_INLINE Meta signer(Account account) { return {account, false, true}; }
SOL_INLINE Meta writable_signer(Account account) { return {account, true, true}; }

/// A call of another program: its accounts and data, to be invoked before the accounts change.
/// Borrows the program's id.
///
/// The invoked program's own account has to be among the instruction's accounts, at any place. An
/// error of the invoked program ends this one too: it doesn't come back (Agave's CPI).
template <uint64_t Accounts, uint64_t DataBytes>
class Call {
  public:
    template <class... M>
    SOL_INLINE explicit Call(const Pubkey& program, const M&... metas)
        : program_(program),
          metas_{{abi(metas.account.key()), metas.writable, metas.signer}...},
          infos_{info(metas.account)...} {
        static_assert(sizeof...(M) == Accounts);
    }

    /// Where the next field of the data goes.
    template <Integer T>
    SOL_INLINE Call& put(T value) {
        store(data_ + used_, value);
        used_ += sizeof value;
        return *this;
    }
    SOL_INLINE Call& put(const Pubkey& key) {
        reinterpret_cast<Pubkey*>(data_ + used_)->assign(key);
        used_ += sizeof key;
        return *this;
    }
    SOL_INLINE Call& put(Bytes bytes) {
        copy(data_ + used_, bytes.data(), bytes.size());
        used_ += bytes.size();
        return *this;
    }

    /// With the rights that this program's caller gave.
    SOL_INLINE Result<void> invoke() const { return invoke_with(nullptr, 0); }

    /// Also with the signatures of this program's own addresses, one list of seeds (the bump
    /// included) for each.
    template <uint64_t... N>
    SOL_INLINE Result<void> invoke_signed(const Seeds<N>&... signers) const {
        const SolSignerSeeds all[] = {{signers.at, N}...};
        return invoke_with(all, sizeof...(N));
    }

    /// The same with one list as the C ABI has it.
    SOL_INLINE Result<void> invoke_signed(const SolSignerSeeds& signer) const {
        return invoke_with(&signer, 1);
    }

  private:
    SOL_INLINE static SolAccountInfo info(Account account) {
        auto& record = account.record();
        SolAccountInfo out;
        out.key = abi(record.key);
        out.lamports = &record.lamports;
        out.data_len = record.data_len;
        out.data = account.data().data();
        out.owner = abi(record.owner);
        out.rent_epoch = 0;  // which the runtime doesn't read
        // The three flags have the same order in both, so they are copied as one number.
        constexpr uint64_t from = offsetof(AccountRecord, is_signer);
        constexpr uint64_t to = offsetof(SolAccountInfo, is_signer);
        static_assert(to + sizeof(uint32_t) <= sizeof out);
        store(reinterpret_cast<uint8_t*>(&out) + to,
              load<uint32_t>(reinterpret_cast<const uint8_t*>(&record) + from));
        return out;
    }

    SOL_INLINE Result<void> invoke_with(const SolSignerSeeds* signers, uint64_t count) const {
        const SolInstruction instruction = {abi(program_), metas_, Accounts, data_, used_};
        return Result<void>::from_code(
            sol_invoke_signed_c(&instruction, infos_, Accounts, signers, count));
    }

    const Pubkey& program_;
    SolAccountMeta metas_[Accounts ? Accounts : 1];
    SolAccountInfo infos_[Accounts ? Accounts : 1];
    uint64_t used_ = 0;
    uint8_t data_[DataBytes ? DataBytes : 1];
};

/// A call of any program, to be filled with put():
/// `call<16>(program, writable(a), signer(b)).put(uint8_t{3}).put(amount).invoke()`.
template <uint64_t DataBytes, class... M>
SOL_INLINE Call<sizeof...(M), DataBytes> call(const Pubkey& program, const M&... metas) {
    return Call<sizeof...(M), DataBytes>(program, metas...);
}

}  // namespace sol
