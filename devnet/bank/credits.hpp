#pragma once

#include <span>
#include <vector>

#include "devnet/shred/entry.hpp"
#include "devnet/svm/state/account_reader.hpp"
#include "devnet/svm/state/outcome.hpp"
#include "devnet/svm/state/sysvars.hpp"

namespace orrery::bank {

/// Adds credits to what a slot owes already; both sorted by key.
void add_credits(std::span<const svm::Credit> credits, std::vector<svm::Credit>& owed);

/// What a slot's close pays out.
struct SlotPayments {
    Lamports fees;
    const Pubkey& identity;                   ///< who gets the fees
    const std::vector<svm::Credit>& credits;  ///< sorted by key
};

/// What the close of a slot writes.
struct SlotSettlement {
    std::vector<shred::SlotCredit> credits;  ///< as they were paid, sorted by key
    std::vector<svm::AccountWrite> writes;   ///< sorted by key
    std::vector<svm::AccountRead> reads;     ///< looked at to decide who is paid
};

/// Pays fees to the identity and credits to their recipients (docs/spec/hooks.md 7): what would
/// leave an account below its rent minimum, or is owed to a reserved key, goes to the treasury,
/// which is the identity on a chain without a hooks Config.
SlotSettlement settle_slot(const SlotPayments& payments, const svm::AccountReader& reader,
                           const svm::Rent& rent);

}  // namespace orrery::bank
