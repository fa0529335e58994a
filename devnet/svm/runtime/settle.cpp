#include "devnet/svm/runtime/settle.hpp"

#include <algorithm>

#include "sdk/types/ids.hpp"

namespace orrery::runtime {
namespace {

using Code = tx::TransactionErrorCode;

// SIMD-0392: an account may stay below its minimum when it neither grew, nor changed hands, nor
// lost lamports. `lamports_before` is what it had after the fee.
bool rent_allows(const invoke::TxAccount& account, std::uint64_t lamports_before,
                 const svm::Rent& rent) {
    if (account.lamports == 0) return true;
    if (account.lamports >= rent.minimum_balance(account.data_size())) return true;
    const auto& before = account.loaded;
    return lamports_before != 0 && before->data.size() >= account.data_size() &&
           before->owner == account.owner && account.lamports >= lamports_before;
}

std::uint64_t lamports_of(const AccountRef& account) {
    return account ? account->lamports.value : 0;
}

void sort_writes(svm::TxOutcome& out) {
    std::sort(out.writes.begin(), out.writes.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
}

std::uint16_t top_level_of(const std::vector<invoke::InstructionFrame>& trace, std::size_t index) {
    while (trace[index].caller != UINT16_MAX) index = trace[index].caller;
    return static_cast<std::uint16_t>(index);
}

svm::InnerInstruction inner(const invoke::InstructionFrame& frame) {
    svm::InnerInstruction out;
    out.program_index = frame.program_index;
    out.accounts.reserve(frame.accounts.size());
    for (const auto& use : frame.accounts) out.accounts.push_back(use.index_in_transaction);
    out.data.assign(frame.data.begin(), frame.data.end());
    out.stack_height = static_cast<std::uint8_t>(frame.nesting_level + 1);
    return out;
}

}  // namespace

std::optional<tx::TransactionError> check_states(const std::vector<invoke::TxAccount>& accounts,
                                                 std::uint64_t payer_rest, const svm::Rent& rent) {
    Int128 difference = 0;
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        const auto& account = accounts[i];
        const auto before = i == 0 ? payer_rest : lamports_of(account.loaded);
        if (account.writable && account.key != ids::incinerator &&
            !rent_allows(account, before, rent))
            return tx::TransactionError(Code::InsufficientFundsForRent,
                                        static_cast<std::uint16_t>(i));
        difference += static_cast<Int128>(account.lamports) - before;
    }
    if (difference != 0) return tx::TransactionError(Code::UnbalancedTransaction);
    return std::nullopt;
}

void take_records(invoke::InvokeContext& context, std::uint64_t compute_unit_limit,
                  svm::TxOutcome& out) {
    out.logs = context.log().take();
    out.compute_units = compute_unit_limit - context.meter();
    if (!context.return_data().data.empty()) out.return_data = context.return_data();
    const auto& trace = context.trace();
    for (std::size_t i = context.top_level_count(); i < trace.size(); ++i) {
        const auto index = top_level_of(trace, i);
        if (out.inner_instructions.empty() || out.inner_instructions.back().index != index)
            out.inner_instructions.push_back({index, {}});
        out.inner_instructions.back().instructions.push_back(inner(trace[i]));
    }
}

void settle_success(invoke::InvokeContext& context, svm::TxOutcome& out) {
    out.status = svm::TxStatus::succeeded;
    out.ends_slot = context.ends_slot;
    out.writes.reserve(context.accounts().size());
    const auto settle = [&](invoke::TxAccount& account) {
        if (account.writable && account.changed())
            out.writes.push_back({account.key, account.take_account()});
    };
    if (const auto rows = context.account_index().rows(); !rows.empty()) {
        for (const auto& row : rows) settle(context.accounts()[row.index]);
        return;
    }
    for (auto& account : context.accounts()) settle(account);
    sort_writes(out);
}

void settle_failure(const tx::TransactionError& error, svm::TxStatus status, const Charge& charge,
                    const std::vector<invoke::TxAccount>& accounts, svm::TxOutcome& out) {
    out.status = status;
    out.error = error;
    if (!charge.is_charged) return;
    const auto& payer_key = accounts[0].key;
    const bool payer_is_nonce = charge.nonce && charge.nonce->key == payer_key;
    Account payer = payer_is_nonce ? *charge.nonce->account : *accounts[0].loaded;
    payer.lamports = Lamports{charge.payer_rest};
    payer.rent_epoch = charge.payer_rent_epoch;
    if (charge.payer_rest == 0)
        out.writes.push_back({payer_key, nullptr});
    else if (out.fee.value != 0 || payer_is_nonce)
        out.writes.push_back({payer_key, std::make_shared<const Account>(std::move(payer))});
    if (charge.nonce && !payer_is_nonce)
        out.writes.push_back({charge.nonce->key, charge.nonce->account});
    sort_writes(out);
}

void record_balances(std::vector<invoke::TxAccount>& accounts, std::uint64_t payer_rest,
                     svm::TxOutcome& out) {
    out.balances.reserve(accounts.size());
    for (auto& account : accounts) {
        const auto before = lamports_of(account.loaded);
        const auto after = out.ok() && account.writable ? account.lamports : before;
        out.balances.push_back({std::move(account.loaded), {before}, {after}});
    }
    if (!out.ok()) out.balances[0].after = {payer_rest};
}

}  // namespace orrery::runtime
