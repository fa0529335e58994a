// Rent states after execution (svm-runtime.md 1.6; agave: svm/src/rent_calculator.rs,
// transaction_account_state_info.rs with SIMD-0392) and the balance check (D13).

#include <catch2/catch.hpp>

#include "tests/unit/devnet/svm/runtime/world.hpp"

namespace orrery::runtime::testing {
namespace {

const Pubkey subject = key(10);
const Pubkey bank = key(11);  // has what the subject gains or loses

struct Case {
    const char* what;
    std::uint64_t lamports;  ///< 0 = absent before
    std::size_t size;
    Deeds deeds;  ///< account 0 is the subject, 1 the bank
    bool allowed;
};

Spec call(Deeds deeds) {
    return {.instructions = {act(deeds, {writable(subject), writable(bank)})}};
}

World world_with(std::uint64_t lamports, std::size_t size) {
    World world;
    world.put(bank, account(50 * sol, puppet));
    if (lamports != 0) world.put(subject, account(lamports, puppet, Bytes(size)));
    return world;
}

}  // namespace

TEST_CASE("an account may end empty or rent exempt, or stay poor without getting poorer") {
    const World reference;
    const auto exempt = reference.rent(40);
    const auto to_bank = [](std::int64_t n) { return Deeds().add(0, -n).add(1, n); };
    const auto from_bank = [](std::int64_t n) { return Deeds().add(1, -n).add(0, n); };
    const auto amount = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
    const std::vector<Case> cases = {
        {"absent stays absent", 0, 0, Deeds(), true},
        {"absent gets less than rent", 0, 0, from_bank(amount(reference.rent(0) - 1)), false},
        {"absent gets rent", 0, 0, from_bank(amount(reference.rent(0))), true},
        {"exempt stays exempt", exempt + 5, 40, to_bank(5), true},
        {"exempt falls below", exempt, 40, to_bank(1), false},
        {"exempt is drained", exempt, 40, to_bank(amount(exempt)), true},
        {"exempt grows beyond its lamports", exempt, 40, Deeds().resize(0, 41), false},
        {"exempt grows and pays", exempt, 40, from_bank(6960).resize(0, 41), true},
        {"poor is untouched", 1000, 40, Deeds(), true},
        {"poor gains", 1000, 40, from_bank(1), true},
        {"poor loses", 1000, 40, to_bank(1), false},
        {"poor is drained", 1000, 40, to_bank(1000), true},
        {"poor shrinks", 1000, 40, Deeds().resize(0, 39), true},
        {"poor grows", 1000, 40, Deeds().resize(0, 41), false},
        {"poor grows and gains", 1000, 40, from_bank(1).resize(0, 41), false},
        {"poor changes its owner", 1000, 40, Deeds().assign(0, key(99)), false},
        {"poor gets exempt and grows", 1000, 40, from_bank(amount(exempt) + 6960).resize(0, 41),
         true},
    };
    for (const auto& c : cases) {
        INFO(c.what);
        const auto outcome = world_with(c.lamports, c.size).run(call(c.deeds));
        const auto expected =
            c.allowed ? std::nullopt
                      : std::optional(tx::TransactionError(Code::InsufficientFundsForRent, 1));
        CHECK(text(outcome.error) == text(expected));
        CHECK(outcome.writes.empty() == false);  // the payer's at least
        if (!c.allowed) CHECK(outcome.writes.size() == 1);
    }
}

TEST_CASE("rent errors name the first account by index") {
    auto world = world_with(0, 0);
    const auto outcome =
        world.run({.instructions = {act(Deeds().add(0, -2).add(1, 1).add(2, 1),
                                        {writable(bank), writable(key(20)), writable(key(12))})}});
    // Indexes: payer 0, then 11 (the bank), 12, 20.
    CHECK(text(outcome.error) == text(tx::TransactionError(Code::InsufficientFundsForRent, 2)));
}

TEST_CASE("the incinerator needs no rent") {
    auto world = world_with(0, 0);
    const auto outcome =
        world.run({.instructions = {act(Deeds().add(0, -1).add(1, 1),
                                        {writable(bank), writable(ids::incinerator)})}});
    CHECK(text(outcome.error) == "no error");
}

TEST_CASE("an instruction's error wins over a rent error") {
    auto world = world_with(1000, 40);
    const auto outcome = world.run(call(Deeds().add(0, -1).add(1, 1).fail(7)));
    CHECK(text(outcome.error) == text(at(0, tx::custom_error(7))));
}

// D13. Agave: svm/src/transaction_processor.rs execute_loaded_transaction. Instructions are
// balanced one by one, so only a builtin's bug gets here.
TEST_CASE("lamports that appear or vanish over a transaction are UnbalancedTransaction") {
    for (const std::int64_t change : {1, -1}) {
        const auto outcome = world_with(2 * sol, 0).run(call(Deeds().conjure(0, change)));
        CHECK(outcome.status == TxStatus::failed);
        CHECK(text(outcome.error) == text(tx::TransactionError(Code::UnbalancedTransaction)));
        CHECK(outcome.writes.size() == 1);
    }
    const auto poor = world_with(1000, 0).run(call(Deeds().conjure(0, -1)));
    CHECK(text(poor.error) == text(tx::TransactionError(Code::InsufficientFundsForRent, 1)));
}

TEST_CASE("a rent error after success still reports logs, units and return data") {
    const auto outcome = world_with(1000, 40).run(call(Deeds().give("x").add(0, -1).add(1, 1)));
    CHECK(outcome.status == TxStatus::failed);
    CHECK(outcome.compute_units == 100);
    CHECK(outcome.logs.size() == 2);
    REQUIRE(outcome.return_data);
    CHECK(outcome.return_data->data == Bytes{'x'});
}

}  // namespace orrery::runtime::testing
