#include "devnet/sequencer/chain.hpp"

#include <map>
#include <thread>

#include "devnet/sequencer/checkpoint.hpp"
#include "devnet/sequencer/executor.hpp"
#include "devnet/sequencer/genesis_record.hpp"
#include "devnet/sequencer/recorder.hpp"
#include "devnet/sequencer/sealer.hpp"
#include "devnet/shred/hashes.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/tx/instructions/compute_budget.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/tx/signing.hpp"

namespace orrery::sequencer {
namespace {

// Groups and shreds that may wait between two threads before the one ahead has to wait.
constexpr std::size_t pipeline_depth = 1024;

std::uint64_t stored_height(const StateMark& mark) {
    return mark.position.open ? mark.position.block_height : mark.position.block_height - 1;
}

Result<void, store::StoreError> read_genesis(const store::Ledger& ledger, bank::BankConfig& out) {
    if (out.genesis_hash == ledger.genesis_hash()) return {};
    TRY(const auto record, ledger.genesis());
    TRY(out.genesis, from_record(record));
    out.genesis_hash = record.genesis_hash;
    return {};
}

}  // namespace

struct Chain::Impl {
    Impl(ChainConfig config, Restored restored)
        : ledger(std::move(config.ledger)),
          clock(config.clock ? config.clock : std::make_shared<SystemClock>()),
          block_mode(config.block_mode),
          slot_time(config.slot_time),
          bank(std::move(restored.bank)),
          commands(config.queue_capacity),
          queue_bytes(config.queue_bytes),
          marks(config.finality_lag),
          sealer(groups, sealed, bank->genesis().identity(), bank->genesis_hash(),
                 {restored.last_shred_hash, restored.next_index}),
          recorder(sealed, ledger.get(), bank->identity(), marks, recent, sinks),
          executor({*bank, block_mode, slot_time, *clock, commands, groups, marks, recent, sinks,
                    SlotBudget(config.slot_units), waiting_bytes}) {
        if (ledger) executor.resume();
        marks.reset(executor.mark());
    }

    void start() {
        threads[0] = std::thread([this] {
            executor.run();
            groups.close();
        });
        threads[1] = std::thread([this] {
            sealer.run();
            sealed.close();
        });
        threads[2] = std::thread([this] { recorder.run(); });
    }

    void stop() {
        commands.close();
        recorder.stop_trying();
        for (auto& thread : threads)
            if (thread.joinable()) thread.join();
    }

    /// Runs `work` on the execute thread and waits for its result.
    template <class T>
    Result<T, CheatError> command(std::function<Result<T, CheatError>(Executor&)> work) {
        auto promise = std::make_shared<std::promise<Result<T, CheatError>>>();
        auto future = promise->get_future();
        Command run = std::function<void(Executor&)>(
            [promise, work = std::move(work)](Executor& e) { promise->set_value(work(e)); });
        if (!commands.try_push(run))
            return fail(CheatError{"the chain is stopping, or its queue is full; try again"});
        return future.get();
    }

    struct Snapshot {
        bank::BankSnapshot bank;
        SealPlace place;
        store::Seq seq;
    };

    std::unique_ptr<store::Ledger> ledger;
    std::shared_ptr<Clock> clock;
    BlockMode block_mode;
    std::chrono::milliseconds slot_time;
    std::unique_ptr<bank::Bank> bank;
    WorkQueue<Command> commands;
    std::size_t queue_bytes;
    std::atomic<std::size_t> waiting_bytes{0};  ///< of submitted wires
    WorkQueue<Group> groups{pipeline_depth};
    WorkQueue<Sealed> sealed{pipeline_depth};
    Marks marks;
    Recent recent;
    Sinks sinks;
    Sealer sealer;
    Recorder recorder;
    Executor executor;
    std::atomic<std::uint64_t> airdrops{0};
    // Of the execute thread:
    std::map<std::uint64_t, Snapshot> snapshots;
    std::uint64_t next_snapshot = 1;
    // Last, so that they end before what they use.
    std::thread threads[3];
};

Result<std::unique_ptr<Chain>, store::StoreError> Chain::start(ChainConfig config) {
    Restored restored;
    if (config.ledger) {
        CHECK_OK(read_genesis(*config.ledger, config.bank));
        TRY(restored, restore(std::move(config.bank), *config.ledger));
    } else {
        restored.bank = std::make_unique<bank::Bank>(std::move(config.bank));
        restored.last_shred_hash = restored.bank->genesis_hash();
    }
    auto impl = std::make_unique<Impl>(std::move(config), std::move(restored));
    impl->start();
    return std::unique_ptr<Chain>(new Chain(std::move(impl)));
}

Chain::Chain(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Chain::~Chain() { impl_->stop(); }

const bank::Bank& Chain::bank() const { return *impl_->bank; }
const bank::Genesis& Chain::genesis() const { return impl_->bank->genesis(); }
const Hash& Chain::genesis_hash() const { return impl_->bank->genesis_hash(); }
BlockMode Chain::block_mode() const { return impl_->block_mode; }
std::chrono::milliseconds Chain::slot_time() const { return impl_->slot_time; }
const store::Ledger* Chain::ledger() const { return impl_->ledger.get(); }
std::string Chain::storage_trouble() const { return impl_->recorder.trouble(); }

ChainPoint Chain::at(Commitment level) const {
    auto mark = impl_->marks.at(level);
    const auto& position = mark.position;
    const bool live = level == Commitment::processed;
    ChainPoint out;
    out.level = level;
    out.slot = live ? position.slot : mark.stored_slot();
    out.block_height = live ? position.block_height : stored_height(mark);
    out.blockhash = {position.parent, position.parent_hash, position.block_height - 1};
    out.last_valid_block_height = out.blockhash.height + impl_->bank->blockhashes().max_age();
    out.transaction_count = position.transaction_count;
    out.accounts = std::move(mark.accounts);
    out.sysvars = std::move(mark.sysvars);
    return out;
}

bool Chain::is_blockhash_valid(const Hash& blockhash, Commitment level) const {
    const auto found = impl_->bank->blockhashes().find(blockhash);
    const auto newest = at(level).blockhash.height;
    return found && found->height <= newest &&
           newest - found->height <= impl_->bank->blockhashes().max_age();
}

std::optional<RecentStatus> Chain::recent_status(const Txid& id) const {
    const auto row = impl_->recent.find(id);
    if (!row) return std::nullopt;
    const auto level = impl_->ledger ? Commitment::processed : level_of(row->slot);
    return RecentStatus{row->slot, row->error, level};
}

std::optional<bank::HashedSlot> Chain::closed_slot(Slot slot) const {
    const auto newest = at(Commitment::confirmed).blockhash;
    if (slot > newest.slot) return std::nullopt;
    if (const auto recent = impl_->bank->blockhashes().find(slot)) return recent;
    if (!impl_->ledger) return std::nullopt;

    // An empty slot's hash follows from the closed slot before it; whether it has one at all,
    // rather than having been jumped over by a warp, from the height of the one behind it.
    bank::HashedSlot before{Slot{0}, shred::empty_slot_hash(genesis_hash(), Slot{0}), 0};
    (void)impl_->ledger->each_block_down(slot, [&](const store::BlockInfo& block) {
        before = {block.slot, block.record.blockhash, block.record.height};
        return false;
    });
    if (before.slot == slot) return before;
    Slot last = newest.slot;
    auto last_height = newest.height;
    if (const auto next = impl_->ledger->blocks(slot, Slot{UINT64_MAX}, 1);
        next && !next->empty()) {
        last = next->front().record.parent_slot;
        last_height = next->front().record.height - 1;
    }
    const auto empty = last_height - before.height;
    const Slot first{last.value + 1 - empty};
    if (slot < first || slot > last) return std::nullopt;
    const auto hash = shred::fold_empty_slots(before.hash, first, Slot{slot.value + 1});
    return bank::HashedSlot{slot, hash, before.height + 1 + (slot.value - first.value)};
}

Commitment Chain::level_of(Slot slot) const { return impl_->marks.level_of(slot); }

Result<void, SubmitError> Chain::submit(std::shared_ptr<const tx::Transaction> transaction,
                                        std::function<void(const svm::TxOutcome&)> done) {
    const auto size = transaction->wire->size();
    if (impl_->waiting_bytes.fetch_add(size) + size <= impl_->queue_bytes) {
        Command command = Submitted{std::move(transaction), std::move(done)};
        if (impl_->commands.try_push(command)) return {};
    }
    impl_->waiting_bytes -= size;
    return fail(impl_->commands.closed() ? SubmitError::stopped : SubmitError::queue_full);
}

svm::TxOutcome Chain::simulate(const tx::Transaction& transaction, const ChainPoint& point,
                               bool check_lifetime) const {
    // Buffers of finished simulations stay with their thread; they carry nothing over.
    thread_local vm::VmPool pool;
    return impl_->bank->simulate({.tx = transaction,
                                  .accounts = point,
                                  .sysvars = *point.sysvars,
                                  .blockhash = point.blockhash.hash,
                                  .check_lifetime = check_lifetime,
                                  .pool = pool});
}

bank::Bank::SimulatedUnit Chain::simulate_unit(const tx::Transaction& transaction,
                                               const ChainPoint& point, bool check_lifetime) const {
    thread_local vm::VmPool pool;
    return impl_->bank->simulate_unit({.tx = transaction,
                                       .accounts = point,
                                       .sysvars = *point.sysvars,
                                       .blockhash = point.blockhash.hash,
                                       .check_lifetime = check_lifetime,
                                       .pool = pool});
}

svm::VersionedAccount ChainPoint::get(const Pubkey& key) const {
    auto account = accounts->get(key);
    for (std::size_t i = 0; i < svm::sysvar_count; ++i)
        if (svm::sysvar_table[i].key == key) account.account = sysvars->accounts[i].account;
    return account;
}

std::optional<Lamports> Chain::fee_for_message(const tx::Message& message,
                                               const ChainPoint& point) const {
    return impl_->bank->fee_for_message(message, point);
}

Result<Txid, std::string> Chain::airdrop(const Pubkey& to, Lamports lamports) {
    const auto faucet = genesis().faucet();
    for (int attempt = 0; attempt < 8; ++attempt) {
        // Equal airdrops would be one transaction: the limit, which nothing reaches, tells them
        // apart.
        const auto unique = static_cast<std::uint32_t>(impl_->airdrops++ % 1'000'000);
        const std::vector<Instruction> instructions = {
            tx::system::transfer({faucet.pubkey, to, lamports}),
            tx::compute_budget::set_compute_unit_limit(100'000 + unique)};
        const auto wire = tx::build_signed({.payer = faucet.pubkey,
                                            .lifetime = at(Commitment::processed).blockhash.hash,
                                            .instructions = instructions,
                                            .tables = {}},
                                           {&faucet});
        if (!wire) return fail(wire.error().what);
        auto transaction = *tx::decode_shared(*wire);
        const auto id = transaction->id();
        auto promise = std::make_shared<std::promise<std::optional<tx::TransactionError>>>();
        auto result = promise->get_future();
        if (!submit(std::move(transaction),
                    [promise](const svm::TxOutcome& o) { promise->set_value(o.error); }))
            return fail(std::string("the chain's queue is full or it is stopping; try again"));
        const auto error = result.get();
        if (!error) return id;
        if (error->code != tx::TransactionErrorCode::AlreadyProcessed)
            return fail("the faucet's transfer failed: " + tx::display(*error));
    }
    return fail(std::string("the faucet found no unused transaction; try again"));
}

Result<void, CheatError> Chain::set_account(const shred::SetAccount& account) {
    return impl_->command<void>([&](Executor& e) -> Result<void, CheatError> {
        e.ensure_open();
        e.apply(e.bank().set_account(account));
        e.flush_group();
        return {};
    });
}

Result<void, CheatError> Chain::warp(Slot to_slot, std::int64_t clock_offset) {
    return impl_->command<void>([&](Executor& e) -> Result<void, CheatError> {
        const auto now = e.bank().position().slot;
        if (to_slot <= now)
            return fail(CheatError{"slot " + std::to_string(to_slot.value) +
                                   " is not ahead of the open slot " + std::to_string(now.value) +
                                   "; time goes forward only"});
        e.ensure_open();
        e.apply(e.bank().warp({to_slot, e.bank().position().clock_offset + clock_offset}));
        e.close_slot();
        e.anchor();
        return {};
    });
}

Result<void, CheatError> Chain::advance(std::uint64_t slots) {
    return impl_->command<void>([slots](Executor& e) -> Result<void, CheatError> {
        e.advance(slots);
        e.anchor();
        return {};
    });
}

Result<std::uint64_t, CheatError> Chain::snapshot() {
    return impl_->command<std::uint64_t>([this](Executor& e) -> Result<std::uint64_t, CheatError> {
        e.drain();
        const auto id = impl_->next_snapshot++;
        impl_->snapshots.emplace(id,
                                 Impl::Snapshot{e.bank().snapshot(), impl_->sealer.place(),
                                                impl_->ledger ? impl_->ledger->tip().last_seq : 0});
        return id;
    });
}

Result<void, CheatError> Chain::revert(std::uint64_t snapshot) {
    return impl_->command<void>([this, snapshot](Executor& e) -> Result<void, CheatError> {
        const auto at = impl_->snapshots.find(snapshot);
        if (at == impl_->snapshots.end())
            return fail(CheatError{"there is no snapshot " + std::to_string(snapshot) +
                                   "; it was reverted to, dropped by an earlier revert, or the "
                                   "chain restarted"});
        e.drain();
        const auto target = at->second;
        const auto restored = e.bank().revert(target.bank);
        e.bank().forget(target.bank);
        impl_->snapshots.erase(at, impl_->snapshots.end());
        if (impl_->ledger) {
            std::vector<store::AccountUpdate> updates;
            updates.reserve(restored.size());
            for (const auto& [key, account] : restored)
                updates.push_back({key, account.version, account.account});
            if (const auto done = impl_->ledger->rewind(target.seq, updates); !done)
                return fail(CheatError{done.error().message});
        }
        impl_->recent.clear();
        impl_->recorder.reverted();
        e.restart(target.place);
        impl_->sinks.publish(events::Reverted{e.bank().position().slot});
        return {};
    });
}

void Chain::add_sink(events::Sink& sink) { impl_->sinks.add(sink); }
void Chain::remove_sink(events::Sink& sink) { impl_->sinks.remove(sink); }

void Chain::flush() {
    (void)impl_->command<void>([](Executor& e) -> Result<void, CheatError> {
        e.drain();
        return {};
    });
}

}  // namespace orrery::sequencer
