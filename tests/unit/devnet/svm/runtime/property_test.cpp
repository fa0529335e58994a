// Properties that hold for whatever a seeded generator sends.

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "sdk/tx/instructions/system.hpp"
#include "sdk/types/int128.hpp"
#include "tests/unit/devnet/svm/runtime/world.hpp"

namespace orrery::runtime::testing {
namespace {

constexpr std::uint8_t people = 12;

class Generator {
  public:
    explicit Generator(std::uint32_t seed) : random_(seed) {}

    std::uint64_t below(std::uint64_t n) { return random_() % n; }
    Pubkey somebody() { return key(static_cast<std::uint8_t>(1 + below(people))); }
    std::uint64_t amount() {
        constexpr std::uint64_t scales[] = {10, 890'880, 2 * sol, 60 * sol};
        return below(scales[below(4)]);
    }
    Instruction instruction() {
        const auto from = somebody(), to = somebody();
        const auto lamports = amount();
        switch (below(4)) {
            case 0: {
                const auto n = static_cast<std::int64_t>(lamports);
                auto deeds = Deeds().add(0, -n).add(1, n);
                if (below(5) == 0) deeds.fail(1);
                return act(deeds, {signing(from), signing(to)});
            }
            case 1:
                return tx::system::create_account(
                    {from, to, Lamports{lamports}, below(100), puppet});
            default:
                return tx::system::transfer({from, to, Lamports{lamports}});
        }
    }
    Spec spec() {
        Spec out{.payer = somebody()};
        for (auto n = below(4); n > 0; --n) out.instructions.push_back(instruction());
        return out;
    }

  private:
    std::mt19937 random_;
};

Uint128 total(const World& world) {
    Uint128 sum = 0;
    for (const auto& [k, state] : world.accounts)
        if (state.account) sum += state.account->lamports.value;
    return sum;
}

template <class List>
bool strictly_sorted(const List& list) {
    return std::adjacent_find(list.begin(), list.end(), [](const auto& a, const auto& b) {
               return !(a.key < b.key);
           }) == list.end();
}

void check(const svm::TxOutcome& outcome, const World& before) {
    CHECK(strictly_sorted(outcome.reads));
    CHECK(strictly_sorted(outcome.writes));
    CHECK(outcome.ok() == !outcome.error);
    for (const auto& read : outcome.reads) CHECK(read.version == before.get(read.key).version);
    for (const auto& write : outcome.writes) {
        const auto read = std::any_of(outcome.reads.begin(), outcome.reads.end(),
                                      [&](const auto& r) { return r.key == write.key; });
        CHECK(read);
        CHECK(differs(before.get(write.key).account, write.account));
        if (write.account) CHECK(write.account->lamports.value != 0);
    }
    if (!outcome.processed()) CHECK(outcome.writes.empty());
}

}  // namespace

TEST_CASE("lamports are conserved but for fees; writes are changes, reads state what was seen") {
    for (std::uint32_t seed = 1; seed <= 8; ++seed) {
        World world;
        Generator random(seed);
        for (std::uint8_t i = 1; i <= people; ++i) world.put(key(i), account(random.amount() + 1));
        world.put(key(1), account(100 * sol));
        int kinds[4] = {};
        for (int i = 0; i < 300; ++i) {
            INFO("seed " << seed << ", transaction " << i);
            const auto before = total(world);
            const auto transaction = world.transaction(random.spec());
            const auto outcome = world.run(transaction);
            check(outcome, world);
            CHECK(world.apply(transaction).writes.size() == outcome.writes.size());
            CHECK((total(world) + outcome.fee.value == before));
            kinds[static_cast<int>(outcome.status)] += 1;
        }
        CHECK(kinds[static_cast<int>(TxStatus::rejected)] > 0);
        CHECK(kinds[static_cast<int>(TxStatus::failed)] > 0);
        CHECK(kinds[static_cast<int>(TxStatus::succeeded)] > 0);
    }
}

}  // namespace orrery::runtime::testing
