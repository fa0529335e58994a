#include "tests/unit/devnet/svm/vm/machine.hpp"

namespace orrery::vm::test {
namespace {

using sbpf::SbpfVersion;
constexpr auto v0 = SbpfVersion::v0;
constexpr auto v1 = SbpfVersion::v1;
constexpr auto v2 = SbpfVersion::v2;
constexpr auto v3 = SbpfVersion::v3;

struct Case {
    SbpfVersion version;
    std::string_view source;
    Outcome expected;
    std::uint64_t meter = 1000;
};

void check(std::initializer_list<Case> cases) {
    for (const auto& c : cases) {
        INFO("v" << static_cast<int>(c.version) << ": " << c.source);
        CHECK(execute(c.version, c.source, c.meter) == c.expected);
    }
}

constexpr auto overrun = "attempted to execute past the end of the text segment at BPF instruction";
constexpr auto exceeded = "exceeded CUs meter at BPF instruction";
constexpr auto unsupported = "unsupported BPF instruction";
constexpr auto outside = "callx attempted to call outside of the text segment";
constexpr auto too_deep = "exceeded max BPF to BPF call depth";

}  // namespace

TEST_CASE("32-bit results extend as their version says") {
    check({
        {v0, "mov32 r0, -1; add32 r0, 0; exit", {"halt", UINT64_MAX, 3}},
        {v2, "mov32 r0, -1; add32 r0, 0; exit", {"halt", 0xffffffff, 3}},
        {v3, "mov32 r0, -1; sub32 r0, 0; exit", {"halt", UINT64_MAX, 3}},
        {v0, "mov64 r1, -1; mov32 r0, r1; exit", {"halt", 0xffffffff, 3}},
        {v2, "mov64 r1, -1; mov32 r0, r1; exit", {"halt", UINT64_MAX, 3}},
        {v0, "mov64 r0, 5; sub64 r0, 7; exit", {"halt", std::uint64_t(-2), 3}},
        {v2, "mov64 r0, 5; sub64 r0, 7; exit", {"halt", 2, 3}},
        {v0, "lddw r0, 0x1122334455667788; be r0, 32; exit", {"halt", 0x88776655, 3}},
        {v2, "mov64 r0, 1; hor64 r0, 2; exit", {"halt", 0x200000001, 3}},
    });
}

TEST_CASE("division faults are counted and named") {
    check({
        {v0, "mov64 r1, 0; div64 r0, r1; exit", {"divide by zero at BPF instruction", 0, 2}},
        {v3,
         "lddw r1, 0x100000000; mod32 r0, r1; exit",
         {"divide by zero at BPF instruction", 0, 2}},
        {v2,
         "mov64 r0, -1; lsh64 r0, 63; sdiv64 r0, -1; exit",
         {"division overflow at BPF instruction", 0, 3}},
        {v2, "mov64 r1, 0; srem32 r0, r1; exit", {"divide by zero at BPF instruction", 0, 2}},
    });
}

TEST_CASE("a meter of n lets n instructions run") {
    check({
        {v0, "mov64 r0, 7; exit", {"halt", 7, 2}, 2},
        {v0, "mov64 r0, 7; exit", {exceeded, 0, 1}, 1},
        {v0, "mov64 r0, 7; exit", {exceeded, 0, 0}, 0},
        {v3, "loop: ja loop", {exceeded, 0, 1000}},
        {v3, "lddw r0, 9; exit", {"halt", 9, 2}, 2},
        {v3, "mov64 r0, 1; ja -2", {exceeded, 0, 7}, 7},
    });
}

TEST_CASE("a fault counts its instruction, and exhaustion before it wins") {
    check({
        {v0, "mov64 r1, 0; div64 r0, r1; exit", {exceeded, 0, 1}, 1},
        {v0, "mov64 r0, 1", {overrun, 0, 2}},
        {v0, "mov64 r0, 1", {exceeded, 0, 1}, 1},
        {v0, "mov64 r0, 1", {overrun, 0, 2}, 2},
        {v3,
         "ldxb r0, [r2+0]; exit",
         {"Access violation reading 1 bytes at address 0x0 (in unallocated region)", 0, 1},
         1},
        {v3, "ldxb r0, [r2+0]; exit", {exceeded, 0, 0}, 0},
    });
}

TEST_CASE("every budget gives the outcome of counting each instruction") {
    // 3 rounds with a call and a syscall of 5 CU each, an lddw in each, branches taken and not.
    constexpr auto source = R"(
        mov64 r6, 3
        loop: lddw r1, 5
        call burn
        call @twice
        sub64 r6, 1
        jeq r6, 0, done
        ja loop
        done: mov64 r0, r7
        exit
        twice: mov64 r7, r6
        exit)";
    for (const auto version : {v0, v1, v3}) {
        const auto whole = execute(version, source, 10'000);
        // mov; rounds of lddw, call burn + 5, call, 2 in the function, sub, jeq, ja (not the last)
        CHECK(whole == Outcome{"halt", 0, 1 + 3 * (3 + 5 + 4) + 2 + 2});
        for (std::uint64_t budget = 0; budget <= whole.consumed; ++budget) {
            const auto got = execute(version, source, budget);
            if (budget == whole.consumed) {
                CHECK(got == whole);
            } else {
                // A syscall that finds too few CU takes what there is.
                CHECK((got.end == exceeded || got.end == "syscall"));
                CHECK(got.consumed == budget);
            }
        }
    }
}

TEST_CASE("calls nest 63 deep") {
    const auto nested = [](int depth) {
        return "mov64 r6, " + std::to_string(depth) +
               "; call @f; mov64 r0, 1; exit; f: jeq r6, 0, back; add64 r6, -1; "
               "call @f; back: exit";
    };
    for (const auto version : {v0, v1, v2, v3}) {
        CHECK(execute(version, nested(62)).end == "halt");
        // 64 frames: entry, and 63 by now; the 64th call faults. 1 mov, 63 x (call, jeq, sub),
        // call.
        CHECK(execute(version, nested(63)) == Outcome{too_deep, 0, 1 + 63 * 3 + 1});
    }
}

TEST_CASE("calls save r6 to r9 and r10, and move the frame as the version says") {
    constexpr auto preserved = R"(
        mov64 r6, 6; mov64 r9, 9; mov64 r5, 5; mov64 r8, r10
        call @f
        mov64 r0, r6; add64 r0, r9; add64 r0, r5
        jeq r8, r10, same
        mov64 r0, 0
        same: exit
        f: mov64 r6, 0; mov64 r9, 0; mov64 r5, 1; exit)";
    constexpr auto depth = "call @f; exit; f: mov64 r0, r10; exit";
    check({
        {v0, preserved, {"halt", 16, 14}},
        {v3, preserved, {"halt", 16, 14}},
        {v0, "mov64 r0, r10; exit", {"halt", 0x200001000, 2}},
        {v1, "mov64 r0, r10; exit", {"halt", 0x200040000, 2}},
        {v2, "mov64 r0, r10; exit", {"halt", 0x200040000, 2}},
        {v3, "mov64 r0, r10; exit", {"halt", 0x200001000, 2}},
        {v0, depth, {"halt", 0x200003000, 4}},
        {v1, depth, {"halt", 0x200040000, 4}},
        {v2, depth, {"halt", 0x200040000, 4}},
        {v3, depth, {"halt", 0x200002000, 4}},
        {v1, "add64 r10, -64; mov64 r0, r10; exit", {"halt", 0x20003ffc0, 3}},
        {v1, "call @f; mov64 r0, r10; exit; f: add64 r10, -128; exit", {"halt", 0x200040000, 5}},
    });
}

TEST_CASE("callx goes where its register points") {
    // Before v3 the text lies behind the ELF header: 64 bytes into the program region.
    check({
        {v0, "lddw r3, 0x100000060; callx r3; exit; mov64 r0, 4; exit", {"halt", 4, 5}},
        {v0, "lddw r3, 0x100000058; callx r3; exit", {"halt", 0, 4}},
        {v3, "lddw r3, 0x100000020; callx r3; exit; mov64 r0, 4; exit", {"halt", 4, 5}},
        {v3, "lddw r3, 0x100000027; callx r3; exit; mov64 r0, 4; exit", {"halt", 4, 5}},
        {v2, "mov64 r3, 0x60; hor64 r3, 1; callx r3; exit; mov64 r0, 4; exit", {"halt", 4, 6}},
        {v3, "lddw r3, 0x100000008; callx r3; exit", {unsupported, 0, 3}},
        {v3, "mov64 r3, 0; callx r3; exit", {outside, 0, 2}},
        {v3, "lddw r3, 0x100000020; callx r3; exit", {outside, 0, 2}},
        {v0, "lddw r3, 0xffffffff; callx r3; exit", {outside, 0, 2}},
    });
}

TEST_CASE("syscalls get r1 to r5 and give r0") {
    for (const auto version : {v0, v3}) {
        const auto program = load(version,
                                  "mov64 r1, 1; mov64 r2, 2; mov64 r3, 3; mov64 r4, 4; mov64 r5, 5;"
                                  "call record; mov64 r6, r0; call record; add64 r0, r6; exit");
        VmPool pool;
        auto state = pool.acquire({.program = program, .meter = 100});
        RecordingHost host;
        CHECK(run(state, host) == RunStatus::halt);
        CHECK(state.regs[0] == 3);
        CHECK(100 - state.meter == 10);
        REQUIRE(host.calls.size() == 2);
        CHECK(host.calls[1] == std::array<std::uint64_t, 5>{1, 2, 3, 4, 5});
    }
}

TEST_CASE("a syscall is not entered without the CU of its call instruction") {
    VmPool pool;
    auto state = pool.acquire({.program = load(v3, "mov64 r1, 1; call record; exit"), .meter = 1});
    RecordingHost host;
    CHECK(run(state, host) == RunStatus::fault);
    CHECK(state.fault.display() == exceeded);
    CHECK(state.meter == 0);
    CHECK(host.calls.empty());
}

TEST_CASE("a syscall's charges count, and its fault leaves the meter alone") {
    check({
        {v0, "mov64 r1, 50; call burn; exit", {"halt", 50, 53}},
        {v0, "mov64 r1, 97; call burn; exit", {exceeded, 0, 99}, 99},
        {v0, "mov64 r1, 98; call burn; exit", {"syscall", 0, 99}, 99},
        {v0, "call refuse; exit", {"syscall", 0, 1}},
    });
}

TEST_CASE("unknown calls fault only when they are executed") {
    check({
        {v0, "jeq r0, 0, over; call sol_unknown; over: mov64 r0, 3; exit", {"halt", 3, 3}},
        {v0, "call sol_unknown; exit", {unsupported, 0, 1}},
        {v3, "call sol_unknown; exit", {unsupported, 0, 1}},
        {v3, "call @+100; exit", {unsupported, 0, 1}},
        {v3, "call @-2; exit", {unsupported, 0, 1}},
    });
}

TEST_CASE("v3 takes a call's meaning from its source field") {
    auto text = assemble(v3, "call record; exit");
    text.bytes[1] = 0x20;
    RecordingHost host;
    VmPool pool;
    auto state = pool.acquire(
        {.program = *Program::load(strict_elf(text), {.syscalls = test_syscalls()}), .meter = 10});
    CHECK(run(state, host) == RunStatus::fault);
    CHECK(state.fault.display() == unsupported);
}

TEST_CASE("violations are told by region, and by frame near the stack") {
    const auto reads = [](const char* address) {
        return std::string("lddw r1, ") + address + "; ldxdw r0, [r1+0]; exit";
    };
    const auto violation = [](const char* text) { return Outcome{text, 0, 2}; };
    const auto check_read = [&](SbpfVersion version, const char* address, const char* text) {
        INFO(address);
        CHECK(execute(version, reads(address)) == violation(text));
    };
    check_read(v0, "0x0",
               "Access violation reading 8 bytes at address 0x0 (in unallocated region)");
    check_read(v0, "0x200001000",
               "Access violation in stack frame 1 at address 0x200001000 of size 8");
    check_read(
        v0, "0x200000fff0000",
        "Access violation reading 8 bytes at address 0x200000fff0000 (in unallocated region)");
    check_read(v0, "0x1ffffffff",
               "Access violation in stack frame 0 at address 0x1ffffffff of size 8");
    check_read(v0, "0x1fffff000",
               "Access violation in stack frame -1 at address 0x1fffff000 of size 8");
    check_read(v0, "0x1ffffe000",
               "Access violation reading 8 bytes at address 0x1ffffe000 (in unallocated region)");
    check_read(v0, "0x200041000",
               "Access violation reading 8 bytes at address 0x200041000 (in stack region)");
    check_read(v0, "0x20007effc",
               "Access violation reading 8 bytes at address 0x20007effc (in stack region)");
    check_read(v3, "0x200040000",
               "Access violation in stack frame 64 at address 0x200040000 of size 8");
    check_read(v3, "0x20003fffc",
               "Access violation in stack frame 63 at address 0x20003fffc of size 8");
    check_read(v3, "0x100000000",
               "Access violation reading 8 bytes at address 0x100000000 (in unallocated region)");
    check_read(v3, "0x300007ff9",
               "Access violation reading 8 bytes at address 0x300007ff9 (in heap region)");
    check_read(v3, "0x300008000",
               "Access violation reading 8 bytes at address 0x300008000 (in unallocated region)");
    check_read(v3, "0x400000000",
               "Access violation reading 8 bytes at address 0x400000000 (in unallocated region)");
    check_read(
        v3, "0xffffffffffffffff",
        "Access violation reading 8 bytes at address 0xffffffffffffffff (in unallocated region)");
    CHECK(execute(v1, "lddw r1, 0x20003fffc; ldxdw r0, [r1+0]; exit") ==
          violation("Access violation reading 8 bytes at address 0x20003fffc (in stack region)"));
    CHECK(execute(v0, "lddw r1, 0x100000040; stb [r1+0], 1; exit") ==
          violation("Access violation writing 1 bytes at address 0x100000040 (in program region)"));
    CHECK(execute(v3, "mov64 r1, 0; stxw [r1+4], r1; exit", 10, {}, {.rodata = Bytes(8)}) ==
          violation("Access violation writing 4 bytes at address 0x4 (in allocated region)"));
    CHECK(execute(v3, "lddw r1, 0x400000001; ldxw r0, [r1+0]; exit", 10, Bytes(4)) ==
          violation("Access violation reading 4 bytes at address 0x400000001 (in input region)"));
}

TEST_CASE("rodata reads back: at 0 from v3 on, before that at its place in the image") {
    const ElfOptions options{.rodata = {1, 2, 3, 4, 5, 6, 7, 8}};
    CHECK(execute(v3, "mov64 r1, 0; ldxdw r0, [r1+0]; exit", 10, {}, options) ==
          Outcome{"halt", 0x0807060504030201, 3});
    // 64 bytes of header, 32 of text.
    CHECK(execute(v0, "lddw r1, 0x100000060; ldxdw r0, [r1+0]; exit", 10, {}, options) ==
          Outcome{"halt", 0x0807060504030201, 3});
    // The text itself, and the header, which reads as zeros.
    CHECK(execute(v0, "lddw r1, 0x100000058; ldxb r0, [r1+0]; exit", 10, {}, options) ==
          Outcome{"halt", 0x95, 3});
    CHECK(execute(v0, "lddw r1, 0x100000000; ldxdw r0, [r1+0]; exit", 10, {}, options) ==
          Outcome{"halt", 0, 3});
}

TEST_CASE("stack, heap and input take unaligned stores of every size") {
    for (const auto* base : {"0x200000801", "0x300000003", "0x400000005"}) {
        INFO(base);
        const auto source = std::string("lddw r1, ") + base +
                            "; lddw r2, 0x1122334455667788; stxdw [r1+0], r2; stxw [r1+9], r2;"
                            "stxh [r1+1], r2; stb [r1+3], -1; ldxdw r0, [r1+0]; ldxw r3, [r1+9];"
                            "ldxh r4, [r1+1]; ldxb r5, [r1+3]; add64 r0, r3; add64 r0, r4;"
                            "add64 r0, r5; exit";
        CHECK(execute(v0, source, 20, Bytes(32)) ==
              Outcome{"halt", 0x11223344ff778888 + 0x55667788ull + 0x7788 + 0xff, 14});
    }
}

TEST_CASE("an access that leaves a v0 frame goes on behind the gap, as in upstream's layout") {
    // Observed on LiteSVM 1.5.0; the last frame has nothing behind it.
    check({
        {v0,
         "lddw r1, 0x200000ffc; lddw r2, 0x1122334455667788; stxdw [r1+0], r2; ldxdw r0, [r1+0];"
         "lddw r1, 0x200002000; ldxw r3, [r1+0]; add64 r0, r3; exit",
         {"halt", 0x1122334455667788 + 0x11223344, 8}},
        {v0,
         "lddw r1, 0x200000ff0; mov64 r2, 7; mov64 r3, 0x20; call fill; lddw r1, 0x200002000;"
         "ldxdw r0, [r1+8]; exit",
         {"halt", 0x0707070707070707, 7}},
        {v0,
         "lddw r1, 0x200000ff0; mov64 r2, 7; mov64 r3, 0x20; call fill; ldxb r0, [r1+16]; exit",
         {"Access violation in stack frame 1 at address 0x200001000 of size 1", 0, 5}},
    });
}

}  // namespace orrery::vm::test
