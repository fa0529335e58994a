#include "tests/unit/devnet/svm/vm/machine.hpp"

namespace orrery::vm::test {
namespace {

using sbpf::SbpfVersion;

constexpr std::uint64_t meter = 5000;

// Writes to stack, heap and input, calls functions and syscalls, and sums what it wrote.
constexpr auto source = R"(
    mov64 r6, r1
    mov64 r7, 20
    loop: mov64 r1, r7
    call @store
    mov64 r1, 3
    call burn
    sub64 r7, 1
    jne r7, 0, loop
    mov64 r1, r6
    call @sum
    exit
    store: lddw r2, 0x300000000
    mov64 r3, r1
    lsh64 r3, 9
    add64 r2, r3
    stxdw [r2+0], r1
    stxdw [r10-8], r1
    mov64 r4, r6
    add64 r4, r1
    stxb [r4+0], r1
    ldxdw r5, [r10-8]
    add64 r8, r5
    exit
    sum: mov64 r0, 0
    mov64 r2, 0
    next: mov64 r3, r1
    add64 r3, r2
    ldxb r4, [r3+0]
    add64 r0, r4
    add64 r2, 1
    jne r2, 32, next
    exit)";

VmState start(VmPool& pool, SbpfVersion version) {
    auto state = pool.acquire({.program = load(version, source), .meter = meter});
    state.memory->input_reserve(32);
    state.memory->commit_input(32);
    return state;
}

Bytes copy_of(ByteSpan span) { return {span.begin(), span.end()}; }

}  // namespace

TEST_CASE("a copy of a state paused anywhere goes on to the same outcome") {
    for (const auto version : {SbpfVersion::v0, SbpfVersion::v1, SbpfVersion::v3}) {
        VmPool pool;
        RecordingHost host;
        auto whole = start(pool, version);
        const auto expected = describe(run(whole, host), whole, meter);
        REQUIRE(expected.end == "halt");
        CHECK(expected.r0 == 210);
        for (std::uint64_t k = 1; k <= expected.consumed; ++k) {
            INFO("every " << k << " CU");
            auto state = std::make_unique<VmState>(start(pool, version));
            auto status = run(*state, host, k);
            std::uint64_t pauses = 0;
            while (status == RunStatus::paused) {
                ++pauses;
                auto copy = std::make_unique<VmState>(*state);
                const auto before = copy->meter;
                // Whatever becomes of the old state, the copy doesn't notice.
                state->memory->reset();
                state->frames.clear();
                state = std::move(copy);
                status = run(*state, host, k);
                if (status == RunStatus::paused) CHECK(before - state->meter >= k);
            }
            CHECK(describe(status, *state, meter) == expected);
            CHECK(copy_of(state->memory->input()) == copy_of(whole.memory->input()));
            CHECK(state->regs == whole.regs);
            CHECK(pauses <= expected.consumed / k);
            if (k <= 20) CHECK(pauses > expected.consumed / (2 * (k + 16)));
        }
    }
}

TEST_CASE("original and copy go separate ways") {
    VmPool pool;
    RecordingHost host;
    auto state = start(pool, SbpfVersion::v3);
    REQUIRE(run(state, host, 100) == RunStatus::paused);
    auto copy = state;
    const auto frozen = copy_of(copy.memory->input());
    REQUIRE(run(state, host) == RunStatus::halt);
    CHECK(copy_of(copy.memory->input()) == frozen);
    CHECK(copy_of(state.memory->input()) != frozen);
    REQUIRE(run(copy, host) == RunStatus::halt);
    CHECK(copy.regs == state.regs);
    CHECK(copy.meter == state.meter);
}

TEST_CASE("an invoke returns to the driver and resumes with its result") {
    VmPool pool;
    RecordingHost host;
    auto state = pool.acquire(
        {.program = load(SbpfVersion::v3, "mov64 r6, 1; call invoke; add64 r0, r6; exit"),
         .meter = 100});
    REQUIRE(run(state, host) == RunStatus::invoke);
    CHECK(state.meter == 98);
    auto copy = state;
    for (auto* each : {&state, &copy}) {
        each->regs[0] = 41;
        each->meter -= 10;  // what the callee used
        CHECK(run(*each, host) == RunStatus::halt);
        CHECK(each->regs[0] == 42);
        CHECK(each->meter == 86);
    }
}

TEST_CASE("a pause counts what syscalls charge") {
    VmPool pool;
    RecordingHost host;
    auto state = pool.acquire(
        {.program = load(SbpfVersion::v3, "mov64 r1, 50; call burn; mov64 r0, 2; exit"),
         .meter = 100});
    REQUIRE(run(state, host, 52) == RunStatus::paused);
    CHECK(state.meter == 48);
    CHECK(state.pc == 2);
    CHECK(run(state, host, 52) == RunStatus::halt);
    CHECK(state.meter == 46);
}

TEST_CASE("a budget that the meter doesn't reach changes nothing") {
    VmPool pool;
    RecordingHost host;
    auto state = pool.acquire({.program = load(SbpfVersion::v3, "loop: ja loop"), .meter = 10});
    CHECK(run(state, host, 11) == RunStatus::fault);
    CHECK(state.meter == 0);
    CHECK(state.fault.kind == FaultKind::exceeded_meter);
}

TEST_CASE("a meter of all ones is not a debt") {
    VmPool pool;
    RecordingHost host;
    auto state = pool.acquire(
        {.program = load(SbpfVersion::v3, "mov64 r0, 1; ja +0; exit"), .meter = UINT64_MAX});
    CHECK(run(state, host) == RunStatus::halt);
    CHECK(state.meter == UINT64_MAX - 3);
}

}  // namespace orrery::vm::test
