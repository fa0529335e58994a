#include "devnet/svm/runtime/execute.hpp"

#include <algorithm>

#include "devnet/svm/programs/compute_budget_limits.hpp"
#include "devnet/svm/programs/fee.hpp"
#include "devnet/svm/programs/nonce.hpp"
#include "devnet/svm/runtime/execution.hpp"
#include "devnet/svm/runtime/fee_payer.hpp"
#include "devnet/svm/runtime/loaded.hpp"
#include "devnet/svm/runtime/settle.hpp"
#include "devnet/svm/runtime/upgradeable.hpp"
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
    return {p.sysvars,
            p.features,
            p.builtins,
            p.syscalls,
            p.programs,
            p.blockhash,
            p.lamports_per_signature,
            p.costs,
            limits};
}

// Steps 7 to 13 of svm-runtime.md 1.1: everything that decides whether the transaction is processed
// at all. After it, a fee is charged whatever happens.
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
    const auto& payer = charge.states[0].account;
    TRY(charge.payer_rest, charge_fee(payer, fee.total(), p.sysvars.rent));
    // Upstream (rollback_accounts.rs) undoes the mark of rent exemption, but not beside a nonce.
    const bool exempt = p.sysvars.rent.is_exempt(payer->lamports.value, payer->data.size());
    charge.payer_rent_epoch = charge.nonce && exempt ? UINT64_MAX : payer->rent_epoch;
    return charge;
}

}  // namespace

struct Pending::State {
    explicit State(const ExecuteParams& p)
        : environment(std::make_shared<const invoke::Environment>(runtime::environment(p))) {}

    std::shared_ptr<const invoke::Environment>
        environment;  ///< shared by copies; execution borrows it
    TxOutcome out;
    std::vector<svm::AccountRead> reads;
    Charge charge;
    AccountStates before;
    std::optional<Execution> execution;  ///< nothing = rejected, or charged and not loaded
    std::optional<tx::TransactionError> load_error;
};

Pending::Pending(const ExecuteParams& p) : state_(std::make_unique<State>(p)) {
    auto& s = *state_;
    RecordingReader reader(p.accounts);
    auto charge = check(p, reader, s.out);
    if (!charge) {
        s.out.fee = s.out.base_fee = Lamports{};
        s.out.error = charge.error();
        return;
    }
    s.charge = std::move(*charge);
    const auto& limits = s.charge.limits;
    LoadedAccounts loaded;
    const auto ready = load_accounts({p.tx.message, s.charge.locks, s.charge.states, p.sysvars.rent,
                                      limits.loaded_accounts_data_size},
                                     reader, loaded);
    s.out.loaded_accounts_data_size = loaded.data_size;
    s.reads = reader.take_reads();
    if (!ready) {
        s.load_error = ready.error();
        return;
    }
    loaded.accounts[0].lamports = s.charge.payer_rest;
    s.before = AccountStates::of(loaded.accounts);
    s.execution.emplace(invoke::InvokeContext({
        .environment = *s.environment,
        .accounts = std::move(loaded.accounts),
        .instructions = top_level_instructions(p.tx.message, s.charge.locks),
        .compute_unit_limit = limits.compute_unit_limit,
        .heap_size = limits.heap_bytes,
        .programdata = std::move(loaded.programdata),
        .pool = &p.pool,
    }));
}

Pending::Pending(const Pending& other) : state_(std::make_unique<State>(*other.state_)) {}
Pending::Pending(Pending&& other) noexcept = default;
Pending::~Pending() = default;

bool Pending::run(std::uint64_t pause_after) {
    auto& execution = state_->execution;
    return !execution || execution->run(pause_after) == Execution::Status::done;
}

void Pending::set_pool(vm::VmPool& pool) {
    if (state_->execution) state_->execution->context().set_pool(&pool);
}

TxOutcome Pending::finish() {
    auto& s = *state_;
    if (s.load_error) {
        settle_failure(*s.load_error, TxStatus::fees_only, s.charge, s.out);
    } else if (s.execution) {
        auto& context = s.execution->context();
        take_records(context, s.charge.limits.compute_unit_limit, s.out);
        std::optional<tx::TransactionError> error;
        if (const auto& failure = s.execution->failure())
            error = tx::TransactionError(failure->index, failure->error);
        else
            error = check_states(s.before, context.accounts(), context.sysvars().rent);
        if (error)
            settle_failure(*error, TxStatus::failed, s.charge, s.out);
        else
            settle_success(context, s.out);
    } else {
        return std::move(s.out);  // rejected
    }
    record_balances(s.charge, s.out);
    s.out.reads = std::move(s.reads);
    return std::move(s.out);
}

TxOutcome execute(const ExecuteParams& params) {
    Pending pending(params);
    pending.run();
    return pending.finish();
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
