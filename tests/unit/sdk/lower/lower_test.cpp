#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "sdk/sbpf/isa.hpp"
#include "tests/unit/sdk/lower/toolchain.hpp"

namespace orrery::lower {
namespace {

using Names = std::set<std::string>;

constexpr std::uint16_t machine_bpf = 247;

constexpr Optimization all_levels[] = {Optimization::none,     Optimization::less,
                                       Optimization::standard, Optimization::aggressive,
                                       Optimization::size,     Optimization::smallest};

/// sBPF has 32-bit arithmetic and jumps, but they aren't LLVM's.
bool means_the_same(std::uint8_t opcode) {
    bool is_endian = opcode == 0xd4 || opcode == 0xdc;
    bool is_narrow = (opcode & 7) == 4 || (opcode & 7) == 6;
    return is_endian ||
           (!is_narrow && sbpf::opcode_of(sbpf::SbpfVersion::v0, opcode) != sbpf::Opcode::none);
}

void check_sound(const Object& object) {
    CHECK(object.machine == machine_bpf);
    CHECK_FALSE(object.opcodes.empty());
    CHECK(std::ranges::all_of(object.opcodes, means_the_same));
}

struct Snippet {
    const char* what;
    const char* text;
    Names undefined;
};

// What is left to the linker tells how an operation was done.
const Snippet snippets[] = {
    {"six arguments",
     "[[gnu::noinline]] int f(int a, int b, int c, int d, int e, int f) "
     "{ return a + b * c - d * e + f; }\n int g(int x) { return f(x, 2, x, 4, x, 6); }",
     {}},
    {"a call of an unknown function with seven arguments",
     "long f(long, long, long, long, long, long, char); long g() { return f(1,2,3,4,5,6,7); }",
     {"_Z1fllllllc"}},
    {"a struct result",
     "struct S { long a[9]; }; S f(long x) { S s{}; s.a[x & 7] = x; return s; }",
     {}},
    {"a struct by value",
     "struct S { long a[9]; }; long f(S s) { s.a[1]++; return s.a[0] + s.a[1]; }",
     {}},
    {"signed division", "long f(long a, int b) { return a / b + a % 7 + b / 3; }", {}},
    {"a 128-bit product", "__int128 f(__int128 a, __int128 b) { return a * b; }", {}},
    {"a 128-bit shift", "__int128 f(__int128 a, int n) { return a << n | a >> (n ^ 9); }", {}},
    {"a 128-bit quotient",
     "__int128 f(__int128 a, __int128 b) { return a / b; }",
     {"__sbpf_udivmod128"}},
    {"a checked product",
     "bool f(long a, long b, long* r) { return __builtin_mul_overflow(a, b, r); }",
     {}},
    {"a checked 128-bit product",
     "bool f(__int128 a, __int128 b, __int128* r) { return __builtin_mul_overflow(a, b, r); }",
     {}},
    {"a copy of unknown size",
     "void f(void* a, void* b, long n) { __builtin_memcpy(a, b, n); }",
     {"sol_memmove_"}},
    {"a struct that may be copied onto itself",
     "struct S { char c[300]; }; void f(S* a, const S* b, int n) { *a = n ? *b : *a; }",
     {"sol_memmove_"}},
    {"a loop over narrow numbers, as vectors would do it",
     "void f(short* a, const short* b, long n) { for (long i = 0; i < n; ++i) a[i] += b[i]; }",
     {}},
    {"narrow numbers side by side, as vectors would do it",
     "void f(char* a, const char* b) {"
     " a[0] += b[0]; a[1] += b[1]; a[2] += b[2]; a[3] += b[3]; }",
     {}},
    {"a large move", "void f(char* a) { __builtin_memmove(a, a + 9, 2000); }", {"sol_memmove_"}},
    {"a large fill", "void f(char* a, char v) { __builtin_memset(a, v, 2000); }", {"sol_memset_"}},
    {"a small copy", "void f(void* a, void* b) { __builtin_memcpy(a, b, 40); }", {}},
    {"a trap", "void f(int x) { if (x) __builtin_trap(); }", {"abort"}},
    {"atomic operations",
     "long f(_Atomic(long)* p) { return __c11_atomic_fetch_add(p, 2, __ATOMIC_SEQ_CST); }",
     {}},
    {"a virtual call with a struct result",
     "struct S { long a[3]; }; struct B { virtual S f(S, S, long) = 0; };"
     "long g(B* b, S s) { return b->f(s, s, 1).a[2]; }",
     {}},
};

// InstCombine may leave such widths; C++ has no type for them here.
constexpr const char* odd_widths = R"(
target triple = "bpf"
define i48 @d48(i48 %a, i48 %b) { %r = sdiv i48 %a, %b ret i48 %r }
define i96 @d96(i96 %a, i96 %b) { %r = udiv i96 %a, %b ret i96 %r }
define i100 @r100(i100 %a, i100 %b) { %r = srem i100 %a, %b ret i100 %r }
define i96 @m96(i96 %a, i96 %b) { %r = mul i96 %a, %b ret i96 %r }
define i100 @s100(i100 %a, i100 %b) { %r = ashr i100 %a, %b ret i100 %r }
define {i40, i1} @o40(i40 %a, i40 %b) {
  %r = call {i40, i1} @llvm.umul.with.overflow.i40(i40 %a, i40 %b) ret {i40, i1} %r }
declare {i40, i1} @llvm.umul.with.overflow.i40(i40, i40)
)";

}  // namespace

TEST_CASE("the programs of this folder become sound objects at every level of optimization") {
    if (!toolchain_ready()) return;
    for (Optimization level : all_levels) {
        INFO("level " << static_cast<int>(level));
        Object arithmetic = lowered(program("arithmetic.cpp"), level);
        check_sound(arithmetic);
        CHECK(arithmetic.undefined == Names{"__sbpf_udivmod128"});
        Object calls = lowered(program("calls.cpp"), level);
        check_sound(calls);
        Names syscalls{"abort", "sol_memmove_", "sol_memset_"};
        CHECK(std::ranges::includes(syscalls, calls.undefined));
    }
}

TEST_CASE("what BPF lacks is rewritten and leaves only known names to the linker") {
    if (!toolchain_ready()) return;
    for (const Snippet& snippet : snippets) {
        INFO(snippet.what);
        Object object = lowered({snippet.text});
        check_sound(object);
        CHECK(object.undefined == snippet.undefined);
    }
}

TEST_CASE("integers of unusual widths are computed in the next usual one") {
    if (!toolchain_ready()) return;
    Object object = lowered({odd_widths, "odd.ll"});
    check_sound(object);
    CHECK(object.undefined == Names{"__sbpf_udivmod128"});
}

TEST_CASE("where control never comes, the program stops") {
    if (!toolchain_ready()) return;
    const auto undefined = [](const std::string& body) {
        return lowered({"extern \"C\" { void log(); [[noreturn]] void stop();\n" + body + " }"})
            .undefined;
    };
    CHECK(undefined("long f(long x) { if (x == 3) return 5; log(); __builtin_unreachable(); }") ==
          Names{"abort", "log"});
    CHECK(undefined("void f() { __builtin_unreachable(); }") == Names{"abort"});
    CHECK(undefined("long f(long x) { if (x == 3) return 5; stop(); }") == Names{"stop"});
    CHECK(undefined("long f(long x) { if (x == 3) return 5; __builtin_trap(); }") ==
          Names{"abort"});
    // A comparison less, as authors who write this want it.
    CHECK(undefined("long f(long x, long* p) { switch (x) { case 0: return p[1]; case 1: log();"
                    " return 2; case 2: return p[7]; default: __builtin_unreachable(); } }") ==
          Names{"log"});
}

TEST_CASE("functions and objects have sections of their own") {
    if (!toolchain_ready()) return;
    Object object = lowered({R"(
        extern "C" { extern const int table[9] = {1, 2, 3}; int counter = 3; int zeros[4];
        const char* first() { return "text"; } int second(int i) { return table[i]; } })"});
    for (const char* name : {".text.first", ".text.second", ".rodata.table", ".data.counter",
                             ".bss.zeros", ".rodata.str1.1"}) {
        INFO(name);
        CHECK(object.sections.contains(name));
    }
}

TEST_CASE("the run-time division has no run-time of its own") {
    if (!toolchain_ready()) return;
    Source source = program("../../../../../programs/sdk/runtime/wide_division.c");
    source.name = "wide_division.c";
    Object object = lowered(source);
    check_sound(object);
    CHECK(object.undefined.empty());
}

// g++ 12's sanitizers don't unlock their allocator in the child of a process with threads.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("threads may lower at once") {
    if (!toolchain_ready()) return;
    auto bitcode = compile_to_bitcode(program("arithmetic.cpp"));
    LowerParams params;
    params.bitcode = bitcode;
    auto expected = lower(params);
    REQUIRE(expected);
    std::atomic<int> same = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int round = 0; round < 3; ++round) {
                auto object = lower(params);
                same += object && *object == *expected ? 1 : 0;
            };
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(same == 12);
}
#endif

TEST_CASE("lowering twice gives the same bytes") {
    if (!toolchain_ready()) return;
    auto bitcode = compile_to_bitcode(program("arithmetic.cpp"));
    LowerParams params;
    params.bitcode = bitcode;
    auto first = lower(params), second = lower(params);
    REQUIRE(first);
    REQUIRE(second);
    CHECK(*first == *second);
}

}  // namespace orrery::lower
