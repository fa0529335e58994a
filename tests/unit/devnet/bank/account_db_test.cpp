// AccountDb beside a model that copies everything, then under readers on other threads.

#include "devnet/bank/account_db.hpp"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <optional>
#include <random>
#include <thread>

#include "sdk/types/ids.hpp"

namespace orrery::bank {
namespace {

Pubkey key(std::size_t n) {
    Pubkey out;
    out.bytes[7] = static_cast<std::uint8_t>(n * 37);
    out.bytes[0] = static_cast<std::uint8_t>(n);
    return out;
}

AccountRef owned(const Pubkey& owner, std::uint64_t lamports) {
    return std::make_shared<const Account>(Account{Lamports{lamports}, owner, false, 0, {}});
}

using Model = std::map<Pubkey, svm::VersionedAccount>;

bool same(const svm::VersionedAccount& a, const svm::VersionedAccount& b) {
    return a.version == b.version && a.account == b.account;
}

struct Held {
    std::shared_ptr<const AccountDb::Pin> pin;
    Model model;
};

/// Random writes, pins, marks and reverts on both sides.
class Run {
  public:
    explicit Run(std::uint32_t seed) : random_(seed) {}

    void step() {
        switch (below(12)) {
            case 0:
                pins_.push_back({db_.pin(), model_});
                break;
            case 1:
                if (!pins_.empty()) pins_.erase(pins_.begin() + below(pins_.size()));
                break;
            case 2:
                if (marks_.size() < 4) marks_.push_back({db_.snapshot(), model_});
                break;
            case 3:
                revert();
                break;
            case 4:
                forget();
                break;
            default:
                write();
        }
    }

    void check() const {
        check(model_, [&](const Pubkey& k) { return db_.get(k); });
        check(model_, [&](const Pubkey& k) { return db_.writer_view().get(k); });
        for (const auto* list : {&pins_, &marks_})
            for (const auto& held : *list)
                check(held.model, [&](const Pubkey& k) { return held.pin->get(k); });
        const auto alive = std::count_if(model_.begin(), model_.end(),
                                         [](const auto& entry) { return entry.second.account; });
        CHECK(db_.size() == static_cast<std::size_t>(alive));
    }

    void check_scans() const {
        for (const auto* list : {&pins_, &marks_})
            for (const auto& held : *list) check_scans(*held.pin, held.model);
        check_scans(*db_.pin(), model_);
    }

    int reverts() const { return reverts_; }

  private:
    static constexpr std::size_t key_count = 16;

    std::ptrdiff_t below(std::size_t n) { return static_cast<std::ptrdiff_t>(random_() % n); }
    static Pubkey owner(std::size_t n) { return key(100 + n); }

    void write() {
        std::vector<svm::AccountWrite> writes;
        for (std::size_t n = 0; n < key_count; ++n) {
            if (below(5) != 0) continue;
            writes.push_back(
                {key(n), below(4) == 0 ? nullptr : owned(owner(random_() % 3), random_() % 99)});
            auto& at = model_[key(n)];
            at = {at.version + 1, writes.back().account};
        }
        const auto before = db_.sequence();
        CHECK(db_.apply(writes) == before + 1);
    }

    void revert() {
        if (marks_.empty()) return;
        const auto at = below(marks_.size());
        marks_.erase(marks_.begin() + at + 1, marks_.end());
        const auto& mark = marks_.back();
        // Pins of what is undone see the reverted state from now on; they are given up here.
        std::erase_if(
            pins_, [&](const Held& held) { return held.pin->sequence() > mark.pin->sequence(); });
        for (const auto& [k, restored] : db_.revert(mark.pin)) {
            const auto was = mark.model.find(k);
            CHECK(same(restored, was == mark.model.end() ? svm::VersionedAccount{} : was->second));
        }
        model_ = mark.model;
        reverts_ += 1;
    }

    void forget() {
        if (marks_.empty()) return;
        const auto at = marks_.begin() + below(marks_.size());
        db_.forget(at->pin);
        marks_.erase(at);
    }

    template <class Get>
    void check(const Model& model, Get&& get) const {
        for (std::size_t n = 0; n < key_count; ++n) {
            const auto at = model.find(key(n));
            const auto expected = at == model.end() ? svm::VersionedAccount{} : at->second;
            CHECK(same(get(key(n)), expected));
        }
    }

    void check_scans(const AccountDb::Pin& pin, const Model& model) const {
        Model all;
        db_.for_each(pin, [&](const Pubkey& k, const svm::VersionedAccount& a) {
            CHECK(all.emplace(k, a).second);
        });
        CHECK(all.size() == model.size());
        for (const auto& [k, a] : model) CHECK(same(all[k], a));
        for (std::size_t n = 0; n < 3; ++n) {
            std::vector<Pubkey> found, expected;
            db_.for_each_owned(owner(n), pin, [&](const Pubkey& k, const AccountRef& account) {
                CHECK(account == model.at(k).account);
                found.push_back(k);
            });
            for (const auto& [k, a] : model)
                if (a.account && a.account->owner == owner(n)) expected.push_back(k);
            std::sort(found.begin(), found.end());
            CHECK(found == expected);
        }
    }

    std::mt19937 random_;
    AccountDb db_;
    Model model_;
    std::vector<Held> pins_;
    std::vector<Held> marks_;
    int reverts_ = 0;
};

}  // namespace

TEST_CASE("pins see what was, marks bring it back, versions count writes") {
    int reverts = 0;
    for (std::uint32_t seed = 1; seed <= 12; ++seed) {
        INFO("seed " << seed);
        Run run(seed);
        for (int i = 0; i < 250; ++i) {
            run.step();
            run.check();
            if (i % 25 == 0) run.check_scans();
        }
        reverts += run.reverts();
    }
    CHECK(reverts > 20);
}

TEST_CASE("a deleted account keeps its version and comes back with the next") {
    AccountDb db;
    db.restore(key(1), {5, owned(ids::system, 9)});
    CHECK(db.size() == 1);
    db.apply(std::vector<svm::AccountWrite>{{key(1), nullptr}});
    CHECK(db.get(key(1)).version == 6);
    CHECK_FALSE(db.get(key(1)).account);
    CHECK(db.size() == 0);
    db.apply(std::vector<svm::AccountWrite>{{key(1), owned(ids::system, 3)}});
    CHECK(db.get(key(1)).version == 7);
    CHECK(db.get(key(2)).version == 0);
}

TEST_CASE("nothing is kept of states that nobody pins") {
    AccountDb db;
    std::weak_ptr<const Account> first, second;
    const auto write = [&](std::uint64_t lamports) {
        const auto account = owned(ids::system, lamports);
        db.apply(std::vector<svm::AccountWrite>{{key(1), account}});
        return std::weak_ptr<const Account>(account);
    };
    first = write(1);
    auto pin = db.pin();
    second = write(2);
    write(3);
    CHECK_FALSE(first.expired());
    CHECK(second.expired());  // no pin is between
    pin.reset();
    write(4);
    CHECK(first.expired());
}

// Every entry moves lamports between two accounts, so each consistent state has the same sum. Run
// under TSan by `make check`.
TEST_CASE("readers on other threads see whole entries, and the same through one pin") {
    constexpr std::size_t accounts = 24;
    constexpr std::uint64_t each = 1000;
    AccountDb db;
    for (std::size_t n = 0; n < accounts; ++n) db.restore(key(n), {0, owned(ids::system, each)});

    std::atomic<bool> done{false};
    std::atomic<int> torn{0}, unstable{0}, backward{0}, scans_wrong{0};
    std::atomic<std::uint64_t> reads{0};
    const auto sum = [&](const AccountDb::Pin& pin) {
        std::uint64_t out = 0;
        for (std::size_t n = 0; n < accounts; ++n) out += pin.get(key(n)).account->lamports.value;
        return out;
    };
    const auto read = [&] {
        std::uint64_t newest = 0;
        while (!done) {
            const auto pin = db.pin();
            const auto first = sum(*pin);
            if (first != accounts * each) torn += 1;
            if (sum(*pin) != first) unstable += 1;
            if (pin->sequence() < newest) backward += 1;
            newest = pin->sequence();
            std::uint64_t scanned = 0;
            db.for_each_owned(ids::system, *pin, [&](const Pubkey&, const AccountRef& account) {
                scanned += account->lamports.value;
            });
            if (scanned != accounts * each) scans_wrong += 1;
            reads += 1;
        }
    };
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i) readers.emplace_back(read);

    std::mt19937 random(3);
    std::vector<std::uint64_t> lamports(accounts, each);
    for (int i = 0; i < 4000 || reads < 50; ++i) {
        const auto from = random() % accounts, to = random() % accounts;
        if (from == to) continue;
        const auto amount = lamports[from] == 0 ? 0 : random() % lamports[from];
        lamports[from] -= amount;
        lamports[to] += amount;
        db.apply(std::vector<svm::AccountWrite>{{key(from), owned(ids::system, lamports[from])},
                                                {key(to), owned(ids::system, lamports[to])}});
    }
    done = true;
    for (auto& reader : readers) reader.join();
    CHECK(torn == 0);
    CHECK(unstable == 0);
    CHECK(backward == 0);
    CHECK(scans_wrong == 0);
    CHECK(reads >= 50);
}

}  // namespace orrery::bank
