#include "devnet/svm/runtime/execute.hpp"

#include <algorithm>
#include <utility>

#include "devnet/svm/programs/compute_budget_limits.hpp"
#include "devnet/svm/programs/fee.hpp"
#include "devnet/svm/programs/lookup_table.hpp"
#include "devnet/svm/programs/nonce.hpp"
#include "devnet/svm/runtime/execution.hpp"
#include "devnet/svm/runtime/fee_payer.hpp"
#include "devnet/svm/runtime/loaded.hpp"
#include "devnet/svm/runtime/settle.hpp"
#include "devnet/svm/runtime/upgradeable.hpp"
#include "sdk/tx/jumbo_fee.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::runtime {
namespace {

using Code = tx::TransactionErrorCode;
using svm::TxOutcome;
using svm::TxStatus;

std::size_t max_locks(const tx::Message& message, const svm::Features& features) {
    if (message.version == tx::Version::jumbo) return tx::max_jumbo_addresses;
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
        TRY(nonce, advance_nonce(message, charge.accounts, p.blockhash, p.lamports_per_signature));
    }
    if (p.lifetimes.was_processed(p.tx)) return fail(tx::TransactionError(Code::AlreadyProcessed));
    return nonce;
}

invoke::Environment environment(const ExecuteParams& p) {
    auto limits = p.limits;
    if (p.features.active(svm::Feature::raise_cpi_nesting_limit_to_8)) limits.stack_height = 9;
    if (p.hook || p.tx.message.version == tx::Version::jumbo) {
        limits.instruction_trace = tx::max_jumbo_instruction_trace;
        limits.charges_input = true;
    }
    return {p.sysvars,
            p.features,
            p.builtins,
            p.syscalls,
            p.programs,
            p.blockhash,
            p.lamports_per_signature,
            p.costs,
            limits,
            p.hook != nullptr};
}

// Steps 7 to 13 of svm-runtime.md 1.1: everything that decides whether the transaction is processed
// at all. After it, a fee is charged whatever happens.
TxResult<void> check(const ExecuteParams& p, RecordingReader& reader, Charge& charge,
                     TxOutcome& out) {
    CHECK_OK(tx::sanitize(p.tx));
    const auto& message = p.tx.message;
    if (p.scratch) charge.accounts = std::exchange(p.scratch->accounts, {});
    TRY(charge.index, lock_accounts({message, p.sysvars, max_locks(message, p.features)}, reader,
                                    charge.accounts, out.loaded_addresses));
    TRY(charge.limits, programs::compute_budget_limits(message));
    const auto fee = programs::calculate_fee(message, charge.limits, p.lamports_per_signature);
    out.fee = Lamports{fee.total()};
    out.base_fee = Lamports{fee.base};
    out.compute_unit_price = charge.limits.compute_unit_price;
    read_accounts(charge.accounts, charge.index, reader);
    TRY(charge.nonce, check_lifetime(p, charge));
    const auto& payer = charge.accounts[0].loaded;
    TRY(charge.payer_rest, charge_fee(payer, fee.total(), p.sysvars.rent));
    // Upstream (rollback_accounts.rs) undoes the mark of rent exemption, but not beside a nonce.
    const bool exempt = p.sysvars.rent.is_exempt(payer->lamports.value, payer->data.size());
    charge.payer_rent_epoch = charge.nonce && exempt ? UINT64_MAX : payer->rent_epoch;
    return {};
}

// A hook's message: checked when it was registered, paid for before it runs, valid at any time.
TxResult<void> check_hook(const ExecuteParams& p, RecordingReader& reader, Charge& charge,
                          TxOutcome& out) {
    charge.is_charged = false;
    if (p.scratch) charge.accounts = std::exchange(p.scratch->accounts, {});
    TRY(charge.index, lock_accounts({p.tx.message, p.sysvars, tx::max_jumbo_addresses}, reader,
                                    charge.accounts, out.loaded_addresses));
    charge.limits.compute_unit_limit = p.hook->compute_unit_limit;
    read_accounts(charge.accounts, charge.index, reader);
    charge.payer_rest = charge.accounts[0].lamports;
    return {};
}

}  // namespace

// Everything of a transaction between its checks and its outcome.
struct Pending::State {
    State(const ExecuteParams& params, const invoke::Environment& environment, TxOutcome& out);
    bool run(std::uint64_t pause_after);
    void finish(TxOutcome& out);

    Charge charge;
    std::optional<Execution> execution;  ///< nothing = rejected, or charged and not loaded
    std::optional<tx::TransactionError> load_error;

  private:
    std::optional<tx::TransactionError> failure();
};

Pending::State::State(const ExecuteParams& p, const invoke::Environment& environment,
                      TxOutcome& out) {
    constexpr std::size_t expected_others = 4;  // programdata, and what finding hooks adds
    RecordingReader reader(p.accounts,
                           p.tx.message.num_keys() + p.tx.message.lookups.size() + expected_others);
    const auto checked =
        p.hook ? check_hook(p, reader, charge, out) : check(p, reader, charge, out);
    if (!checked) {
        out.fee = out.base_fee = Lamports{};
        out.error = checked.error();
        return;
    }
    const auto& limits = charge.limits;
    Loaded loaded;
    const auto ready =
        load_accounts({p.tx.message, charge.index, p.sysvars.rent, limits.loaded_accounts_data_size,
                       p.hook ? p.hook->msg_ctx : ByteSpan{}},
                      reader, charge.accounts, loaded);
    out.loaded_accounts_data_size = loaded.data_size;
    out.reads = reader.take_reads();
    if (!ready) {
        load_error = ready.error();
        return;
    }
    charge.accounts[0].lamports = charge.payer_rest;
    std::vector<invoke::InstructionFrame> instructions;
    if (p.scratch) instructions = std::exchange(p.scratch->instructions, {});
    add_top_level_instructions(p.tx.message, charge.accounts, instructions);
    execution.emplace(invoke::InvokeContext::Params{
        .environment = environment,
        .accounts = std::move(charge.accounts),
        .account_index = std::move(charge.index),
        .instructions = std::move(instructions),
        .compute_unit_limit = limits.compute_unit_limit,
        .heap_size = limits.heap_bytes,
        .programdata = std::move(loaded.programdata),
        .pool = &p.pool,
        .scratch = p.scratch,
    });
}

bool Pending::State::run(std::uint64_t pause_after) {
    return !execution || execution->run(pause_after) == Execution::Status::done;
}

std::optional<tx::TransactionError> Pending::State::failure() {
    if (const auto& failed = execution->failure())
        return tx::TransactionError(failed->index, failed->error);
    const auto& context = execution->context();
    return check_states(context.accounts(), charge.payer_rest, context.sysvars().rent);
}

void Pending::State::finish(TxOutcome& out) {
    if (!execution && !load_error) return;  // rejected
    auto& accounts = execution ? execution->context().accounts() : charge.accounts;
    if (load_error) {
        settle_failure(*load_error, TxStatus::fees_only, charge, accounts, out);
    } else {
        auto& context = execution->context();
        take_records(context, charge.limits.compute_unit_limit, out);
        if (const auto error = failure()) {
            if (auto& failed = execution->failure()) out.fault = std::move(failed->trace);
            settle_failure(*error, TxStatus::failed, charge, accounts, out);
        } else {
            settle_success(context, out);
        }
    }
    record_balances(accounts, charge.payer_rest, out);
}

Pending::Pending(const ExecuteParams& p)
    : environment_(std::make_shared<const invoke::Environment>(environment(p))),
      state_(std::make_unique<State>(p, *environment_, outcome_)) {}
Pending::Pending(const Pending& other)
    : environment_(other.environment_),
      outcome_(other.outcome_),
      state_(std::make_unique<State>(*other.state_)) {}
Pending::Pending(Pending&& other) noexcept = default;
Pending::~Pending() = default;

bool Pending::run(std::uint64_t pause_after) { return state_->run(pause_after); }

void Pending::set_pool(vm::VmPool& pool) {
    if (state_->execution) state_->execution->context().set_pool(&pool);
}

TxOutcome Pending::finish() {
    state_->finish(outcome_);
    return std::move(outcome_);
}

// As a Pending that runs through, without its allocations.
TxOutcome execute(const ExecuteParams& params) {
    const auto chain = environment(params);
    TxOutcome out;
    Pending::State state(params, chain, out);
    state.run(UINT64_MAX);
    state.finish(out);
    if (params.scratch && state.execution) state.execution->context().recycle(*params.scratch);
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
                const auto raw =
                    table->data.slice(programs::LookupTable::offset_of(index), Pubkey::size);
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
