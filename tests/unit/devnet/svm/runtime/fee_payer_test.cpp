// Who pays, and who can't (svm-runtime.md 1.3, 1.4; agave: svm/src/account_loader.rs
// validate_fee_payer).

#include <catch2/catch.hpp>

#include "devnet/svm/programs/nonce.hpp"
#include "tests/unit/devnet/svm/runtime/world.hpp"

namespace orrery::runtime::testing {
namespace {

constexpr std::uint64_t fee = 5000;
const Pubkey payer = key(7);

svm::TxOutcome pay_nothing(const World& world) { return world.run(Spec{.payer = payer}); }

Bytes nonce_state(bool initialized) {
    programs::NonceState state;
    if (initialized) state.data = programs::NonceData{key(9), Hash{}, 5000};
    auto bytes = state.encode();
    bytes.resize(programs::NonceState::size);
    return bytes;
}

struct Case {
    const char* what;
    std::optional<Account> payer;
    std::optional<tx::TransactionError> error;
};

}  // namespace

TEST_CASE("a fee payer is found, accepted, covers the fee and stays rent exempt, in this order") {
    World world;
    const auto empty = world.rent(0);
    const auto nonce = world.rent(80);
    const std::vector<Case> cases = {
        {"absent", std::nullopt, Code::AccountNotFound},
        {"no lamports", account(0), Code::AccountNotFound},
        {"no lamports and a foreign owner", account(0, puppet), Code::AccountNotFound},
        {"owned by a program", account(sol, puppet), Code::InvalidAccountForFee},
        {"ten bytes of data", account(sol, ids::system, Bytes(10)), Code::InvalidAccountForFee},
        {"80 zeros", account(sol, ids::system, Bytes(80)), Code::InvalidAccountForFee},
        {"an uninitialized nonce", account(sol, ids::system, nonce_state(false)),
         Code::InvalidAccountForFee},
        {"a foreign owner and too little", account(fee - 1, puppet), Code::InvalidAccountForFee},
        {"one lamport less than the fee", account(fee - 1), Code::InsufficientFundsForFee},
        {"exactly the fee", account(fee), std::nullopt},
        {"one lamport more than the fee", account(fee + 1),
         tx::TransactionError(Code::InsufficientFundsForRent, 0)},
        {"one lamport below rent afterwards", account(fee + empty - 1),
         tx::TransactionError(Code::InsufficientFundsForRent, 0)},
        {"rent exempt afterwards", account(fee + empty), std::nullopt},
        {"below rent before", account(empty - 1),
         tx::TransactionError(Code::InsufficientFundsForRent, 0)},
        {"a nonce that would fall below its rent",
         account(fee + nonce - 1, ids::system, nonce_state(true)), Code::InsufficientFundsForFee},
        {"a nonce with the fee to spare", account(fee + nonce, ids::system, nonce_state(true)),
         std::nullopt},
    };
    for (const auto& c : cases) {
        INFO(c.what);
        World w;
        if (c.payer) w.put(payer, *c.payer);
        const auto outcome = pay_nothing(w);
        CHECK(text(outcome.error) == text(c.error));
        CHECK(outcome.status == (c.error ? TxStatus::rejected : TxStatus::succeeded));
        CHECK(outcome.fee == Lamports{c.error ? 0 : fee});
        CHECK(outcome.writes.size() == (c.error ? 0 : 1));
    }
}

TEST_CASE("a payer whose last lamport went is gone, on success and on failure") {
    for (const bool fails : {false, true}) {
        World world;
        world.put(payer, account(fee));
        Spec spec{.payer = payer};
        if (fails) spec.instructions = {act(Deeds().fail(3), {})};
        const auto outcome = world.apply(spec);
        CHECK(outcome.status == (fails ? TxStatus::failed : TxStatus::succeeded));
        CHECK(written(outcome, payer) == nullptr);
        CHECK(outcome.balances[0].after == Lamports{0});
    }
}

TEST_CASE("the priority fee is the price times the limit in force, rounded up") {
    World world;
    const auto fees = [&](std::vector<Bytes> budget) {
        Spec spec;
        for (auto& data : budget) spec.instructions.push_back({ids::compute_budget, {}, data});
        const auto outcome = world.run(spec);
        CHECK(outcome.base_fee == Lamports{fee});
        return outcome.fee.value - fee;
    };
    const auto limit = [](std::uint32_t n) { return codec::ByteWriter().u8(2).u32(n).take(); };
    const auto price = [](std::uint64_t n) { return codec::ByteWriter().u8(3).u64(n).take(); };
    CHECK(fees({price(1)}) == 1);                    // 1 x 3,000 micro-lamports
    CHECK(fees({price(1'000'000)}) == 3000);         // the default limit of one builtin
    CHECK(fees({limit(1'000'001), price(1)}) == 2);  // 1.000001 lamports
    CHECK(fees({limit(2'000'000), price(1'000'000)}) == 1'400'000);
    CHECK(fees({limit(500)}) == 0);
}

TEST_CASE("every signature is paid for") {
    World world;
    const auto outcome = world.run(
        {.instructions = {act(Deeds(), {{key(20), true, false}, {key(21), true, false}})}});
    CHECK(outcome.fee == Lamports{3 * fee});
}

TEST_CASE("a chain without fees lets an account below rent send") {
    World world;
    world.lamports_per_signature = 0;
    world.put(payer, account(17));
    const auto outcome = pay_nothing(world);
    CHECK(text(outcome.error) == "no error");
    CHECK(outcome.writes.empty());
    CHECK(outcome.fee == Lamports{0});
}

}  // namespace orrery::runtime::testing
