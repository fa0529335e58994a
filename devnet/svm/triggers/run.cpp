#include "devnet/svm/triggers/run.hpp"

#include <algorithm>
#include <iterator>

#include "devnet/svm/triggers/candidates.hpp"
#include "devnet/svm/triggers/message.hpp"
#include "devnet/svm/triggers/overlay.hpp"
#include "devnet/svm/triggers/read_log.hpp"
#include "sdk/codec/writer.hpp"
#include "sdk/hooks/money.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::triggers {
namespace {

/// One hook while it runs: its account, who pays, and what it has written so far.
struct Running {
    const Candidate& candidate;
    std::uint8_t index;
    hooks::Hook hook;    ///< as it will be
    AccountRef account;  ///< of the hook, as it was
    AccountRef payer;
    std::uint64_t gas = 0;

    const Pubkey& key() const { return candidate.seat.hook; }
    std::uint64_t bid() const { return candidate.seat.price; }
    /// Saturates, above what anybody can pay.
    std::uint64_t need() const { return bid() > UINT64_MAX - gas ? UINT64_MAX : bid() + gas; }
};

struct Unit {
    const UnitParams& params;
    const Triggered& triggered;
    const tx::Transaction& tx;
    std::uint64_t slot;
};

AccountRef with_header(const AccountRef& account, const hooks::Hook& hook) {
    auto bytes = account->data.to_bytes();
    const auto header = hook.encode_header();
    std::copy(header.begin(), header.end(), bytes.begin());
    Account out = *account;
    out.data = AccountData::from(bytes, account->data);
    return std::make_shared<const Account>(std::move(out));
}

bool can_pay(const AccountRef& payer, std::uint64_t need, const svm::Rent& rent) {
    if (!payer || payer->owner != ids::system || !payer->data.empty()) return false;
    const auto reserve = rent.minimum_balance(0);
    return payer->lamports.value >= reserve && payer->lamports.value - reserve >= need;
}

// Debited at once, and counted; whatever becomes of the message, this stays.
std::vector<svm::AccountWrite> debit(const Unit& unit, Running& r) {
    auto& hook = r.hook;
    hook.triggers += 1;
    hook.paid += r.need();
    hook.cap_used = hook.cap_slot == unit.slot ? static_cast<std::uint16_t>(hook.cap_used + 1)
                                               : std::uint16_t{1};
    hook.cap_slot = unit.slot;
    if ((unit.triggered.config->flags & hooks::Config::strike_reset_on_success) != 0)
        hook.strikes = 0;
    Account payer = *r.payer;
    payer.lamports.value -= r.need();
    return {{r.key(), with_header(r.account, hook)},
            {hook.fee_payer, std::make_shared<const Account>(std::move(payer))}};
}

AccountRef with_dead_order(const AccountRef& auction, std::size_t order) {
    auto bytes = auction->data.to_bytes();
    bytes[hooks::order_flags_offset(order)] |= hooks::Order::dead;
    Account out = *auction;
    out.data = AccountData::from(bytes, auction->data);
    return std::make_shared<const Account>(std::move(out));
}

// A slot without funds is a strike, however often it is tried in it; the last one disables the hook
// and kills its seat.
std::vector<svm::AccountWrite> strike(const Unit& unit, Running& r, ReadLog& reader) {
    auto& hook = r.hook;
    if (hook.last_strike_slot == unit.slot) return {};
    hook.last_strike_slot = unit.slot;
    hook.strikes += 1;
    std::vector<svm::AccountWrite> writes;
    if (hook.strikes >= unit.triggered.config->max_strikes) {
        hook.state = hooks::HookState::disabled;
        if (const auto auction = reader.get(r.candidate.auction))
            writes.push_back(
                {r.candidate.auction, with_dead_order(auction, r.candidate.seat.order)});
    }
    writes.push_back({r.key(), with_header(r.account, hook)});
    return writes;
}

Bytes msg_ctx(const Unit& unit, const Running& r) {
    constexpr std::uint8_t version = 1;
    const auto& programs = unit.triggered.programs;
    const auto shown = std::min(programs.size(), hooks::max_programs_in_context);
    codec::ByteWriter out;
    out.reserve(hooks::msg_ctx_header + shown * Pubkey::size);
    out.u8(version).u8(r.index).u16(static_cast<std::uint16_t>(programs.size()));
    out.u64(unit.slot).key(unit.tx.id()).key(unit.tx.fee_payer()).key(r.candidate.target);
    for (std::size_t i = 0; i < shown; ++i) out.key(programs[i]);
    return out.take();
}

svm::HookReceipt receipt(const Unit& unit, const Running& r, bool funded) {
    svm::HookReceipt out;
    out.parent = unit.tx.id();
    out.index = r.index;
    out.hook = r.key();
    out.target = r.candidate.target;
    out.bid = Lamports{r.bid()};
    out.gas = Lamports{r.gas};
    out.funded = funded;
    const auto& config = *unit.triggered.config;
    const auto shares = funded ? hooks::split(config, r.bid(), r.gas) : hooks::Split{};
    out.initiator = {unit.tx.fee_payer(), Lamports{shares.initiator}};
    out.owner = {r.candidate.owner, Lamports{shares.owner}};
    out.network = {config.treasury, Lamports{shares.network}};
    return out;
}

// Sorted by recipient, one entry each.
std::vector<svm::Credit> credits_of(const svm::HookReceipt& receipt) {
    std::vector<svm::Credit> out{receipt.initiator, receipt.owner, receipt.network};
    std::ranges::sort(out, {}, &svm::Credit::key);
    std::vector<svm::Credit> merged;
    for (const auto& credit : out) {
        if (credit.lamports.value == 0) continue;
        if (!merged.empty() && merged.back().key == credit.key)
            merged.back().lamports.value += credit.lamports.value;
        else
            merged.push_back(credit);
    }
    return merged;
}

svm::TxOutcome run_message(const Unit& unit, const Running& r, const tx::Transaction& message,
                           const svm::AccountReader& accounts) {
    const auto& parent = unit.params.parent;
    const auto context = msg_ctx(unit, r);
    const runtime::HookMode mode{r.hook.cu_limit, context};
    return runtime::execute({.tx = message,
                             .accounts = accounts,
                             .sysvars = parent.sysvars,
                             .lifetimes = parent.lifetimes,
                             .builtins = parent.builtins,
                             .syscalls = parent.syscalls,
                             .programs = parent.programs,
                             .blockhash = parent.blockhash,
                             .features = parent.features,
                             .costs = parent.costs,
                             .limits = parent.limits,
                             .lamports_per_signature = parent.lamports_per_signature,
                             .pool = parent.pool,
                             .scratch = parent.scratch,
                             .hook = &mode});
}

// What the message wrote lies over what was debited; a hook is one write of each account.
void put_below(std::vector<svm::AccountWrite> first, std::vector<svm::AccountWrite>& writes) {
    for (auto& write : first)
        if (std::ranges::find(writes, write.key, &svm::AccountWrite::key) == writes.end())
            writes.push_back(std::move(write));
    std::ranges::sort(writes, {}, &svm::AccountWrite::key);
}

svm::TxOutcome pay_and_run(const Unit& unit, Running& r, const tx::Transaction& message,
                           const svm::AccountReader& accounts) {
    auto writes = debit(unit, r);
    Overlay debited(accounts);
    debited.apply(writes);
    auto out = run_message(unit, r, message, debited);
    if (out.status == svm::TxStatus::rejected) out.status = svm::TxStatus::fees_only;
    put_below(std::move(writes), out.writes);
    // A body may give its payer back exactly what was debited: then nothing was written.
    std::erase_if(out.writes, [&](const svm::AccountWrite& write) {
        return !differs(accounts.get(write.key).account, write.account);
    });
    out.fee = Lamports{r.need()};
    return out;
}

svm::TxOutcome go_without(const Unit& unit, Running& r, ReadLog& reader) {
    svm::TxOutcome out;
    out.status = svm::TxStatus::fees_only;
    out.error = tx::TransactionError(tx::TransactionErrorCode::InsufficientFundsForFee);
    put_below(strike(unit, r, reader), out.writes);
    return out;
}

svm::HookOutcome run_hook(const Unit& unit, const Candidate& candidate, std::uint8_t index,
                          const svm::AccountReader& accounts) {
    std::vector<svm::AccountRead> reads;
    ReadLog reader(accounts, reads);
    const auto& key = candidate.seat.hook;
    const auto id = hooks::hook_id(unit.tx.id(), key, index);
    const auto message = hook_message(candidate.body, unit.params.cache.signer_address(key), id);
    Running running{candidate,
                    index,
                    candidate.hook,
                    reader.get(key),
                    reader.get(candidate.hook.fee_payer),
                    hooks::gas(candidate.hook.cu_limit, candidate.hook.body.size())};

    const bool funded = can_pay(running.payer, running.need(), unit.params.parent.sysvars.rent);
    auto out =
        funded ? pay_and_run(unit, running, *message, accounts) : go_without(unit, running, reader);
    // What the debit wrote was read before it: those reads count.
    for (const auto& read : out.reads) add_read(read, reads);
    out.reads = std::move(reads);
    auto paid = receipt(unit, running, funded);
    out.credits = credits_of(paid);
    out.hook = Boxed(std::make_unique<svm::HookReceipt>(std::move(paid)));
    return {message, std::move(out)};
}

}  // namespace

std::vector<svm::HookOutcome> run_hooks(const UnitParams& params, svm::TxOutcome& outcome) {
    std::vector<svm::HookOutcome> out;
    if (!ran_programs(params.parent.tx, outcome)) return out;
    const auto slot = params.parent.sysvars.clock.slot;
    const auto& tx = params.parent.tx;
    const auto triggered = find_hooks({tx, outcome, params.accounts, slot, params.cache});
    if (triggered.candidates.empty()) return out;

    const Unit unit{params, triggered, tx, slot};
    Overlay accounts(params.accounts);
    for (const auto& candidate : triggered.candidates) {
        const auto index = static_cast<std::uint8_t>(out.size());
        out.push_back(run_hook(unit, candidate, index, accounts));
        accounts.apply(out.back().outcome.writes);
        outcome.hooks.push_back(out.back().transaction->id());
        outcome.ends_slot |= out.back().outcome.ends_slot;
    }
    return out;
}

}  // namespace orrery::triggers
