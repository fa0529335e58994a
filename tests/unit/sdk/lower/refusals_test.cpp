#include <catch2/catch.hpp>

#include "tests/unit/sdk/lower/toolchain.hpp"

namespace orrery::lower {
namespace {

struct Refused {
    const char* text;  // what is wrong stands on line 2
    const char* words;
    const char* function;
};

constexpr Refused refused[] = {
    {"double f(double a) {\n return a * 2; }", "floating point", "f(double)"},
    {"int f(float* a) {\n return *a > 1; }", "floating point", "f(float*)"},
    {"float f(long a) {\n return a; }", "floating point", "f(long)"},
    {"void use(void*); void f(int n) {\n char b[n]; use(b); }", "array's size", "f(int)"},
    {"void use(void*);\nvoid f() { char b[5000]; use(b); }", "'b' of 5000 bytes", "f()"},
    {"void use(void*, void*);\nvoid f() { char a[3000], b[3000]; use(a, b); }",
     "don't fit in its stack frame", "f()"},
    {"extern \"C\"\nint f(int n, ...) { return n; }", "'...'", "f"},
    {"void* f() {\n return __builtin_return_address(0); }", "return address", "f()"},
    {"// A jump has no line once it is merged.\nint f(int x) { static void* l[] = {&&a, &&b}; goto "
     "*l[x]; a: return 1; b: return 2; }",
     "labels", "f(int)"},
    {"typedef int V __attribute__((vector_size(16))); void f(V* a, V* b) {\n *a /= *b; }", "vector",
     "f(int __vector(4)*, int __vector(4)*)"},
};

std::vector<LowerError> errors_of(const Source& source) {
    auto bitcode = compile_to_bitcode(source);
    LowerParams params;
    params.bitcode = bitcode;
    auto object = lower(params);
    REQUIRE_FALSE(object);
    return object.error();
}

}  // namespace

TEST_CASE("what no rewriting helps is refused in plain words with its place") {
    if (!toolchain_ready()) return;
    for (const Refused& one : refused) {
        INFO(one.text);
        auto errors = errors_of({one.text});
        REQUIRE(errors.size() == 1);
        CHECK_THAT(errors[0].message, Catch::Contains(one.words));
        CHECK(errors[0].function == one.function);
        CHECK(errors[0].file == "snippet.cpp");
        CHECK(errors[0].line == 2);
    }
}

TEST_CASE("each function's complaint is made once, and every function's") {
    if (!toolchain_ready()) return;
    auto errors =
        errors_of({"double f(double a) { return a * a + a; }\n"
                   "double g(double a) { return a - 1; }"});
    REQUIRE(errors.size() == 2);
    CHECK(errors[0].function == "f(double)");
    CHECK(errors[1].line == 2);
}

TEST_CASE("an error in inline assembly is the assembler's") {
    if (!toolchain_ready()) return;
    auto errors = errors_of({"void f() { asm volatile(\"bogus\"); }"});
    CHECK_THAT(errors[0].message, Catch::Contains("invalid register/token name"));
}

TEST_CASE("bitcode for another machine is refused") {
    if (!toolchain_ready()) return;
    auto errors = errors_of({"int f() { return 1; }", "snippet.cpp", "x86_64-linux-gnu"});
    CHECK_THAT(errors[0].message, Catch::Contains("--target=bpf"));
}

}  // namespace orrery::lower
