// Stopping, copying and resuming executions (runtime::Pending); the differential tests do the same
// with real programs.

#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <thread>

#include "tests/unit/devnet/svm/runtime/callers.hpp"
#include "tests/unit/devnet/svm/runtime/world.hpp"

namespace orrery::runtime::testing {
namespace {

const Pubkey outer = key(20);
const Pubkey inner = key(21);
const Pubkey scratch = key(22);

std::string loop(int rounds) {
    return "mov64 r6, " + std::to_string(rounds) +
           "; again: stxdw [r10-64], r6; sub64 r6, 1; call sol_log_compute_units_; "
           "jne r6, 0, again";
}

/// A program that works, calls another that works, and works on.
World busy_world() {
    World world;
    world.put_program(inner, program(loop(10) + "; mov64 r0, 0; exit"));
    world.put_program(outer, calls_first_account(loop(10)));
    world.put(scratch, account(sol, puppet, Bytes(9000)));
    return world;
}

Spec busy_spec() {
    const Instruction call{outer, {readonly(inner)}, {}};
    return {
        .instructions = {call, act(Deeds().fill(0, 7).log("between"), {writable(scratch)}), call}};
}

/// Everything of an outcome as text.
std::string dump(const svm::TxOutcome& o) {
    std::string out = text(o.error) + " " + std::to_string(o.compute_units) + " " +
                      std::to_string(o.fee.value) + "\n";
    out += o.logs.joined();
    out += "\n";
    for (const auto& list : o.inner_instructions)
        for (const auto& i : list.instructions)
            out += std::to_string(list.index) + ">" + std::to_string(i.program_index) + "\n";
    for (const auto& read : o.reads)
        out += std::to_string(read.key.bytes[0]) + "@" + std::to_string(read.version) + " ";
    for (const auto& write : o.writes) {
        out += std::to_string(write.key.bytes[0]) + "=";
        if (!write.account) continue;
        out += std::to_string(write.account->lamports.value) + ":";
        for (const auto byte : write.account->data.to_bytes()) out += std::to_string(byte);
    }
    return out;
}

}  // namespace

TEST_CASE("an execution stopped anywhere, copied and resumed comes to the same outcome") {
    const auto world = busy_world();
    const auto transaction = world.transaction(busy_spec());
    const auto expected = dump(world.run(transaction));
    REQUIRE(expected.starts_with("no error"));
    for (const std::uint64_t step : {1u, 7u, 97u, 1000u}) {
        INFO(step);
        auto running = std::make_unique<Pending>(world.params(transaction));
        std::vector<std::unique_ptr<Pending>> left_behind;
        int pauses = 0;
        for (; !running->run(step); ++pauses) {
            auto copy = std::make_unique<Pending>(*running);
            if (pauses % 2 == 0) std::swap(running, copy);
            if (pauses % 10 == 0) left_behind.push_back(std::move(copy));
        }
        CHECK(pauses >= 3000 / static_cast<int>(std::max<std::uint64_t>(step, 101)));
        CHECK(dump(running->finish()) == expected);
        for (const auto& one : left_behind) {
            CHECK(one->run());
            CHECK(dump(one->finish()) == expected);
        }
    }
}

TEST_CASE("units are counted over all programs of a transaction, however short each is") {
    World world;
    world.put_program(inner, program("mov64 r0, 0; ja +0; ja +0; exit"));  // 4 units
    const Instruction call{inner, {}, {}};
    const auto transaction =
        world.transaction({.instructions = std::vector<Instruction>(20, call)});
    Pending pending(world.params(transaction));
    int pauses = 0;
    while (!pending.run(20)) ++pauses;
    CHECK(pauses >= 3);
    CHECK(pauses <= 4);
    CHECK(pending.finish().compute_units == 80);
}

TEST_CASE("what has no program to pause in is done at once") {
    World world;
    for (const auto& spec : {Spec{.payer = key(99)},                       // rejected
                             Spec{.instructions = {{key(98), {}, {}}}},    // fees only
                             Spec{.instructions = {act(Deeds(), {})}}}) {  // a builtin
        const auto transaction = world.transaction(spec);
        Pending pending(world.params(transaction));
        Pending copy(pending);
        vm::VmPool pool;
        copy.set_pool(pool);
        CHECK(pending.run(1));
        CHECK(copy.run(1));
        CHECK(dump(copy.finish()) == dump(pending.finish()));
    }
}

TEST_CASE("a copy may go on on another thread with scratch of its own") {
    const auto world = busy_world();
    const auto transaction = world.transaction(busy_spec());
    Pending here(world.params(transaction));
    REQUIRE_FALSE(here.run(1500));
    Pending there(here);
    vm::VmPool pool;
    there.set_pool(pool);
    std::string theirs;
    std::thread other([&] {
        while (!there.run(97)) {
        }
        theirs = dump(there.finish());
    });
    while (!here.run(101)) {
    }
    const auto ours = dump(here.finish());
    other.join();
    CHECK(ours == theirs);
    CHECK(ours == dump(world.run(transaction)));
}

TEST_CASE("the same inputs give the same outcome on any thread, again and again") {
    std::vector<std::string> results(4);
    std::vector<std::thread> threads;
    for (auto& result : results)
        threads.emplace_back([&result] {
            const auto world = busy_world();
            const auto transaction = world.transaction(busy_spec());
            for (int i = 0; i < 20; ++i) result += dump(world.run(transaction));
        });
    for (auto& thread : threads) thread.join();
    for (const auto& result : results) CHECK(result == results[0]);
}

TEST_CASE("an execution given up half way leaves nothing behind") {
    const auto world = busy_world();
    const auto transaction = world.transaction(busy_spec());
    const auto expected = dump(world.run(transaction));
    for (int i = 0; i < 5; ++i) {
        Pending pending(world.params(transaction));
        REQUIRE_FALSE(pending.run(200 + 300 * static_cast<unsigned>(i)));
    }
    CHECK(dump(world.run(transaction)) == expected);
}

}  // namespace orrery::runtime::testing
