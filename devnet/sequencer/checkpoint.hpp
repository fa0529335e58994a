#pragma once

#include <optional>

#include "devnet/bank/bank.hpp"
#include "devnet/sequencer/marks.hpp"
#include "devnet/store/ledger.hpp"

namespace orrery::sequencer {

/// What a slot's close paid to an account for hooks that ran in it.
struct PaidCredit {
    Pubkey key;
    Lamports lamports;
    Lamports balance;  ///< the account's, afterwards
    bool operator==(const PaidCredit&) const = default;
};

/// What of a chain's state is neither account nor history, as a ledger keeps it with each shred.
struct ChainState {
    bank::BankPosition position;
    std::optional<Slot> warp_to;
    std::vector<PaidCredit> paid;  ///< by the slot's close; only of the shred that has it
};
Bytes encode_state(const StateMark& mark, std::span<const PaidCredit> paid = {});
std::optional<ChainState> decode_state(ByteSpan bytes);

/// A bank brought to a ledger's last record, and where its chain goes on.
struct Restored {
    std::unique_ptr<bank::Bank> bank;
    Hash last_shred_hash;
    std::uint32_t next_index = 0;
};

/// Builds the bank from the ledger's account cache and re-executes what came after it. `config` has
/// the ledger's genesis. Errors: the ledger's; damaged when a shred doesn't replay.
Result<Restored, store::StoreError> restore(bank::BankConfig config, store::Ledger& ledger);

}  // namespace orrery::sequencer
