#include "tests/unit/devnet/bank/hooks_world.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "devnet/bank/replay.hpp"
#include "sdk/codec/writer.hpp"
#include "sdk/hooks/auction.hpp"
#include "sdk/hooks/money.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/tx/jumbo_builder.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::bank::testing {
namespace {

constexpr std::size_t first_hooks = 60;
constexpr std::size_t max_hooks = 100;  // then nobody registers until some are closed
constexpr std::size_t rich_payers = 3;
constexpr std::size_t poor_payers = 3;
constexpr std::uint64_t rent_min = 890'880;  // of an account without data
constexpr std::size_t legacy_body = 600;     // bytes; larger ones are registered by a jumbo

crypto::Keypair poor_payer(std::uint8_t i) {
    std::array<std::uint8_t, 32> seed{};
    seed.fill(0x50);
    seed[0] = i;
    return crypto::Keypair::from_seed(crypto::Seed(seed));
}

HookChain::Options options_for(Random& random) {
    HookChain::Options out{.seed = random.byte(), .programs = 3, .config = HookChain::config()};
    out.config.max_strikes = static_cast<std::uint8_t>(2 + random.below(2));
    if (random.percent(30)) out.config.flags = hooks::Config::strike_reset_on_success;
    return out;
}

bool same_account(const AccountRef& a, const AccountRef& b) { return a && b ? *a == *b : !a && !b; }

bool same_parent(const svm::TxOutcome& a, const svm::TxOutcome& b) {
    return a.status == b.status && a.error == b.error && a.logs == b.logs && a.fee == b.fee &&
           a.compute_units == b.compute_units && a.return_data == b.return_data &&
           a.inner_instructions == b.inner_instructions &&
           std::ranges::equal(a.writes, b.writes, [](const auto& x, const auto& y) {
               return x.key == y.key && same_account(x.account, y.account);
           });
}

bool is_sorted_and_unique(const auto& list, auto key) {
    return std::ranges::adjacent_find(list, std::ranges::greater_equal{}, key) == list.end();
}

bool reads_cover_writes(const svm::TxOutcome& outcome) {
    return is_sorted_and_unique(outcome.reads, &svm::AccountRead::key) &&
           is_sorted_and_unique(outcome.writes, &svm::AccountWrite::key) &&
           std::ranges::includes(outcome.reads, outcome.writes, {}, &svm::AccountRead::key,
                                 &svm::AccountWrite::key);
}

bool lies_in(const svm::TxOutcome& outcome, const std::vector<Pubkey>& locks) {
    return std::ranges::includes(locks, outcome.reads, {}, {}, &svm::AccountRead::key);
}

std::uint64_t sum(std::span<const svm::Credit> credits) {
    std::uint64_t out = 0;
    for (const auto& credit : credits) out += credit.lamports.value;
    return out;
}

}  // namespace

HookWorld::HookWorld(std::uint64_t seed)
    : random_(seed), options_(options_for(random_)), world_(options_) {
    payers_ = {world_.authority(), world_.owner, world_.fee_payer};
    for (std::uint8_t i = 0; i < poor_payers; ++i) payers_.push_back(poor_payer(i));
    for (std::size_t i = rich_payers; i < payers_.size(); ++i)
        world_.run({tx::system::transfer(
            {world_.authority().pubkey, payers_[i].pubkey, Lamports{40'000'000}})});
    money_ = world_.money();
}

void HookWorld::run(std::size_t transactions, Seen& seen) {
    seen_ = &seen;
    const auto last = seen.transactions + transactions;
    for (std::size_t i = 0; i < first_hooks; ++i) register_hook();
    for (std::size_t i = 0; i < first_hooks; ++i) bid();
    while (seen.transactions < last) step();
}

void HookWorld::step() {
    struct Choice {
        std::size_t percent;
        void (HookWorld::*act)();
    };
    static constexpr Choice choices[] = {
        {56, &HookWorld::call},         {4, &HookWorld::register_hook},
        {22, &HookWorld::bid},          {5, &HookWorld::change_hook},
        {3, &HookWorld::reclaim},       {1, &HookWorld::name_owner},
        {2, &HookWorld::drain},         {5, &HookWorld::end_slot},
        {2, &HookWorld::mark_or_revert}};
    auto at = random_.below(100);
    for (const auto& choice : choices) {
        if (at < choice.percent) return (this->*choice.act)();
        at -= choice.percent;
    }
}

std::vector<crypto::Keypair> HookWorld::signers(std::size_t payer) const {
    if (payer == 0) return {};  // signs every transaction
    return {payers_[payer]};
}

void HookWorld::send(const std::vector<Instruction>& instructions,
                     const std::vector<crypto::Keypair>& signers) {
    auto unique = instructions;
    unique.push_back({ids::compute_budget, {}, codec::ByteWriter().u8(3).u64(nonce_++).take()});
    execute(world_.chain.transaction(unique, signers));
}

std::vector<Instruction> HookWorld::random_calls() {
    std::vector<Instruction> out;
    const auto count = 1 + random_.below(4);
    for (std::size_t i = 0; i < count; ++i) {
        const auto kind = random_.below(100);
        const auto what = kind < 70   ? Op::write
                          : kind < 85 ? Op::nothing
                          : kind < 97 ? Op::give
                          : kind < 98 ? Op::spin
                                      : Op::fail;
        auto made = world_.call(random_.below(options_.programs), what, random_.byte());
        if (random_.percent(30))  // somebody whom hooks pay, or who pays them
            made.accounts[1].pubkey = payer(random_.below(payers_.size())).pubkey;
        out.push_back(std::move(made));
    }
    return out;
}

void HookWorld::call() {
    auto calls = random_calls();
    if (!known_.empty() && random_.percent(20)) {
        calls.resize(1);
        const auto& through = known_[random_.below(known_.size())];
        calls[0] = hooks::act(through.key, world_.authority().pubkey, calls[0]);
    }
    send(calls);
}

hooks::Body HookWorld::random_body(const Pubkey& hook) {
    const auto signer = hooks::signer_address(hook).address;
    if (random_.percent(10)) {
        send({tx::system::transfer({world_.authority().pubkey, signer, Lamports{1'000'000}})});
        const auto pays = tx::system::transfer(
            {signer, payer(random_.below(payers_.size())).pubkey, Lamports{random_.below(50'000)}});
        return hooks::Body::from(std::span(&pays, 1));
    }
    auto body = hooks::Body::from(random_calls());
    if (random_.percent(20)) body.keys.push_back({signer, true, random_.percent(50)});
    if (random_.percent(4))
        for (auto more = 250 + random_.below(150); more > 0; --more) {
            auto key = HookChain::fresh(random_.byte(), random_.byte());
            store_le(key.bytes.data() + 8, std::uint64_t{more});
            body.keys.push_back({key, false, random_.percent(50)});
        }
    return body;
}

void HookWorld::register_hook() {
    if (known_.size() >= max_hooks) return;
    const auto nonce = nonce_++;
    const Known made{hooks::hook_address(world_.authority().pubkey, nonce).address,
                     random_.below(payers_.size()),
                     random_.below(options_.programs),
                     {}};
    constexpr std::uint16_t caps[] = {1, 3, 1000};
    constexpr std::uint32_t units[] = {1, 400, 20'000, 250'000};
    hooks::RegisterHook params{.authority = world_.authority().pubkey,
                               .fee_payer = payer(made.payer).pubkey,
                               .nonce = nonce,
                               .target = HookChain::program(made.target),
                               .every_call = random_.percent(50),
                               .cu_limit = units[random_.below(std::size(units))],
                               .max_per_slot = caps[random_.below(std::size(caps))],
                               .body = random_body(made.key)};
    if (random_.percent(15)) params.filter = {static_cast<std::uint8_t>(Op::write)};
    const auto instruction = hooks::register_hook(params);
    if (instruction.data.size() < legacy_body) {
        send({instruction}, signers(made.payer));
    } else {
        tx::JumboBuilder builder(world_.authority().pubkey);
        builder.lifetime(world_.bank().position().parent_hash).compute_unit_limit(1'400'000);
        builder.add(instruction);
        std::vector<const crypto::Keypair*> keys{&payer(0)};
        if (made.payer != 0) keys.push_back(&payer(made.payer));
        const auto wire = builder.sign(keys);
        REQUIRE(wire);
        execute(*tx::decode_shared(*wire));
    }
    if (hook_at(made.key)) known_.push_back(made);
}

void HookWorld::bid() {
    if (known_.empty()) return;
    auto& hook = known_[random_.below(known_.size())];
    const auto epoch = world_.epoch() + 1;
    send({hooks::place_bid({.authority = world_.authority().pubkey,
                            .fee_payer = payer(hook.payer).pubkey,
                            .hook = hook.key,
                            .target = HookChain::program(hook.target),
                            .epoch = epoch,
                            .limit = 4'900 + random_.below(90'000)})},
         signers(hook.payer));
    hook.bids.push_back(epoch);
}

void HookWorld::change_hook() {
    if (known_.empty()) return;
    const auto at = random_.below(known_.size());
    const auto& hook = known_[at];
    const auto authority = world_.authority().pubkey;
    const auto fee_payer = payer(hook.payer).pubkey;
    switch (random_.below(5)) {
        case 0:
            send({hooks::cancel_bid(authority, {hook.key, HookChain::program(hook.target),
                                                world_.epoch() + 1, fee_payer})});
            break;
        case 1:
            send({hooks::disable_hook(hook.key, authority)});
            break;
        case 2:
        case 3:
            send({hooks::enable_hook(hook.key, authority, fee_payer)}, signers(hook.payer));
            break;
        default:
            send({hooks::close_hook(hook.key, authority, fee_payer)});
            if (hook_at(hook.key)) break;
            ++seen_->closed;
            known_.erase(known_.begin() + static_cast<std::ptrdiff_t>(at));
    }
}

void HookWorld::reclaim() {
    if (known_.empty()) return;
    auto& hook = known_[random_.below(known_.size())];
    if (hook.bids.empty()) return;
    const auto epoch = hook.bids.back();
    const auto target = HookChain::program(hook.target);
    const auto auction =
        hooks::Auction::decode(world_.data(hooks::auction_address(target, epoch).address));
    if (!auction) return;
    send({hooks::reclaim({{hook.key, target, epoch, payer(hook.payer).pubkey},
                          auction->creator,
                          world_.treasury()})});
    if (epoch < world_.epoch()) hook.bids.pop_back();
}

void HookWorld::name_owner() {
    const Pubkey recipients[] = {world_.authority().pubkey, world_.treasury(),
                                 world_.fee_payer.pubkey,   world_.owner.pubkey,
                                 payers_.back().pubkey,     ids::clock,
                                 HookChain::fresh(0x78, 1), HookChain::state(0)};
    send(
        {hooks::set_owner_recipient({.upgrade_authority = world_.owner.pubkey,
                                     .payer = world_.owner.pubkey,
                                     .target = HookChain::program(random_.below(options_.programs)),
                                     .recipient = recipients[random_.below(8)]})},
        {world_.owner});
}

// A poor payer loses all but a little above what it must hold, or is given something again.
void HookWorld::drain() {
    const auto poor = rich_payers + random_.below(poor_payers);
    const auto& pair = payer(poor);
    const auto rest = rent_min + random_.below(60'000);
    const auto has = world_.lamports(pair.pubkey);
    if (has > rest)
        send({tx::system::transfer({pair.pubkey, payer(0).pubkey, Lamports{has - rest}})}, {pair});
    else
        send({tx::system::transfer({payer(0).pubkey, pair.pubkey, Lamports{20'000'000}})});
}

void HookWorld::end_slot() {
    if (random_.percent(40)) return world_.chain.seal();
    world_.next_slot(random_.percent(10) ? 1 + random_.below(12) : 1);
    CHECK(world_.money() == money_);
}

void HookWorld::mark_or_revert() {
    if (!mark_) {
        mark_ = world_.chain.mark();
        marked_ = known_;
        return;
    }
    if (random_.percent(50)) {
        world_.chain.revert(*mark_);
        known_ = marked_;
        ++seen_->reverts;
        CHECK(world_.money() == money_);
    }
    world_.bank().forget(mark_->bank);
    mark_.reset();
}

std::optional<hooks::Hook> HookWorld::hook_at(const Pubkey& key) {
    return hooks::Hook::decode(world_.data(key));
}

// As the chain would execute it if it had no hooks. Whoever names the Hooks program needs its
// Config, and is not compared.
std::optional<AppliedEntry> HookWorld::without_hooks(
    const std::shared_ptr<const tx::Transaction>& transaction) {
    const auto keys = transaction->message.static_keys;
    if (std::ranges::find(keys, ids::hooks) != keys.end() || !random_.percent(20))
        return std::nullopt;
    auto& bank = world_.bank();
    const auto snapshot = bank.snapshot();
    bank.set_account({hooks::config_address().address, Lamports{0}, ids::system, false, {}});
    auto out = bank.execute(transaction);
    bank.revert(snapshot);
    bank.forget(snapshot);
    return out;
}

void HookWorld::execute(std::shared_ptr<const tx::Transaction> transaction) {
    auto& bank = world_.bank();
    const auto alone = without_hooks(transaction);
    const auto before = bank.accounts().pin();
    const auto locks =
        triggers::lock_set({*transaction, *before, bank.position().slot.value, cache_});
    REQUIRE(locks);
    const auto applied = world_.chain.run(std::move(transaction));
    REQUIRE(applied.outcome.processed());
    if (alone) {
        CHECK(alone->hooks.empty());
        CHECK(same_parent(alone->outcome, applied.outcome));
        seen_->compared += !applied.hooks.empty();
    }
    CHECK(world_.money() == money_);
    check_locks(applied, *locks);
    check_order(applied, *before);
    for (const auto& hook : applied.hooks) {
        const auto account = before->get(hook.run.outcome.hook->hook).account;
        REQUIRE(account);
        check_hook(hook.run.outcome, *hooks::Hook::decode(account->data.to_bytes()));
    }
    if (!seen_) return;
    ++seen_->transactions;
    seen_->failed += !applied.outcome.ok();
    seen_->full_units += applied.hooks.size() == hooks::max_hooks_run;
    seen_->cpi_targets += !applied.hooks.empty() && !applied.outcome.inner_instructions.empty();
}

void HookWorld::check_locks(const AppliedEntry& applied, const std::vector<Pubkey>& locks) {
    bool covered = is_sorted_and_unique(locks, std::identity{}) &&
                   reads_cover_writes(applied.outcome) && lies_in(applied.outcome, locks);
    for (const auto& hook : applied.hooks)
        covered =
            covered && reads_cover_writes(hook.run.outcome) && lies_in(hook.run.outcome, locks);
    CHECK(covered);
}

// As many as may run, by price, slot and key, each for the price of its seat.
void HookWorld::check_order(const AppliedEntry& applied, const AccountDb::Pin& before) {
    CHECK(applied.hooks.size() <= hooks::max_hooks_run);
    std::vector<hooks::Seat> order;
    for (const auto& hook : applied.hooks) {
        const auto& receipt = *hook.run.outcome.hook;
        const auto address = hooks::auction_address(receipt.target, world_.epoch()).address;
        const auto account = before.get(address).account;
        REQUIRE(account);
        const auto seats =
            hooks::seats(*hooks::Auction::decode(account->data.to_bytes()), options_.config);
        const auto seat = std::ranges::find(seats, receipt.hook, &hooks::Seat::hook);
        REQUIRE(seat != seats.end());
        CHECK(seat->price == receipt.bid.value);
        order.push_back(*seat);
    }
    CHECK(std::ranges::is_sorted(order, hooks::ranks_before));
}

void HookWorld::check_hook(const svm::TxOutcome& outcome, const hooks::Hook& before) {
    const auto& receipt = *outcome.hook;
    const auto slot = world_.bank().position().slot.value;
    const auto after = hook_at(receipt.hook);
    REQUIRE(after);
    const bool resets =
        receipt.funded && (options_.config.flags & hooks::Config::strike_reset_on_success) != 0;
    const bool strikes = !receipt.funded && before.last_strike_slot != slot;
    CHECK(after->strikes == (resets ? 0 : before.strikes + strikes));
    CHECK(after->triggers == before.triggers + receipt.funded);
    const auto paid = receipt.funded ? receipt.bid.value + receipt.gas.value : 0;
    CHECK(after->paid == before.paid + paid);
    CHECK(sum(outcome.credits) == paid);
    if (!seen_) return;
    ++seen_->hooks;
    seen_->failed_hooks += receipt.funded && !outcome.ok();
    seen_->unfunded += !receipt.funded;
    seen_->struck_out += !receipt.funded && after->state == hooks::HookState::disabled;
    seen_->jumbo_hooks += before.n_keys > 255;
}

void HookWorld::replay() {
    world_.chain.close();
    Bank second(TestChain::config(options_.seed, HookChain::genesis(options_)));
    Replayer replayer(second, second.genesis_hash(), 0);
    for (const auto& shred : world_.chain.shreds()) {
        const auto applied = replayer.apply(*shred.bytes);
        INFO((applied ? std::string() : applied.error().what));
        REQUIRE(applied);
    }
    CHECK(second.position().parent_hash == world_.bank().position().parent_hash);
    CHECK(second.accounts().size() == world_.bank().accounts().size());
}

}  // namespace orrery::bank::testing
