#pragma once

#include <sol/account.hpp>

namespace sol {

/// A transaction's id: its first signature, or a jumbo's hash.
struct TxId {
    uint8_t bytes[64];

    SOL_INLINE friend bool operator==(const TxId& a, const TxId& b) {
        uint64_t different = 0;
        for (uint64_t i = 0; i < sizeof a.bytes; i += 8)
            different |= load<uint64_t>(a.bytes + i) ^ load<uint64_t>(b.bytes + i);
        return different == 0;
    }
};

/// Inside a hook: which transaction set it off, and what that one did (docs/spec/hooks.md 6). A
/// view of the sysvar's account, which the hook's body has to list. Outside hooks it is empty.
class MsgCtx {
  public:
    static constexpr Pubkey id = pubkey("SysvarMsgCtx1111111111111111111111111111111");
    static constexpr uint64_t header_size = 140;  ///< bytes before the programs
    static constexpr uint64_t max_programs = 64;  ///< that are listed

    /// Errors: InvalidArgument where the account is another; UnsupportedSysvar outside hooks.
    SOL_INLINE static Result<MsgCtx> of(const Account& account) {
        SOL_CHECK(account.expect_key(id));
        const auto data = account.data();
        if (data.size() < header_size || data[0] != version) return ProgramError::UnsupportedSysvar;
        return MsgCtx(data.data(), (data.size() - header_size) / sizeof(Pubkey));
    }

    /// The hook's place among those of the transaction: 0 bid most.
    SOL_INLINE uint8_t hook_index() const { return at_[1]; }
    /// How many programs the transaction invoked, natives and precompiles aside; see programs().
    SOL_INLINE uint16_t program_count() const { return load<uint16_t>(at_ + 2); }
    SOL_INLINE uint64_t slot() const { return load<uint64_t>(at_ + 4); }
    /// The transaction that set the hook off.
    SOL_INLINE const TxId& parent() const { return *reinterpret_cast<const TxId*>(at_ + 12); }
    /// Its fee payer, who gets a share of the bid.
    SOL_INLINE const Pubkey& initiator() const { return key(76); }
    /// The program for whose seat the hook pays.
    SOL_INLINE const Pubkey& target() const { return key(108); }
    /// The first of the programs that it invoked, in the order of their first invocation.
    SOL_INLINE Span<const Pubkey> programs() const { return {&key(header_size), listed_}; }

  private:
    static constexpr uint8_t version = 1;

    SOL_INLINE MsgCtx(const uint8_t* at, uint64_t listed) : at_(at), listed_(listed) {}
    SOL_INLINE const Pubkey& key(uint64_t offset) const {
        return *reinterpret_cast<const Pubkey*>(at_ + offset);
    }

    const uint8_t* at_;
    uint64_t listed_;
};

}  // namespace sol
