#include "devnet/bank/bank.hpp"

#include <algorithm>

#include "devnet/bank/credits.hpp"
#include "devnet/shred/hashes.hpp"
#include "devnet/svm/programs/compute_budget_limits.hpp"
#include "devnet/svm/programs/fee.hpp"
#include "devnet/svm/programs/nonce.hpp"
#include "devnet/svm/triggers/candidates.hpp"
#include "devnet/svm/triggers/overlay.hpp"
#include "devnet/svm/triggers/run.hpp"
#include "sdk/types/check.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::bank {
namespace {

constexpr std::size_t slot_hashes_kept = 512;
constexpr std::size_t recent_blockhashes_kept = 150;

Account sysvar_account(const svm::AccountReader& reader, const Pubkey& key, ByteSpan data) {
    const auto old = reader.get(key).account;
    Account out = old ? *old : Account{Lamports{1}, ids::sysvar_owner, false, 0, {}};
    out.data = AccountData::from(data, out.data);
    return out;
}

// u64 count, then (u64 slot, hash), newest first; zeros up to the account's fixed size.
Bytes encode_slot_hashes(const std::vector<HashedSlot>& slots) {
    Bytes out(8 + slot_hashes_kept * 40);
    store_le(out.data(), std::uint64_t{slots.size()});
    auto* at = out.data() + 8;
    for (const auto& s : slots) {
        store_le(at, s.slot.value);
        std::memcpy(at + 8, s.hash.bytes.data(), 32);
        at += 40;
    }
    return out;
}

// u64 count, then (hash, u64 lamports per signature), newest first.
Bytes encode_recent_blockhashes(const std::vector<HashedSlot>& slots,
                                std::uint64_t lamports_per_signature) {
    Bytes out(8 + recent_blockhashes_kept * 40);
    const auto n = std::min(slots.size(), recent_blockhashes_kept);
    store_le(out.data(), std::uint64_t{n});
    auto* at = out.data() + 8;
    for (std::size_t i = 0; i < n; ++i, at += 40) {
        std::memcpy(at, slots[i].hash.bytes.data(), 32);
        store_le(at + 32, lamports_per_signature);
    }
    return out;
}

Hash hash_of(const BankConfig& config) {
    return config.genesis_hash ? *config.genesis_hash : config.genesis.hash();
}

}  // namespace

Bank::Bank(BankConfig config, Empty)
    : config_(std::move(config)),
      genesis_hash_(hash_of(config_)),
      identity_(config_.genesis.identity().pubkey),
      blockhashes_(config_.genesis.max_blockhash_age),
      statuses_(config_.genesis.seed),
      programs_(config_.syscalls) {}

Bank::Bank(BankConfig config) : Bank(std::move(config), Empty{}) {
    for (const auto& [key, account] : config_.genesis.accounts)
        accounts_.restore(key, {0, std::make_shared<const Account>(account)});
    position_.parent_hash = shred::empty_slot_hash(genesis_hash_, Slot{0});
    blockhashes_.push({Slot{0}, position_.parent_hash, 0});
    sysvars_ = std::make_shared<const svm::Sysvars>(svm::Sysvars::from(accounts_.writer_view()));
}

Bank::Bank(BankConfig config, const Restore& restore) : Bank(std::move(config), Empty{}) {
    position_ = restore.checkpoint.position;
    warp_to_ = restore.checkpoint.warp_to;
    restore.accounts([&](const Pubkey& key, const svm::VersionedAccount& account) {
        accounts_.restore(key, account);
    });
    for (const auto& slot : restore.checkpoint.blockhashes) blockhashes_.push(slot);
    for (const auto& [message, height] : restore.messages) statuses_.insert(message, height, 0);
    sysvars_ = std::make_shared<const svm::Sysvars>(svm::Sysvars::from(accounts_.writer_view()));
}

bool Bank::was_processed(const tx::Transaction& transaction) const {
    return statuses_.contains(statuses_.key_of(transaction.message.signed_bytes));
}

// What the writing thread knows, without locks, for the one message whose key it has.
class Bank::WriterLifetimes final : public runtime::LifetimeView {
  public:
    WriterLifetimes(const Bank& bank, const MessageKey& key) : bank_(bank), key_(key) {}
    bool is_recent(const Hash& blockhash) const override {
        return !bank_.config_.check_blockhashes || bank_.blockhashes_.writer_is_recent(blockhash);
    }
    bool was_processed(const tx::Transaction&) const override {
        return bank_.statuses_.writer_contains(key_);
    }

  private:
    const Bank& bank_;
    const MessageKey& key_;
};

runtime::ExecuteParams Bank::execute_params(const SimulateParams& p,
                                            const runtime::LifetimeView& lifetimes) const {
    return {.tx = p.tx,
            .accounts = p.accounts,
            .sysvars = p.sysvars,
            .lifetimes = lifetimes,
            .builtins = config_.builtins,
            .syscalls = config_.syscalls,
            .programs = programs_,
            .blockhash = p.blockhash,
            .features = config_.features,
            .costs = config_.costs,
            .limits = config_.limits,
            .lamports_per_signature = config_.lamports_per_signature,
            .check_lifetime = p.check_lifetime,
            .pool = p.pool,
            .scratch = p.scratch};
}

svm::TxOutcome Bank::simulate(const SimulateParams& params) const {
    return runtime::execute(execute_params(params, *this));
}

Bank::SimulatedUnit Bank::simulate_unit(const SimulateParams& params) const {
    const auto parent = execute_params(params, *this);
    SimulatedUnit out{runtime::execute(parent), {}};
    triggers::Overlay after(params.accounts);
    after.apply(out.outcome.writes);
    triggers::Cache cache;
    out.hooks = triggers::run_hooks({parent, after, cache}, out.outcome);
    return out;
}

std::optional<Lamports> Bank::fee_for_message(const tx::Message& message,
                                              const svm::AccountReader& accounts) const {
    bool valid = is_recent(message.lifetime);
    if (const auto index = valid ? std::nullopt : programs::nonce_account_index(message)) {
        const auto account = accounts.get(message.static_keys[*index]).account;
        valid = account && programs::verify_nonce(*account, message.lifetime);
    }
    if (!valid) return std::nullopt;
    const auto limits = programs::compute_budget_limits(message);
    const auto fee = programs::calculate_fee(
        message, limits.value_or(programs::ComputeBudgetLimits{}), config_.lamports_per_signature);
    return Lamports{fee.total()};
}

void Bank::push_hash(Slot slot, const Hash& hash) {
    blockhashes_.push({slot, hash, position_.block_height});
    position_.parent = slot;
    position_.parent_hash = hash;
    position_.slot = Slot{slot.value + 1};
    position_.block_height += 1;
}

void Bank::skip_to(Slot slot) {
    ORRERY_CHECK(!position_.open);
    shred::fold_empty_slots(position_.parent_hash, position_.slot, slot,
                            [&](Slot empty, const Hash& hash) { push_hash(empty, hash); });
    trim_statuses();
}

shred::SlotOpen Bank::next_open(std::int64_t unix_timestamp) const {
    return {position_.slot, position_.parent, unix_timestamp + position_.clock_offset,
            position_.parent_hash};
}

std::vector<svm::AccountWrite> Bank::sysvar_writes(const shred::SlotOpen& open) const {
    const auto& before = sysvars_->clock;
    const auto& schedule = sysvars_->epoch_schedule;
    svm::Clock clock = before;
    clock.slot = open.slot.value;
    clock.unix_timestamp = open.unix_timestamp;
    clock.epoch = schedule.epoch(open.slot.value);
    clock.leader_schedule_epoch = clock.epoch + 1;
    if (clock.epoch != before.epoch) clock.epoch_start_timestamp = open.unix_timestamp;

    const auto slots = blockhashes_.newest(slot_hashes_kept);
    const auto& reader = accounts_.writer_view();
    std::vector<svm::AccountWrite> writes;
    const auto put = [&](const Pubkey& key, const Bytes& data) {
        writes.push_back({key, std::make_shared<const Account>(sysvar_account(reader, key, data))});
    };
    put(ids::clock, clock.encode());
    put(ids::slot_hashes, encode_slot_hashes(slots));
    put(ids::recent_blockhashes, encode_recent_blockhashes(slots, config_.lamports_per_signature));
    std::sort(writes.begin(), writes.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
    return writes;
}

AppliedEntry Bank::open_slot(const shred::SlotOpen& open) {
    skip_to(open.slot);
    auto writes = sysvar_writes(open);
    position_.open = true;
    position_.slot_signatures = 0;
    position_.slot_fees = 0;
    position_.slot_credits.clear();
    auto applied = apply_writes(open, std::move(writes));
    sysvars_ = std::make_shared<const svm::Sysvars>(svm::Sysvars::from(accounts_.writer_view()));
    return applied;
}

// Writes that change nothing are no writes; the others' accounts are the entry's reads too.
AppliedEntry Bank::apply_writes(shred::Entry entry, std::vector<svm::AccountWrite> writes) {
    AppliedEntry out{std::move(entry), nullptr, {}, 0, {}};
    out.outcome.status = svm::TxStatus::succeeded;
    for (auto& write : writes) {
        const auto before = accounts_.writer_view().get(write.key);
        out.outcome.reads.push_back({write.key, before.version});
        if (differs(before.account, write.account)) out.outcome.writes.push_back(std::move(write));
    }
    out.sequence = accounts_.apply(out.outcome.writes);
    return out;
}

AppliedEntry Bank::execute(std::shared_ptr<const tx::Transaction> transaction) {
    ORRERY_CHECK(position_.open);
    const auto& tx = *transaction;
    const auto key = statuses_.key_of(tx.message.signed_bytes);
    const WriterLifetimes lifetimes(*this, key);
    const auto params = execute_params({.tx = tx,
                                        .accounts = accounts_.writer_view(),
                                        .sysvars = *sysvars_,
                                        .blockhash = position_.parent_hash,
                                        .check_lifetime = true,
                                        .pool = pool_,
                                        .scratch = &scratch_},
                                       lifetimes);
    AppliedEntry out{
        shred::TransactionEntry{tx.wire}, std::move(transaction), runtime::execute(params), 0, {}};
    if (!out.outcome.processed()) return out;
    out.sequence = accounts_.apply(out.outcome.writes);
    statuses_.insert(key, position_.block_height, out.sequence);
    position_.transaction_count += 1;
    position_.slot_signatures += tx.signatures.size();
    position_.slot_fees += out.outcome.fee.value;
    if (triggers::ran_programs(tx, out.outcome)) apply_hooks(params, out);
    return out;
}

void Bank::apply_hooks(const runtime::ExecuteParams& parent, AppliedEntry& applied) {
    auto runs =
        triggers::run_hooks({parent, accounts_.writer_view(), hook_cache_}, applied.outcome);
    if (runs.empty()) return;
    position_.transaction_count += runs.size();
    for (auto& run : runs) {
        const auto sequence = accounts_.apply(run.outcome.writes);
        add_credits(run.outcome.credits, position_.slot_credits);
        applied.hooks.push_back({std::move(run), sequence});
    }
}

AppliedEntry Bank::set_account(const shred::SetAccount& cheat) {
    AccountRef account;
    if (cheat.lamports.value != 0)
        account = std::make_shared<const Account>(
            Account{cheat.lamports, cheat.owner, cheat.executable, UINT64_MAX, cheat.data});
    auto applied = apply_writes(cheat, {{cheat.key, std::move(account)}});
    sysvars_ = std::make_shared<const svm::Sysvars>(svm::Sysvars::from(accounts_.writer_view()));
    return applied;
}

AppliedEntry Bank::warp(const shred::Warp& cheat) {
    warp_to_ = cheat.to_slot;
    position_.clock_offset = cheat.clock_offset;
    return apply_writes(cheat, {});
}

AppliedEntry Bank::close_slot() {
    ORRERY_CHECK(position_.open);
    const auto& reader = accounts_.writer_view();
    SlotPayments payments{Lamports{position_.slot_fees}, identity_, position_.slot_credits};
    auto settled = settle_slot(payments, reader, sysvars_->rent);
    shred::SlotClose close;
    close.fees = payments.fees;
    close.credits = std::move(settled.credits);
    position_.slot_credits.clear();
    auto out = apply_writes(std::move(close), std::move(settled.writes));
    auto& reads = out.outcome.reads;  // who is paid was both looked at and written
    reads.insert(reads.end(), settled.reads.begin(), settled.reads.end());
    std::ranges::sort(reads, {}, &svm::AccountRead::key);
    reads.erase(std::unique(reads.begin(), reads.end()), reads.end());
    return out;
}

void Bank::complete_slot(const Hash& last_shred_hash) {
    ORRERY_CHECK(position_.open);
    position_.open = false;
    push_hash(position_.slot,
              shred::slot_hash(position_.parent_hash, last_shred_hash, position_.slot_signatures));
    if (warp_to_ && *warp_to_ > position_.slot) position_.slot = *warp_to_;
    warp_to_.reset();
    trim_statuses();
}

void Bank::trim_statuses() {
    auto height = position_.block_height;
    if (!snapshots_.empty()) height = std::min(height, snapshots_.front().position.block_height);
    const auto age = blockhashes_.max_age() + 1;
    statuses_.expire_below(height > age ? height - age : 0);
}

BankSnapshot Bank::snapshot() {
    snapshots_.push_back({position_, warp_to_, accounts_.snapshot(), sysvars_});
    blockhashes_.keep_from(snapshots_.front().position.block_height);
    return snapshots_.back();
}

std::shared_ptr<const svm::Sysvars> Bank::preview(const shred::SlotOpen& open) const {
    triggers::Overlay after(accounts_.writer_view());
    after.apply(sysvar_writes(open));
    return std::make_shared<const svm::Sysvars>(svm::Sysvars::from(after));
}

std::vector<std::pair<Pubkey, svm::VersionedAccount>> Bank::revert(const BankSnapshot& snapshot) {
    const auto same = [&](const BankSnapshot& s) { return s.accounts == snapshot.accounts; };
    const auto at = std::find_if(snapshots_.begin(), snapshots_.end(), same);
    ORRERY_CHECK(at != snapshots_.end());
    snapshots_.erase(std::next(at), snapshots_.end());
    auto restored = accounts_.revert(snapshot.accounts);
    statuses_.revert_to(snapshot.accounts->sequence());
    blockhashes_.revert_to(snapshot.position.block_height - 1);
    position_ = snapshot.position;
    warp_to_ = snapshot.warp_to;
    sysvars_ = snapshot.sysvars;
    return restored;
}

void Bank::forget(const BankSnapshot& snapshot) {
    const auto same = [&](const BankSnapshot& s) { return s.accounts == snapshot.accounts; };
    accounts_.forget(snapshot.accounts);
    std::erase_if(snapshots_, same);
    blockhashes_.keep_from(snapshots_.empty()
                               ? std::nullopt
                               : std::optional(snapshots_.front().position.block_height));
}

std::uint64_t compute_unit_limit(const tx::Transaction& transaction) {
    if (!tx::sanitize(transaction)) return 0;
    const auto limits = programs::compute_budget_limits(transaction.message);
    return limits ? limits->compute_unit_limit : 0;
}

}  // namespace orrery::bank
