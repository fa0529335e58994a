#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "devnet/store/ledger.hpp"
#include "samples.hpp"

// Random histories of appends, rewinds, maintenance and restarts, with limits so small that every
// kind of background work happens all the time; every answer is held against a plain list of what
// is alive.
using namespace orrery;
using namespace orrery::store;
using namespace orrery::store::samples;

namespace {

using Accounts = std::map<Pubkey, AccountUpdate>;

/// A live record and the state after it.
struct Live {
    Seq seq = 0;
    std::optional<ShredRecord> shred;  ///< none for genesis and rewinds
    std::vector<SampleTransaction> transactions;
};

std::vector<AccountUpdate> values(const Accounts& accounts) {
    std::vector<AccountUpdate> out;
    out.reserve(accounts.size());
    for (const auto& [_, update] : accounts) out.push_back(update);
    return out;
}

class Model {
  public:
    explicit Model(std::uint32_t seed) : rng_(seed) {
        options_ = {
            .index_tail = 500, .index_fan_out = 3, .dirty_accounts = 7, .replay_transactions = 50};
        ledger_ = must(Ledger::create(dir_.path(), genesis(), options_));
        Accounts accounts;
        for (const auto& account : genesis().accounts) accounts[account.key] = account;
        states_[0] = accounts;
    }

    void run(int steps) {
        for (int i = 0; i < steps; ++i) {
            step();
            if (i % 10 == 0) check();
        }
        check();
        check_accounts();
    }

  private:
    std::uint64_t below(std::uint64_t n) { return rng_() % n; }
    Pubkey address() { return key<Pubkey>(1000 + below(20)); }

    void step() {
        const auto choice = below(100);
        if (choice < 70) return append_some();
        if (choice < 78) return rewind();
        if (choice < 90) return void(must(ledger_->maintain()));
        if (choice < 93) return void(must(ledger_->clean(1 + below(5))));
        if (choice < 96) return must(ledger_->checkpoint());
        if (choice < 98) return check_accounts();
        reopen();
    }

    void reopen() {
        ledger_.reset();
        ledger_ = must(Ledger::open(dir_.path(), options_));
        if (below(4) == 0) return;  // a caller who doesn't replay: the cache stands still
        std::map<Pubkey, AccountUpdate> changed;
        for (const auto& item : live_) {
            if (item.seq <= ledger_->accounts_seq() || !item.shred) continue;
            for (const auto& update : item.shred->accounts) changed[update.key] = update;
        }
        ledger_->recover_accounts(values(changed));
    }

    ShredRecord next_shred() {
        const auto* last = last_shred();
        const bool opens = last == nullptr || last->block.has_value();
        std::vector<SampleTransaction> transactions;
        for (auto n = below(60); n > 0; --n) {
            // Now and then an id that occurred before.
            const auto number = below(30) == 0 ? below(next_id_ + 1) : next_id_++;
            transactions.push_back(transaction(number, {address(), address(), key<Pubkey>(1)}));
        }
        const auto slot = last == nullptr ? 1 : last->slot.value + (opens ? 1 + below(3) : 0);
        const auto index = opens ? 0 : last->index + 1;
        auto made = record(slot, index, transactions, below(3) == 0);
        std::map<Pubkey, AccountUpdate> written;
        for (auto n = below(8); n > 0; --n) {
            const auto which = below(10) == 0 ? key<Pubkey>(1 + below(3)) : address();
            const auto version = accounts()[which].version + 1;
            written[which] = {which, version,
                              below(4) == 0 ? nullptr : account(rng_() % 1000, below(6000))};
        }
        for (const auto& [_, update] : written) made.accounts.push_back(update);
        pending_.push_back(std::move(transactions));
        return made;
    }

    void append_some() {
        pending_.clear();
        const auto made = next_shred();
        auto state = accounts();
        const Seq seq = must(ledger_->append({&made, 1}));
        CHECK(seq == ++last_seq_);
        for (const auto& update : made.accounts) state[update.key] = update;
        live_.push_back({.seq = seq, .shred = made, .transactions = pending_[0]});
        states_[seq] = std::move(state);
    }

    void rewind() {
        // To any live record, mostly a recent one.
        const auto back = std::min<std::size_t>(live_.size(), below(below(5) == 0 ? 40 : 6));
        const auto keep = live_.size() - back;
        const Seq target = keep == 0 ? 0 : live_[keep - 1].seq;
        const auto before = states_[target];
        std::map<Pubkey, AccountUpdate> restored;
        for (auto i = keep; i < live_.size(); ++i) {
            if (!live_[i].shred) continue;
            for (const auto& update : live_[i].shred->accounts) {
                const auto old = before.find(update.key);
                restored[update.key] =
                    old == before.end() ? AccountUpdate{update.key, 0, nullptr} : old->second;
            }
        }
        CHECK(must(ledger_->rewind(target, values(restored))) == ++last_seq_);
        live_.resize(keep);
        live_.push_back({.seq = last_seq_, .shred = {}, .transactions = {}});
        states_[last_seq_] = before;
    }

    const ShredRecord* last_shred() const {
        for (auto i = live_.size(); i-- > 0;)
            if (live_[i].shred) return &*live_[i].shred;
        return nullptr;
    }
    Accounts accounts() { return states_[last_seq_]; }

    void check() {
        check_tip();
        check_records();
        check_ids();
        check_addresses();
        check_blocks();
    }

    void check_tip() {
        const auto tip = ledger_->tip();
        std::uint64_t transactions = 0;
        for (const auto& item : live_) transactions += item.transactions.size();
        CHECK(tip.last_seq == last_seq_);
        CHECK(tip.transaction_count == transactions);
        const auto* last = last_shred();
        CHECK(tip.last_shred_hash == (last == nullptr ? genesis().genesis_hash : last->hash));
        CHECK(tip.slot_closed == (last == nullptr || last->block.has_value()));
    }

    void check_records() {
        std::vector<Seq> expected, found;
        for (const auto& item : live_)
            if (item.shred) expected.push_back(item.seq);
        must(ledger_->each_shred(0, [&](StoredShred&& shred) {
            found.push_back(shred.seq);
            return true;
        }));
        CHECK(found == expected);
    }

    void check_ids() {
        std::map<Txid, Slot> expected;
        for (const auto& item : live_)
            for (const auto& transaction : item.transactions)
                expected[transaction.id] = item.shred->slot;
        for (int i = 0; i < 60; ++i) {
            const auto id = key<Txid>(below(next_id_ + 3));
            const auto found = must(ledger_->transaction(id));
            REQUIRE(found.has_value() == expected.contains(id));
            if (!found) continue;
            CHECK(found->id == id);
            CHECK(found->slot == expected[id]);
        }
    }

    void check_addresses() {
        const auto which = below(3) == 0 ? key<Pubkey>(1) : address();
        std::vector<Txid> expected;
        for (const auto& item : live_)
            for (const auto& transaction : item.transactions)
                if (std::ranges::count(transaction.addresses, which) > 0)
                    expected.push_back(transaction.id);
        std::ranges::reverse(expected);
        const std::size_t limit = 1 + below(200);
        Ledger::AddressRange range;
        // A bound whose id occurs once, so that the list alone tells where it is.
        if (!expected.empty() && below(2) == 0) {
            const auto at = below(expected.size());
            if (occurrences(expected[at]) == 1) {
                range.before = expected[at];
                expected.erase(expected.begin(), expected.begin() + static_cast<long>(at) + 1);
            }
        }
        if (expected.size() > limit) expected.resize(limit);
        const auto found = must(ledger_->transactions_of_address(which, range, limit));
        REQUIRE(found.size() == expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) CHECK(found[i].id == expected[i]);
    }

    std::size_t occurrences(const Txid& id) const {
        std::size_t count = 0;
        for (const auto& item : live_)
            for (const auto& transaction : item.transactions) count += transaction.id == id;
        return count;
    }

    void check_blocks() {
        std::vector<std::pair<Slot, std::vector<Txid>>> expected(1);
        for (const auto& item : live_) {
            for (const auto& transaction : item.transactions)
                expected.back().second.push_back(transaction.id);
            if (!item.shred || !item.shred->block) continue;
            expected.back().first = item.shred->slot;
            expected.emplace_back();
        }
        expected.pop_back();  // the open slot
        const auto blocks = must(ledger_->blocks({0}, {UINT64_MAX}, SIZE_MAX));
        REQUIRE(blocks.size() == expected.size());
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            CHECK(blocks[i].slot == expected[i].first);
            CHECK(blocks[i].transaction_count == expected[i].second.size());
        }
        if (expected.empty()) return;
        const auto& [slot, ids] = expected[below(expected.size())];
        const auto transactions = must(ledger_->transactions_of_block(slot));
        REQUIRE(transactions.size() == ids.size());
        for (std::size_t i = 0; i < ids.size(); ++i) {
            CHECK(transactions[i].id == ids[i]);
            CHECK(transactions[i].index == i);
        }
    }

    // What a restart would do: the cache, then every shred after it.
    void check_accounts() {
        const Seq cached = ledger_->accounts_seq();
        REQUIRE(states_.contains(cached));
        CHECK((cached == 0 ||
               std::ranges::any_of(live_, [&](const Live& item) { return item.seq == cached; })));
        Accounts found;
        must(ledger_->load_accounts([&](AccountUpdate&& update) { found[update.key] = update; }));
        const auto& expected = states_[cached];
        REQUIRE(found.size() == expected.size());
        for (const auto& [which, update] : expected) {
            REQUIRE(found.contains(which));
            CHECK(found[which].version == update.version);
            CHECK(same(found[which].account, update.account));
        }
    }

    std::mt19937_64 rng_;
    TempDir dir_;
    LedgerOptions options_;
    std::unique_ptr<Ledger> ledger_;
    std::vector<Live> live_;
    std::map<Seq, Accounts> states_;  ///< after each record
    std::vector<std::vector<SampleTransaction>> pending_;
    Seq last_seq_ = 0;
    std::uint64_t next_id_ = 0;
};

}  // namespace

TEST_CASE("a ledger answers as a plain list would, through any history") {
    const auto seed = GENERATE(range(1u, 13u));
    CAPTURE(seed);
    Model(seed).run(600);
}
