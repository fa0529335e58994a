#include "devnet/svm/runtime/settle.hpp"

#include <algorithm>

#include "sdk/types/ids.hpp"

namespace orrery::runtime {
namespace {

using Code = tx::TransactionErrorCode;

// SIMD-0392: an account may stay below its minimum when it neither grew, nor changed hands, nor
// lost lamports.
bool rent_allows(const AccountStates::State& before, const invoke::TxAccount& after,
                 const svm::Rent& rent) {
    if (after.lamports == 0) return true;
    auto minimum = rent.minimum_balance(after.data_size());
    if (before.lamports != 0 && before.data_size >= after.data_size() &&
        before.owner == after.owner)
        minimum = std::min(minimum, before.lamports);
    return after.lamports >= minimum;
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

AccountStates AccountStates::of(const std::vector<invoke::TxAccount>& accounts) {
    AccountStates out;
    out.states.reserve(accounts.size());
    for (const auto& a : accounts) {
        out.states.push_back({a.lamports, a.data_size(), a.owner});
        out.lamports += a.lamports;
    }
    return out;
}

std::optional<tx::TransactionError> check_states(const AccountStates& before,
                                                 const std::vector<invoke::TxAccount>& after,
                                                 const svm::Rent& rent) {
    Uint128 sum = 0;
    for (const auto& a : after) sum += a.lamports;
    for (std::size_t i = 0; i < after.size(); ++i)
        if (after[i].writable && after[i].key != ids::incinerator &&
            !rent_allows(before.states[i], after[i], rent))
            return tx::TransactionError(Code::InsufficientFundsForRent,
                                        static_cast<std::uint16_t>(i));
    if (sum != before.lamports) return tx::TransactionError(Code::UnbalancedTransaction);
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

void settle_success(const invoke::InvokeContext& context, svm::TxOutcome& out) {
    out.status = svm::TxStatus::succeeded;
    out.ends_slot = context.ends_slot;
    for (const auto& account : context.accounts())
        if (account.writable && account.changed())
            out.writes.push_back({account.key, account.to_account()});
    sort_writes(out);
}

void settle_failure(const tx::TransactionError& error, svm::TxStatus status, const Charge& charge,
                    svm::TxOutcome& out) {
    out.status = status;
    out.error = error;
    const auto& payer_key = charge.locks.keys[0];
    const bool payer_is_nonce = charge.nonce && charge.nonce->key == payer_key;
    Account payer = payer_is_nonce ? *charge.nonce->account : *charge.states[0].account;
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

void record_balances(const Charge& charge, svm::TxOutcome& out) {
    const auto& keys = charge.locks.keys;
    out.pre_accounts.reserve(keys.size());
    out.pre_balances.reserve(keys.size());
    for (const auto& state : charge.states) {
        out.pre_accounts.push_back(state.account);
        out.pre_balances.push_back(state.account ? state.account->lamports : Lamports{});
    }
    out.post_balances = out.pre_balances;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto at = std::lower_bound(
            out.writes.begin(), out.writes.end(), keys[i],
            [](const svm::AccountWrite& write, const Pubkey& key) { return write.key < key; });
        if (at != out.writes.end() && at->key == keys[i])
            out.post_balances[i] = at->account ? at->account->lamports : Lamports{};
    }
}

}  // namespace orrery::runtime
