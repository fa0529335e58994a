#include "devnet/svm/runtime/execute.hpp"

#include <algorithm>

#include "devnet/svm/programs/compute_budget_limits.hpp"
#include "devnet/svm/programs/fee.hpp"
#include "devnet/svm/runtime/upgradeable.hpp"
#include "devnet/svm/programs/nonce.hpp"
#include "devnet/svm/runtime/execution.hpp"
#include "devnet/svm/runtime/fee_payer.hpp"
#include "devnet/svm/runtime/loaded.hpp"
#include "devnet/svm/runtime/settle.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::runtime {
namespace {

using Code = tx::TransactionErrorCode;
using svm::TxOutcome;
using svm::TxStatus;

std::size_t max_locks(const svm::Features& features) {
    return features.active(svm::Feature::increase_tx_account_lock_limit) ? 128 : 64;
}

// Decides whether the message may be processed now: a recent blockhash or a usable nonce, not seen
// before. What it advanced of a nonce is part of the result even when the transaction fails later.
TxResult<std::optional<AdvancedNonce>> check_lifetime(const ExecuteParams& p,
                                                      const Charge& charge) {
    std::optional<AdvancedNonce> nonce;
    if (!p.check_lifetime) return nonce;
    const auto& message = p.tx.message;
    if (!p.lifetimes.is_recent(message.lifetime)) {
        TRY(nonce, advance_nonce(message, charge.locks, charge.states, p.blockhash,
                                 p.lamports_per_signature));
    }
    if (p.lifetimes.was_processed(p.tx.message_hash, message.lifetime))
        return fail(tx::TransactionError(Code::AlreadyProcessed));
    return nonce;
}

invoke::Environment environment(const ExecuteParams& p) {
    auto limits = p.limits;
    if (p.features.active(svm::Feature::raise_cpi_nesting_limit_to_8)) limits.stack_height = 9;
    return {p.sysvars,  p.features,  p.builtins, p.syscalls,
            p.programs, p.blockhash, p.lamports_per_signature,
            p.costs,    limits};
}

// Steps 7 to 13 of svm-runtime.md 1.1: everything that decides whether the transaction is processed at
// all. After it, a fee is charged whatever happens.
TxResult<Charge> check(const ExecuteParams& p, RecordingReader& reader, TxOutcome& out) {
    CHECK_OK(tx::sanitize(p.tx));
    const auto& message = p.tx.message;
    Charge charge;
    TRY(charge.locks, lock_accounts(message, reader, p.sysvars, max_locks(p.features)));
    out.loaded_addresses = charge.locks.loaded;
    TRY(charge.limits, programs::compute_budget_limits(message));
    const auto fee = programs::calculate_fee(message, charge.limits, p.lamports_per_signature);
    out.fee = Lamports{fee.total()};
    out.base_fee = Lamports{fee.base};
    out.compute_unit_price = charge.limits.compute_unit_price;
    charge.states = read_accounts(charge.locks, reader);
    TRY(charge.nonce, check_lifetime(p, charge));
    TRY(charge.payer_rest, charge_fee(charge.states[0].account, fee.total(), p.sysvars.rent));
    return charge;
}

void run(const ExecuteParams& p, const Charge& charge, LoadedAccounts loaded, TxOutcome& out) {
    const auto env = environment(p);
    loaded.accounts[0].lamports = charge.payer_rest;
    const auto before = AccountStates::of(loaded.accounts);
    Execution execution(invoke::InvokeContext({
        .environment = env,
        .accounts = std::move(loaded.accounts),
        .instructions = top_level_instructions(p.tx.message, charge.locks),
        .compute_unit_limit = charge.limits.compute_unit_limit,
        .heap_size = charge.limits.heap_bytes,
        .programdata = std::move(loaded.programdata),
        .pool = &p.pool,
    }));
    execution.run();
    auto& context = execution.context();
    take_records(context, charge.limits.compute_unit_limit, out);

    std::optional<tx::TransactionError> error;
    if (const auto& failure = execution.failure())
        error = tx::TransactionError(failure->index, failure->error);
    else
        error = check_states(before, context.accounts(), p.sysvars.rent);
    if (error)
        settle_failure(*error, TxStatus::failed, charge, out);
    else
        settle_success(context, out);
}

}  // namespace

TxOutcome execute(const ExecuteParams& params) {
    TxOutcome out;
    RecordingReader reader(params.accounts);
    auto charge = check(params, reader, out);
    if (!charge) {
        out.fee = out.base_fee = Lamports{};
        out.error = charge.error();
        return out;
    }
    LoadedAccounts loaded;
    const auto ready = load_accounts({params.tx.message, charge->locks, charge->states,
                                      params.sysvars.rent,
                                      charge->limits.loaded_accounts_data_size},
                                     reader, loaded);
    out.loaded_accounts_data_size = loaded.data_size;
    if (ready)
        run(params, *charge, std::move(loaded), out);
    else
        settle_failure(ready.error(), TxStatus::fees_only, *charge, out);
    record_balances(*charge, out);
    out.reads = reader.take_reads();
    return out;
}

std::vector<Pubkey> account_keys(const tx::Transaction& tx, const svm::AccountReader& reader) {
    const auto& message = tx.message;
    std::vector<Pubkey> keys(message.static_keys.begin(), message.static_keys.end());
    for (const auto& lookup : message.lookups) {
        keys.push_back(lookup.table);
        const auto table = reader.get(lookup.table).account;
        if (!table) continue;
        for (const auto indexes : {lookup.writable_indexes, lookup.readonly_indexes})
            for (const auto index : indexes) {
                constexpr std::size_t header = 56;
                const auto raw = table->data.slice(header + index * Pubkey::size, Pubkey::size);
                if (raw.size() == Pubkey::size) keys.push_back(Pubkey::from(raw));
            }
    }
    const auto named = keys.size();
    for (std::size_t i = 0; i < named; ++i) {
        const auto account = reader.get(keys[i]).account;
        if (!account || account->owner != ids::loader_v3) continue;
        if (const auto data = programdata_of(*account)) keys.push_back(*data);
    }
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

}  // namespace orrery::runtime
