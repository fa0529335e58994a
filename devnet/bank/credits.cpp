#include "devnet/bank/credits.hpp"

#include <algorithm>
#include <map>

#include "devnet/svm/triggers/cache.hpp"
#include "sdk/hooks/addresses.hpp"
#include "sdk/tx/write_access.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::bank {
namespace {

Pubkey treasury_of(const SlotPayments& payments, const svm::AccountReader& reader,
                   std::vector<svm::AccountRead>& reads) {
    constexpr auto address = hooks::config_address().address;
    const auto found = reader.get(address);
    reads.push_back({address, found.version});
    triggers::Cache cache;
    const auto* config = cache.config(found.account);
    return config ? config->treasury : payments.identity;
}

bool may_receive(const svm::Credit& credit, const AccountRef& account, const svm::Rent& rent) {
    if (tx::is_reserved(credit.key)) return false;
    const auto before = account ? account->lamports.value : 0;
    const auto size = account ? account->data.size() : 0;
    return before + credit.lamports.value >= rent.minimum_balance(size);
}

AccountRef paid(const AccountRef& account, std::uint64_t lamports) {
    Account out = account ? *account : Account{Lamports{}, ids::system, false, UINT64_MAX, {}};
    out.lamports.value += lamports;
    return std::make_shared<const Account>(std::move(out));
}

}  // namespace

void add_credits(std::span<const svm::Credit> credits, std::vector<svm::Credit>& owed) {
    for (const auto& credit : credits) {
        const auto at = std::ranges::lower_bound(owed, credit.key, {}, &svm::Credit::key);
        if (at != owed.end() && at->key == credit.key)
            at->lamports.value += credit.lamports.value;
        else
            owed.insert(at, credit);
    }
}

SlotSettlement settle_slot(const SlotPayments& payments, const svm::AccountReader& reader,
                           const svm::Rent& rent) {
    SlotSettlement out;
    std::map<Pubkey, std::uint64_t> sums;
    if (!payments.credits.empty()) {
        const auto treasury = treasury_of(payments, reader, out.reads);
        for (const auto& credit : payments.credits) {
            const auto found = reader.get(credit.key);
            out.reads.push_back({credit.key, found.version});
            const bool is_paid = credit.key == treasury || may_receive(credit, found.account, rent);
            sums[is_paid ? credit.key : treasury] += credit.lamports.value;
        }
    }
    for (const auto& [key, lamports] : sums) out.credits.push_back({key, Lamports{lamports}});
    if (payments.fees.value != 0) sums[payments.identity] += payments.fees.value;
    for (const auto& [key, lamports] : sums)
        out.writes.push_back({key, paid(reader.get(key).account, lamports)});
    return out;
}

}  // namespace orrery::bank
