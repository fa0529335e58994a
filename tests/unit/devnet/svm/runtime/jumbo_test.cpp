// Transactions that state their budget themselves, v1 and jumbo (docs/spec/jumbo.md, SIMD-0385).

#include "tests/unit/devnet/svm/runtime/jumbo.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "devnet/svm/programs/nonce.hpp"
#include "sdk/tx/instructions/compute_budget.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "tests/unit/devnet/svm/runtime/callers.hpp"

namespace orrery::runtime::testing {
namespace {

/// A world with `count` accounts of the puppet, numbered from 0, of one SOL each.
struct Crowd : World {
    explicit Crowd(std::uint32_t count, std::size_t size = 0) {
        for (std::uint32_t i = 0; i < count; ++i) put(numbered(i), puppet_account(sol, size));
    }
};

/// `count` instructions in a row: each account gives a lamport more than it gets to the next.
std::vector<Instruction> chain_of_moves(std::uint32_t count, std::uint32_t accounts) {
    std::vector<Instruction> out;
    for (std::uint32_t i = 0; i < count; ++i)
        out.push_back(move(numbered(i % accounts), numbered((i + 1) % accounts), i + 1));
    return out;
}

void check_only_fee(const World& world, const svm::TxOutcome& outcome) {
    REQUIRE(outcome.writes.size() == 1);
    CHECK(outcome.writes[0].key == key(1));
    CHECK(outcome.writes[0].account->lamports.value == world.lamports(key(1)) - outcome.fee.value);
}

const Instruction do_nothing = act(Deeds(), {});

}  // namespace

TEST_CASE("a jumbo pays exactly the fee that its builder tells") {
    const World world;
    for (const std::uint32_t units : {1'400'000, 1'400'001, 24'000'000})
        for (const std::size_t size : {0, 4'000, 100'000}) {
            const auto builder = jumbo(world, {act(Deeds().log(std::string(size, 'x')), {})})
                                     .compute_unit_limit(units)
                                     .priority_fee(7'777);
            const auto outcome = world.run(transaction(builder));
            REQUIRE(text(outcome.error) == "no error");
            CHECK(outcome.fee.value == builder.fee().total());
            CHECK(outcome.base_fee.value == builder.fee().total() - 7'777);
            CHECK(outcome.compute_unit_price == 7'777'000'000u / units);
            CHECK(written(outcome, key(1))->lamports.value == 100 * sol - outcome.fee.value);
        }
}

TEST_CASE("5,000 accounts and 5,000 instructions execute as one jumbo") {
    const Crowd world(5'000);
    const auto moves = chain_of_moves(5'000, 5'000);
    const auto outcome = world.run(transaction(jumbo(world, moves)));
    REQUIRE(text(outcome.error) == "no error");
    CHECK(outcome.compute_units == 5'000 * 100);
    CHECK(outcome.balances.size() == 5'002);
    CHECK(outcome.writes.size() == 5'001);
    CHECK(std::ranges::is_sorted(outcome.writes, {}, &svm::AccountWrite::key));
    CHECK(std::ranges::is_sorted(outcome.reads, {}, &svm::AccountRead::key));
    for (std::uint32_t i = 1; i < 5'000; ++i)
        CHECK(written(outcome, numbered(i))->lamports.value == sol - 1);
    CHECK(written(outcome, numbered(0))->lamports.value == sol + 4'999);
}

TEST_CASE("instruction number 300 that fails is named by its index, and leaves only the fee") {
    const Crowd world(400);
    auto moves = chain_of_moves(400, 400);
    moves[300] = act(Deeds().fail(7), {});
    const auto outcome = world.run(transaction(jumbo(world, moves)));
    CHECK(outcome.status == svm::TxStatus::failed);
    CHECK(text(outcome.error) == text(at(300, tx::custom_error(7))));
    CHECK(outcome.compute_units == 301 * 100);
    check_only_fee(world, outcome);
}

TEST_CASE("account number 300 that is left below rent is named by its index") {
    const Crowd world(400);
    auto moves = chain_of_moves(400, 400);
    moves.push_back(move(numbered(298), numbered(0), sol - 1 - 10));
    const auto outcome = world.run(transaction(jumbo(world, moves)));
    REQUIRE(outcome.error);
    CHECK(outcome.error->code == Code::InsufficientFundsForRent);
    CHECK(outcome.error->index == 299);  // the payer is first
    check_only_fee(world, outcome);
}

TEST_CASE("a jumbo whose compute unit limit is unset runs nothing") {
    const World world;
    auto message = *jumbo(world, {do_nothing}).message();
    message.compute_unit_limit.reset();
    const auto outcome = world.run(transaction(message));
    CHECK(outcome.status == svm::TxStatus::failed);
    CHECK(text(outcome.error) == text(at(0, IxCode::ComputationalBudgetExceeded)));
    CHECK(outcome.compute_units == 0);
    check_only_fee(world, outcome);
}

TEST_CASE("a jumbo pays for the account data that its programs get, other versions don't") {
    Crowd world(1, 100'000);
    world.put_program(key(40), program("mov64 r0, 0; exit"));
    const Instruction call{key(40), {readonly(numbered(0)), readonly(numbered(0))}, {}};
    const auto one = world.run(transaction(jumbo(world, {call})));
    REQUIRE(text(one.error) == "no error");
    CHECK(one.compute_units == 2 + 2 * 100'000 / 250);
    CHECK(world.run(Spec{.instructions = {call}}).compute_units == 2);
    const auto poor = world.run(transaction(jumbo(world, {call}).compute_unit_limit(799)));
    CHECK(text(poor.error) == "InstructionError 0 Computational budget exceeded");
}

TEST_CASE("a jumbo whose loaded data limit is unset loads nothing") {
    const World world;
    auto message = *jumbo(world, {do_nothing}).message();
    message.loaded_accounts_data_size.reset();
    const auto outcome = world.run(transaction(message));
    CHECK(outcome.status == svm::TxStatus::fees_only);
    CHECK(text(outcome.error) ==
          text(tx::TransactionError(Code::MaxLoadedAccountsDataSizeExceeded)));
    check_only_fee(world, outcome);
}

TEST_CASE("a jumbo may load exactly as much as it asks for") {
    const Crowd world(1'000, 100);
    const auto moves = chain_of_moves(1'000, 1'000);
    const auto loaded = world.run(transaction(jumbo(world, moves))).loaded_accounts_data_size;
    CHECK(loaded == 1'000 * (64 + 100) + 64 + 64 + std::string_view("puppet").size());
    const auto run_with = [&](std::uint64_t limit) {
        const auto units = static_cast<std::uint32_t>(limit);
        return text(
            world.run(transaction(jumbo(world, moves).loaded_accounts_data_size(units))).error);
    };
    CHECK(run_with(loaded) == "no error");
    CHECK(run_with(loaded + 1) == "no error");
    CHECK(run_with(loaded - 1) ==
          text(tx::TransactionError(Code::MaxLoadedAccountsDataSizeExceeded)));
}

TEST_CASE("a jumbo locks 8,192 accounts, and no more") {
    const World world;
    const auto mention = [](std::uint32_t accounts) {
        std::vector<Instruction> out;
        for (std::uint32_t i = 0; i < accounts; i += 255) {
            out.push_back(do_nothing);
            for (auto k = i; k < std::min(i + 255, accounts); ++k)
                out.back().accounts.push_back(readonly(numbered(k)));
        }
        return out;
    };
    const auto most = mention(8'192 - 2);  // the payer and the puppet are accounts too
    CHECK(text(world.run(transaction(jumbo(world, most))).error) == "no error");
    auto message = *jumbo(world, most).message();
    message.addresses.push_back(key(99));
    message.num_readonly_unsigned += 1;
    const auto outcome = world.run(transaction(message));
    CHECK(outcome.status == svm::TxStatus::rejected);
    CHECK(text(outcome.error) == text(tx::TransactionError(Code::SanitizeFailure)));
}

TEST_CASE("a jumbo runs 16,384 instructions, those that programs call included") {
    const World world;
    const Instruction nested =
        act(Deeds().call(act(Deeds(), {}, other_puppet)), {readonly(other_puppet)});
    std::vector<Instruction> instructions(8'191, nested);
    instructions.push_back(do_nothing);
    auto outcome = world.run(transaction(jumbo(world, instructions)));
    REQUIRE(text(outcome.error) == "no error");
    REQUIRE(outcome.inner_instructions.size() == 8'191);
    CHECK(outcome.inner_instructions.back().index == 8'190);
    CHECK(outcome.inner_instructions.back().instructions.size() == 1);

    const auto call = act(Deeds(), {}, other_puppet);
    instructions[0] = act(Deeds().call(call).call(call), {readonly(other_puppet)});
    CHECK(text(world.run(transaction(jumbo(world, instructions))).error) == "no error");
    instructions[0] = act(Deeds().call(call).call(call).call(call), {readonly(other_puppet)});
    outcome = world.run(transaction(jumbo(world, instructions)));
    CHECK(text(outcome.error) == text(at(8'191, IxCode::MaxInstructionTraceLengthExceeded)));
    check_only_fee(world, outcome);
}

TEST_CASE("a jumbo leaves the same accounts as its instructions one by one") {
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        std::mt19937 random(seed);
        const auto below = [&](std::uint32_t n) {
            return static_cast<std::uint32_t>(random() % n);
        };
        const auto people = 2 + below(300);
        Crowd together(people, 40), apart(people, 40);
        for (auto* world : {&together, &apart})
            for (std::uint8_t i = 2; i < 50; ++i) world->put(key(i), account(10 * sol));
        std::vector<Instruction> instructions;
        for (auto n = 1 + below(400); n > 0; --n) {
            const auto one = numbered(below(people)), other = numbered(below(people));
            switch (below(5)) {
                case 0:
                    instructions.push_back(
                        tx::system::transfer({key(static_cast<std::uint8_t>(2 + below(48))), one,
                                              Lamports{below(1'000)}}));
                    break;
                case 1:
                    instructions.push_back(act(Deeds()
                                                   .resize(0, 40 + below(60))
                                                   .fill(0, static_cast<std::uint8_t>(below(256))),
                                               {writable(one)}));
                    break;
                case 2:
                    instructions.push_back(act(
                        Deeds().call(act(Deeds().log("hello"), {readonly(other)}, other_puppet)),
                        {readonly(other), readonly(other_puppet)}));
                    break;
                default:
                    instructions.push_back(move(one, other, below(100'000)));
            }
        }
        const auto outcome = together.apply(transaction(jumbo(together, instructions)));
        REQUIRE(text(outcome.error) == "no error");
        for (std::size_t i = 0; i < instructions.size(); ++i) {
            apart.blockhash.bytes[0] = static_cast<std::uint8_t>(i);  // no two messages are alike
            apart.blockhash.bytes[1] = static_cast<std::uint8_t>(i >> 8);
            REQUIRE(text(apart.apply({.instructions = {instructions[i]}}).error) == "no error");
        }
        for (const auto& [k, state] : together.accounts) {
            INFO("seed " << seed);
            if (k != key(1)) CHECK(*state.account == *apart.find(k));  // but the payer's fees
        }
    }
}

TEST_CASE("a durable nonce works in a jumbo as in any transaction, once") {
    World world;
    Hash old;
    old.bytes.fill(0x77);
    const auto stored = programs::durable_nonce_from(old);
    const auto nonce = numbered(1), authority = key(61);
    world.put_nonce(nonce, authority, stored, 2 * sol);
    std::vector<Instruction> instructions = {tx::system::advance_nonce({nonce, authority})};
    instructions.resize(500, do_nothing);
    const auto sent = transaction(jumbo(world, instructions).lifetime(stored));
    const auto outcome = world.apply(sent);
    REQUIRE(text(outcome.error) == "no error");
    const auto state = programs::NonceState::decode(written(outcome, nonce)->data.to_bytes());
    CHECK(state->data->durable_nonce == programs::durable_nonce_from(world.blockhash));
    CHECK(text(world.run(sent).error) == text(tx::TransactionError(Code::BlockhashNotFound)));
}

TEST_CASE("a v1 transaction executes within the budget that it states") {
    const Crowd world(30);
    const auto moves = chain_of_moves(60, 30);
    auto message =
        as_v1(*jumbo(world, moves).compute_unit_limit(6'000).priority_fee(123).message());
    auto outcome = world.run(transaction(message));
    REQUIRE(text(outcome.error) == "no error");
    CHECK(outcome.compute_units == 6'000);
    CHECK(outcome.fee.value == 5'000 + 123);
    CHECK(outcome.compute_unit_price == 20'500);

    message.compute_unit_limit = 5'999;
    outcome = world.run(transaction(message));
    CHECK(text(outcome.error) == text(at(59, IxCode::ComputationalBudgetExceeded)));
    check_only_fee(world, outcome);
}

TEST_CASE("compute budget instructions of a jumbo change nothing and cost their units") {
    const World world;
    const Instruction nonsense{ids::compute_budget, {}, {0xFF, 1, 2}};
    const std::vector<Instruction> instructions = {tx::compute_budget::set_compute_unit_limit(1),
                                                   nonsense, nonsense, do_nothing};
    const auto outcome = world.run(transaction(jumbo(world, instructions)));
    REQUIRE(text(outcome.error) == "no error");
    CHECK(outcome.compute_units == 3 * 150 + 100);
}

TEST_CASE("programs call programs that stand behind thousands of accounts") {
    Crowd world(4'000);
    const auto caller = key(0xF0), callee = key(0xF1);
    world.put_program(caller, calls_first_account());
    world.put_program(callee, program("mov64 r0, 0; exit"));
    auto instructions = chain_of_moves(4'000, 4'000);
    for (int i = 0; i < 100; ++i) instructions.push_back({caller, {readonly(callee)}, {}});
    const auto sent = transaction(jumbo(world, instructions));
    REQUIRE(sent.message.static_keys.size() > 4'000);
    const auto outcome = world.run(sent);
    REQUIRE(text(outcome.error) == "no error");
    REQUIRE(outcome.inner_instructions.size() == 100);
    for (const auto& inner : outcome.inner_instructions) {
        REQUIRE(inner.instructions.size() == 1);
        CHECK(sent.message.static_keys[inner.instructions[0].program_index] == callee);
    }
}

TEST_CASE("a call passes hundreds of accounts on, joins what repeated ones may, and checks each") {
    const Crowd world(5'000);
    std::vector<AccountMeta> given = {readonly(puppet)}, passed;
    for (std::uint32_t i = 0; i < 250; ++i) given.push_back(writable(numbered(i * 19)));
    for (std::uint32_t i = 0; i < 200; ++i) passed.push_back(readonly(numbered(i * 19)));
    for (std::uint32_t i = 0; i < 50; ++i) passed.push_back(writable(numbered(i * 19)));
    const auto call = [&](const std::vector<AccountMeta>& accounts) {
        auto instructions = chain_of_moves(5'000, 5'000);
        instructions.push_back(
            act(Deeds().call({puppet, accounts, Deeds().add(0, -5).add(49, 5).take()}), given));
        return world.run(transaction(jumbo(world, instructions)));
    };
    const auto outcome = call(passed);
    REQUIRE(text(outcome.error) == "no error");
    CHECK(outcome.inner_instructions.back().index == 5'000);
    CHECK(outcome.inner_instructions.back().instructions[0].accounts.size() == 250);
    CHECK(written(outcome, numbered(0))->lamports.value == sol + 4'999 - 5);
    CHECK(written(outcome, numbered(49 * 19))->lamports.value == sol - 1 + 5);

    const auto refused = [&](const AccountMeta& meta) {
        auto accounts = passed;
        accounts[230] = meta;
        return text(call(accounts).error);
    };
    CHECK(refused(readonly(numbered(4'999))) == text(at(5'000, IxCode::MissingAccount)));
    CHECK(refused(readonly(key(200))) == text(at(5'000, IxCode::MissingAccount)));
    CHECK(refused({numbered(0), true, false}) == text(at(5'000, IxCode::PrivilegeEscalation)));
    CHECK(refused(writable(puppet)) == text(at(5'000, IxCode::PrivilegeEscalation)));
}

}  // namespace orrery::runtime::testing
