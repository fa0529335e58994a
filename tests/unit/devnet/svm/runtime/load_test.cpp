// Loading: programs (D7), what a load failure costs (D8), loaded sizes (D9, svm-runtime.md 1.5) and
// compute budget errors through the whole pipeline (1.2, D2).

#include <catch2/catch.hpp>

#include "tests/unit/devnet/svm/runtime/world.hpp"

namespace orrery::runtime::testing {
namespace {

Instruction size_limit(std::uint64_t bytes) {
    return {ids::compute_budget,
            {},
            codec::ByteWriter().u8(4).u32(static_cast<std::uint32_t>(bytes)).take()};
}

Instruction budget(const Bytes& data) { return {ids::compute_budget, {}, data}; }

const Bytes nop = program("mov64 r0, 0; exit");

// 64 bytes an account plus its data.
constexpr std::uint64_t base = 64;
constexpr std::uint64_t payer_and_budget =
    base + base + std::string_view("compute_budget_program").size();

}  // namespace

// D7. Agave: svm/src/account_loader.rs load_transaction_accounts; the executable flag is ignored
// since remove_accounts_executable_flag_checks.
TEST_CASE("what is called must exist and belong to a loader; its executable flag doesn't count") {
    World world;
    const auto call = [&](const Pubkey& id) { return world.run({.instructions = {{id, {}, {}}}}); };
    world.put(key(20), account(sol));
    world.put(key(21), account(sol, puppet));
    world.put_program(key(22), nop);
    world.put_old_program(key(23), nop);
    for (const auto& k : {key(22), key(23)}) {
        auto plain = *world.find(k);
        plain.executable = false;
        world.put(k, plain);
        CHECK(text(call(k).error) == "no error");
    }
    for (const auto& [k, code] : {std::pair{key(19), Code::ProgramAccountNotFound},
                                  std::pair{key(20), Code::InvalidProgramForExecution},
                                  std::pair{key(21), Code::InvalidProgramForExecution}}) {
        const auto outcome = call(k);
        CHECK(text(outcome.error) == text(tx::TransactionError(code)));
        CHECK(outcome.status == TxStatus::fees_only);
    }
}

// D16, D17. Neither Config nor Feature nor Stake stands in our genesis (nor in test-validator's,
// for the first two): D7's answer. Their ids stay reserved, which locks_test checks.
TEST_CASE("Config, Feature and Stake are absent programs") {
    const World world;
    for (const auto& id : {ids::config, ids::feature, ids::stake}) {
        const auto outcome = world.run({.instructions = {{id, {}, {}}}});
        CHECK(text(outcome.error) == text(tx::TransactionError(Code::ProgramAccountNotFound)));
    }
}

// D8. Agave: svm/src/transaction_processor.rs, FeesOnlyTransaction (SIMD-0082).
TEST_CASE("a transaction that can't be loaded pays its fee and does nothing else") {
    World world;
    const auto outcome = world.apply(
        {.instructions = {act(Deeds().add(0, -1), {signing(key(1))}), {key(19), {}, {}}}});
    CHECK(outcome.status == TxStatus::fees_only);
    CHECK(outcome.fee == Lamports{5000});
    CHECK(outcome.compute_units == 0);
    CHECK(outcome.logs.empty());
    CHECK(outcome.writes.size() == 1);
    CHECK(world.lamports(key(1)) == 100 * sol - 5000);
    CHECK_FALSE(outcome.ends_slot);
}

TEST_CASE("loaded sizes count 64 bytes an account, nothing for absent ones, 8248 a table") {
    World world;
    const auto loaded = [&](Spec spec) {
        spec.instructions.push_back(size_limit(1'000'000));
        const auto outcome = world.run(spec);
        CHECK(text(outcome.error) == "no error");
        return outcome.loaded_accounts_data_size;
    };
    const auto puppets = base + std::string_view("puppet").size();
    CHECK(loaded({}) == payer_and_budget);
    CHECK(loaded({.instructions = {act(Deeds(), {})}}) == payer_and_budget + puppets);
    CHECK(loaded({.instructions = {act(Deeds(), {readonly(key(50))})}}) ==
          payer_and_budget + puppets);
    world.put(key(50), account(sol, puppet, Bytes(1000)));
    CHECK(loaded({.instructions = {act(Deeds(), {readonly(key(50))})}}) ==
          payer_and_budget + puppets + base + 1000);
    CHECK(loaded({.instructions = {act(Deeds(), {readonly(ids::instructions)})}}) ==
          payer_and_budget + puppets);
    world.put_table(key(60), {key(50)}, 1, 0);
    CHECK(loaded({.instructions = {act(Deeds(), {readonly(key(50))})},
                  .version = tx::Version::v0,
                  .tables = {{key(60), {key(50)}}}}) ==
          payer_and_budget + puppets + base + 1000 + 8248);
}

// D9. Agave: account_loader.rs, collect_loaded_account.
TEST_CASE("a program's programdata counts once, listed or not, and the limit is exact") {
    World world;
    const auto programdata = world.put_program(key(22), nop);
    const auto sum = payer_and_budget + base + 36 + base + world.find(programdata)->data.size();
    const Instruction call{key(22), {}, {}};
    const Instruction listed{key(22), {readonly(programdata)}, {}};
    for (const auto& instructions :
         {std::vector{call}, std::vector{call, call}, std::vector{listed}}) {
        Spec spec{.instructions = instructions};
        spec.instructions.push_back(size_limit(sum));
        auto outcome = world.run(spec);
        CHECK(text(outcome.error) == "no error");
        CHECK(outcome.loaded_accounts_data_size == sum);

        spec.instructions.back() = size_limit(sum - 1);
        outcome = world.run(spec);
        CHECK(text(outcome.error) ==
              text(tx::TransactionError(Code::MaxLoadedAccountsDataSizeExceeded)));
        CHECK(outcome.status == TxStatus::fees_only);
        CHECK(outcome.loaded_accounts_data_size == sum - 1);
        CHECK(outcome.fee == Lamports{5000});
    }
    // A program account that nobody calls counts the same.
    const auto mentioned =
        world.run({.instructions = {act(Deeds(), {readonly(key(22))}), size_limit(1'000'000)}});
    CHECK(mentioned.loaded_accounts_data_size == sum + base + std::string_view("puppet").size());
}

TEST_CASE("compute budget errors name the instruction and charge nothing") {
    const auto heap = [](std::uint32_t n) {
        return budget(codec::ByteWriter().u8(1).u32(n).take());
    };
    const auto limit = budget(codec::ByteWriter().u8(2).u32(1000).take());
    const auto work = act(Deeds(), {});
    struct Case {
        std::vector<Instruction> instructions;
        std::optional<tx::TransactionError> error;
    };
    const std::vector<Case> cases = {
        {{work, budget({})}, at(1, IxCode::InvalidInstructionData)},
        {{work, budget({0, 0, 0, 0, 0})}, at(1, IxCode::InvalidInstructionData)},
        {{budget({9})}, at(0, IxCode::InvalidInstructionData)},
        {{budget({2, 1, 0})}, at(0, IxCode::InvalidInstructionData)},
        {{limit, work, limit}, tx::TransactionError(Code::DuplicateInstruction, 2)},
        {{heap(32 * 1024 - 1024)}, at(0, IxCode::InvalidInstructionData)},
        {{heap(33 * 1024 + 1)}, at(0, IxCode::InvalidInstructionData)},
        {{heap(257 * 1024)}, at(0, IxCode::InvalidInstructionData)},
        {{heap(33 * 1024)}, std::nullopt},
        {{size_limit(0)}, tx::TransactionError(Code::InvalidLoadedAccountsDataSizeLimit)},
        {{limit, work}, std::nullopt},
    };
    const World world;
    for (const auto& c : cases) {
        const auto outcome = world.run({.instructions = c.instructions});
        CHECK(text(outcome.error) == text(c.error));
        CHECK(outcome.processed() == !c.error);
        CHECK(outcome.fee == Lamports{c.error ? 0u : 5000u});
    }
}

TEST_CASE("a unit limit of 0 leaves nothing to run with") {
    const World world;
    const auto outcome =
        world.run({.instructions = {budget(codec::ByteWriter().u8(2).u32(0).take())}});
    CHECK(text(outcome.error) == text(at(0, IxCode::ComputationalBudgetExceeded)));
    CHECK(outcome.compute_units == 0);
}

// D2. Agave: runtime/src/bank/check_transactions.rs parses the budget before it looks at the
// blockhash, and at the status cache last.
TEST_CASE("a broken compute budget wins over an unknown blockhash, which wins over a repetition") {
    World world;
    Hash unknown;
    unknown.bytes.fill(0xEE);
    const Spec both{.instructions = {budget({9})}, .lifetime = unknown};
    CHECK(text(world.run(both).error) == text(at(0, IxCode::InvalidInstructionData)));

    world.recent.insert(unknown);
    const auto once = world.transaction({.instructions = {act(Deeds(), {})}, .lifetime = unknown});
    REQUIRE(world.apply(once).ok());
    CHECK(text(world.run(once).error) == text(tx::TransactionError(Code::AlreadyProcessed)));
    world.recent.clear();
    CHECK(text(world.run(once).error) == text(tx::TransactionError(Code::BlockhashNotFound)));
}

TEST_CASE("the lifetime comes before the fee payer") {
    const World world;
    Hash unknown;
    const auto outcome = world.run({.payer = key(88), .lifetime = unknown});
    CHECK(text(outcome.error) == text(tx::TransactionError(Code::BlockhashNotFound)));
    CHECK(text(world.run({.payer = key(88)}).error) ==
          text(tx::TransactionError(Code::AccountNotFound)));
}

}  // namespace orrery::runtime::testing
