#include <catch2/catch.hpp>

#include "devnet/sandbox/sandbox.hpp"
#include "sdk/crypto/pda.hpp"
#include "sdk/tx/instructions/compute_budget.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "tests/unit/devnet/sandbox/programs.hpp"

namespace orrery {
namespace {

using sandbox_test::returning;
using Code = tx::TransactionErrorCode;

constexpr Lamports sol{lamports_per_sol};

Instruction pay(const Pubkey& from, const Pubkey& to, Lamports lamports) {
    return tx::system::transfer({from, to, lamports});
}

Account wallet(Lamports lamports) { return {lamports, ids::system, false, UINT64_MAX, {}}; }

/// Everything of an outcome but its signature, as text: two that read the same are the same.
std::string summary(const Outcome& o) {
    std::string out = describe(o) + "\n" + std::to_string(static_cast<int>(o.status));
    for (const auto& change : o.changes) {
        out += "\n" + std::to_string(change.key.bytes[0]) + ": ";
        out += change.before ? std::to_string(change.before->lamports.value) : "nothing";
        out += " -> ";
        out += change.after ? std::to_string(change.after->lamports.value) : "nothing";
    }
    return out;
}

}  // namespace

TEST_CASE("a sandbox begins with a funded payer, in an open slot, at the time it was given") {
    const Sandbox chain({.unix_timestamp = 1'234'567'890});
    CHECK(chain.balance(chain.payer().pubkey) == Lamports{10'000 * lamports_per_sol});
    CHECK(chain.slot() == Slot{1});
    CHECK(chain.clock().slot == 1);
    CHECK(chain.clock().unix_timestamp == 1'234'567'890);
    CHECK(chain.rent().minimum_balance(0) == 890'880);
    CHECK(chain.latest_blockhash() != Hash{});
}

TEST_CASE("a transfer's outcome tells everything that it did") {
    Sandbox chain;
    const auto& payer = chain.payer().pubkey;
    const auto to = chain.new_wallet({}).pubkey;
    const auto outcome = chain.send(pay(payer, to, sol));

    REQUIRE(expect_ok(outcome));
    CHECK(outcome.slot == Slot{1});
    CHECK(outcome.signature != Txid{});
    CHECK(outcome.compute_units == 150);
    CHECK(outcome.fee == Lamports{5000});
    CHECK(outcome.logs ==
          std::vector<std::string>{"Program 11111111111111111111111111111111 invoke [1]",
                                   "Program 11111111111111111111111111111111 success"});
    CHECK_FALSE(outcome.return_data);
    CHECK(outcome.inner_calls.empty());
    REQUIRE(outcome.changes.size() == 2);
    CHECK(std::is_sorted(outcome.changes.begin(), outcome.changes.end(),
                         [](const auto& a, const auto& b) { return a.key < b.key; }));
    REQUIRE(outcome.change_of(to));
    CHECK(outcome.change_of(to)->before == nullptr);
    CHECK(*outcome.change_of(to)->after == wallet(sol));
    CHECK(*outcome.change_of(payer)->before == wallet({10'000 * lamports_per_sol}));
    CHECK(outcome.lamports_gained(payer) == -1'000'005'000);
    CHECK(outcome.lamports_gained(to) == 1'000'000'000);
    CHECK(outcome.lamports_gained(ids::system) == 0);
    CHECK(chain.balance(to) == sol);
    CHECK(chain.account(to) == wallet(sol));
}

TEST_CASE("an instruction that fails costs the fee, and its outcome says why") {
    Sandbox chain;
    const auto program = *chain.place_program(returning(6));
    const auto outcome = chain.send({program, {}, {}});

    CHECK(outcome.status == svm::TxStatus::failed);
    CHECK(outcome.instruction_error() == tx::custom_error(6));
    CHECK(expect_custom_error(outcome, 6));
    CHECK(expect_error(outcome, 0, tx::custom_error(6)));
    CHECK(expect_error(outcome, Code::InstructionError));
    CHECK(expect_log(outcome, "custom program error: 0x6"));
    CHECK(outcome.lamports_gained(chain.payer().pubkey) == -5000);
}

TEST_CASE("a transaction that isn't processed changes nothing") {
    Sandbox chain;
    const auto poor = chain.new_wallet({});
    const auto outcome = chain.send(
        Draft{.instructions = {pay(poor.pubkey, chain.payer().pubkey, sol)}, .fee_payer = &poor});
    CHECK(outcome.status == svm::TxStatus::rejected);
    CHECK(expect_error(outcome, Code::AccountNotFound));
    CHECK(outcome.changes.empty());
    CHECK_FALSE(chain.account(poor.pubkey));
}

TEST_CASE("a program that isn't there costs the fee without running") {
    Sandbox chain;
    const auto outcome = chain.send({chain.new_wallet({}).pubkey, {}, {}});
    CHECK(outcome.status == svm::TxStatus::fees_only);
    CHECK(expect_error(outcome, Code::ProgramAccountNotFound));
    CHECK(outcome.lamports_gained(chain.payer().pubkey) == -5000);
}

TEST_CASE("what can't become a transaction is refused with the fix") {
    Sandbox chain;
    const auto alice = chain.new_wallet();
    const auto& payer = chain.payer().pubkey;

    const auto unsigned_one = chain.send(pay(alice.pubkey, payer, sol));
    CHECK_FALSE(unsigned_one.ok());
    CHECK(unsigned_one.refusal.find("give its key pair too") != std::string::npos);
    CHECK(describe(unsigned_one) == "not sent: " + unsigned_one.refusal);

    const auto idle_signer = chain.send(pay(payer, alice.pubkey, sol), {&alice});
    CHECK(idle_signer.refusal.find("doesn't sign this transaction") != std::string::npos);

    const auto long_one = chain.send({ids::system, {}, Bytes(2000)});
    CHECK(long_one.refusal.find("use lookup tables") != std::string::npos);
    CHECK_FALSE(chain.sign({.instructions = {{ids::system, {}, Bytes(2000)}}}));

    const Bytes noise(100, 0xFF);
    CHECK(chain.send(ByteSpan(noise)).refusal.find("no transaction") != std::string::npos);
    CHECK(chain.simulate(ByteSpan(noise)).refusal.find("no transaction") != std::string::npos);
}

TEST_CASE("the same instructions sent again are another transaction") {
    Sandbox chain;
    const auto to = chain.new_wallet({}).pubkey;
    const auto first = chain.send(pay(chain.payer().pubkey, to, sol));
    const auto second = chain.send(pay(chain.payer().pubkey, to, sol));
    REQUIRE(expect_ok(first));
    REQUIRE(expect_ok(second));
    CHECK(first.signature != second.signature);
    CHECK(chain.balance(to) == Lamports{2 * lamports_per_sol});
    CHECK(chain.slot() == Slot{2});
}

TEST_CASE("the same bytes sent again were processed already") {
    Sandbox chain;
    const auto to = chain.new_wallet({}).pubkey;
    const auto wire = *chain.sign({.instructions = {pay(chain.payer().pubkey, to, sol)}});
    REQUIRE(expect_ok(chain.send(ByteSpan(wire))));
    CHECK(expect_error(chain.send(ByteSpan(wire)), Code::AlreadyProcessed));
    CHECK(chain.balance(to) == sol);
}

TEST_CASE("a simulation has the outcome that sending would have, and changes nothing") {
    Sandbox chain;
    const auto to = chain.new_wallet({}).pubkey;
    const auto transfer = pay(chain.payer().pubkey, to, sol);
    const auto simulated = chain.simulate(transfer);
    CHECK_FALSE(chain.account(to));
    CHECK(chain.balance(chain.payer().pubkey) == Lamports{10'000 * lamports_per_sol});
    const auto sent = chain.send(transfer);
    REQUIRE(expect_ok(sent));
    CHECK(summary(simulated) == summary(sent));
    CHECK(expect_ok(chain.simulate(transfer)));  // as sending it again would do
}

TEST_CASE("a v0 draft with another fee payer and a chosen blockhash is sent as it is") {
    Sandbox chain;
    const auto alice = chain.new_wallet();
    const auto to = chain.new_wallet({}).pubkey;
    const Draft draft{.instructions = {pay(chain.payer().pubkey, to, sol)},
                      .signers = {&chain.payer()},
                      .fee_payer = &alice,
                      .version = tx::Version::v0,
                      .lifetime = chain.latest_blockhash()};
    const auto outcome = chain.send(draft);
    REQUIRE(expect_ok(outcome));
    CHECK(outcome.fee == Lamports{10'000});
    CHECK(outcome.lamports_gained(alice.pubkey) == -10'000);
    CHECK(expect_error(chain.send(draft), Code::AlreadyProcessed));
}

TEST_CASE("without fees a signature costs nothing") {
    Sandbox chain({.lamports_per_signature = 0});
    const auto to = chain.new_wallet({}).pubkey;
    const auto outcome = chain.send(pay(chain.payer().pubkey, to, sol));
    REQUIRE(expect_ok(outcome));
    CHECK(outcome.fee == Lamports{});
    CHECK(outcome.lamports_gained(chain.payer().pubkey) == -1'000'000'000);
}

TEST_CASE("signatures are checked unless that is turned off") {
    Sandbox strict, lax({.check_signatures = false});
    const auto to = strict.new_wallet({}).pubkey;
    auto wire = *strict.sign({.instructions = {pay(strict.payer().pubkey, to, sol)}});
    wire[10] ^= 1;
    CHECK(expect_error(strict.send(ByteSpan(wire)), Code::SignatureFailure));
    CHECK(expect_error(strict.simulate(ByteSpan(wire)), Code::SignatureFailure));
    CHECK(expect_ok(lax.send(ByteSpan(wire))));
}

TEST_CASE("without signature checks anybody signs as anybody") {
    Sandbox chain({.check_signatures = false});
    const auto alice = chain.new_wallet().pubkey;
    const auto to = chain.new_wallet({}).pubkey;
    const auto first = chain.send(pay(alice, to, sol));
    const auto second = chain.send(pay(alice, to, Lamports{2 * lamports_per_sol}));
    REQUIRE(expect_ok(first));
    REQUIRE(expect_ok(second));
    CHECK(first.signature != second.signature);
    CHECK(chain.balance(to) == Lamports{3 * lamports_per_sol});
}

TEST_CASE("blockhashes are checked unless that is turned off") {
    Sandbox strict, lax({.check_blockhashes = false});
    const auto to = strict.new_wallet({}).pubkey;
    Hash unknown;
    unknown.bytes.fill(9);
    const Draft draft{.instructions = {pay(strict.payer().pubkey, to, sol)}, .lifetime = unknown};
    CHECK(expect_error(strict.send(draft), Code::BlockhashNotFound));
    CHECK(expect_ok(lax.send(draft)));
    CHECK(expect_error(lax.send(draft), Code::AlreadyProcessed));
}

TEST_CASE("logs end at the limit, and without one they don't") {
    const auto run = [](std::size_t limit) {
        Sandbox chain({.log_bytes_limit = limit});
        return chain.send(pay(chain.payer().pubkey, chain.new_wallet({}).pubkey, sol)).logs;
    };
    CHECK(run(20) == std::vector<std::string>{"Log truncated"});
    CHECK(run(0).size() == 2);
}

TEST_CASE("accounts and programs of the parameters are there from the start") {
    Pubkey key, address;
    key.bytes.fill(3);
    address.bytes.fill(4);
    Sandbox chain({.programs = {{address, returning(0), std::nullopt}},
                   .accounts = {{key, wallet({77 * lamports_per_sol})}}});
    CHECK(chain.account(key) == wallet({77 * lamports_per_sol}));
    CHECK(expect_ok(chain.send({address, {}, {}})));
}

TEST_CASE("accounts are written and read as they are given") {
    Sandbox chain;
    Pubkey key, owner;
    key.bytes.fill(3);
    owner.bytes.fill(4);
    const Bytes data{1, 0, 0, 0, 2, 0, 0, 0, 3};
    const Account account{sol, owner, false, UINT64_MAX, AccountData::from(data)};
    chain.set_account(key, account);

    CHECK(chain.account(key) == account);
    CHECK(chain.owned_by(owner) == std::vector<std::pair<Pubkey, Account>>{{key, account}});
    CHECK(chain.read<std::uint64_t>(key) == 0x2'0000'0001);
    CHECK(chain.read<std::uint32_t>(key, 4) == 2u);
    CHECK_FALSE(chain.read<std::uint32_t>(key, 6));
    CHECK_FALSE(chain.read<std::uint32_t>(key, SIZE_MAX));
    CHECK_FALSE(chain.read<std::uint32_t>(owner));

    chain.set_account(key, {});
    CHECK_FALSE(chain.account(key));
    CHECK(chain.owned_by(owner).empty());
}

TEST_CASE("an airdrop adds to what is there") {
    Sandbox chain;
    const auto alice = chain.new_wallet().pubkey;
    REQUIRE(chain.airdrop(alice, sol));
    CHECK(chain.balance(alice) == Lamports{11 * lamports_per_sol});
    const auto failed = chain.airdrop(alice, Lamports{UINT64_MAX});
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == SandboxErrorCode::too_much);
    CHECK(chain.balance(alice) == Lamports{11 * lamports_per_sol});
}

TEST_CASE("a report shows what was expected, what came, and the logs") {
    Sandbox chain;
    const auto program = *chain.place_program(returning(6));
    const auto failed = chain.send({program, {}, {}});
    const auto report = expect_ok(failed);
    CHECK_FALSE(report);
    CHECK(report.text.find("expected success, but it failed: Error processing Instruction 0: "
                           "custom program error: 0x6\n  signature ") == 0);
    CHECK(report.text.find("\n    Program log") == std::string::npos);
    CHECK(report.text.find("\n    Program ") != std::string::npos);
    CHECK_FALSE(expect_custom_error(failed, 7));
    CHECK_FALSE(expect_error(failed, 1, tx::custom_error(6)));
    CHECK_FALSE(expect_error(failed, Code::BlockhashNotFound));
    CHECK_FALSE(expect_error(failed, tx::InstructionErrorCode::InvalidArgument));
    CHECK_FALSE(expect_log(failed, "all is well"));
    const auto refused = expect_ok(chain.send({ids::system, {}, Bytes(2000)}));
    CHECK(refused.text.find("expected success, but it was not sent: the transaction has") == 0);
}

}  // namespace orrery
