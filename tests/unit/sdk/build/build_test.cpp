#include "sdk/build/build.hpp"

#include <cstdlib>
#include <optional>

#include "tests/unit/sdk/build/folder.hpp"

namespace orrery::build {
namespace {

const std::filesystem::path sdk = ORRERY_SOURCE_DIR "/programs/sdk";

// clang, or nothing where it isn't installed: then there is nothing to test.
std::optional<Compiler> compiler() {
    auto found = find_compiler(std::getenv("PATH"));
    if (found) return std::move(*found);
    WARN("skipped: " << found.error());
    return std::nullopt;
}

// g++ 12's sanitizers don't unlock their allocator in the child of a process with threads.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr unsigned several_jobs = 1;
#else
constexpr unsigned several_jobs = 2;
#endif

BuildParams params(const Compiler& compiler, const Folder& folder,
                   std::vector<std::filesystem::path> sources) {
    BuildParams out;
    out.compile.compiler = compiler;
    out.compile.root = folder.path();
    out.compile.sdk = sdk;
    out.sources = std::move(sources);
    out.cache = folder.path() / "objects";
    out.jobs = several_jobs;
    return out;
}

constexpr const char* hello = R"(
extern unsigned long sol_log_(const char*, unsigned long);
unsigned long entrypoint(const unsigned char* input) {
    sol_log_("hello from stock clang", 22);
    return 0;
})";

std::vector<std::string> messages(const Problems& problems) {
    std::vector<std::string> out;
    for (const auto& problem : problems.found) out.push_back(problem.message());
    return out;
}

}  // namespace

TEST_CASE("without clang the message says what to install") {
    const auto found = find_compiler("/nowhere:/also/nowhere");
    REQUIRE_FALSE(found);
    CHECK(found.error() == "building programs takes clang 19 (or 22): apt install clang-19");
    CHECK_FALSE(find_compiler(""));
}

TEST_CASE("hello is 264 bytes, and 1072 for v0") {
    const auto clang = compiler();
    if (!clang) return;
    Folder folder;
    folder.write("hello.c", hello);
    auto wanted = params(*clang, folder, {"hello.c"});
    const auto v3 = build(wanted);
    REQUIRE(v3);
    CHECK(v3->linked.so.size() == 264);
    CHECK(v3->linked.syscalls == std::vector<std::string>{"sol_log_"});
    REQUIRE(v3->functions.size() == 1);
    CHECK(v3->functions[0].name == "entrypoint");
    CHECK(v3->functions[0].size == 48);
    CHECK(v3->functions[0].stack == 0);
    CHECK(v3->warnings.empty());
    wanted.version = sbpf::SbpfVersion::v0;
    CHECK(build(wanted)->linked.so.size() == 1072);
}

TEST_CASE("the same sources give the same bytes in another folder, and with a cold cache") {
    const auto clang = compiler();
    if (!clang) return;
    Folder here, there;
    for (const auto* folder : {&here, &there}) {
        folder->write("src/a.cpp", R"(#include "../b.hpp"
            extern "C" unsigned long sol_panic_(const char*, unsigned long, unsigned long,
                                                unsigned long);
            extern "C" unsigned long entrypoint(const unsigned char* in) {
                if (in[0] == 7) sol_panic_(__FILE__, sizeof __FILE__ - 1, __LINE__, 1);
                return twice(in[1]) / (in[2] - 100l);
            })");
        folder->write("src/c.cpp", "#include \"../b.hpp\"\nlong unused() { return twice(3); }\n");
        folder->write("b.hpp", "inline long twice(long x) { return 2 * x; }\n");
    }
    const auto first = build(params(*clang, here, {"src/a.cpp", "src/c.cpp"}));
    const auto warm = build(params(*clang, here, {"src/a.cpp", "src/c.cpp"}));
    auto cold = params(*clang, there, {"src/a.cpp", "src/c.cpp"});
    cold.cache.clear();
    cold.jobs = 1;
    const auto second = build(cold);
    REQUIRE(first);
    REQUIRE(warm);
    REQUIRE(second);
    CHECK(first->linked.so == warm->linked.so);
    CHECK(first->linked.so == second->linked.so);
    CHECK(first->linked.debug == second->linked.debug);
    CHECK(as_text(first->linked.so).find("src/a.cpp") != std::string_view::npos);
    CHECK(as_text(first->linked.debug).find(here.path().string()) == std::string_view::npos);
}

TEST_CASE("warnings come with a program, clang's errors come as they are") {
    const auto clang = compiler();
    if (!clang) return;
    Folder folder;
    folder.write("warned.c", std::string(hello) + "\nstatic int unused(void) { return 1; }\n");
    const auto warned = build(params(*clang, folder, {"warned.c"}));
    REQUIRE(warned);
    CHECK_THAT(warned->warnings, Catch::Contains("warned.c:7:12: warning: unused function"));
    folder.write("wrong.c", "int f(void) { return missing; }\n");
    folder.write("wrong2.c", "int g(void) { return 1 +; }\n");
    const auto wrong = build(params(*clang, folder, {"wrong.c", "wrong2.c"}));
    REQUIRE_FALSE(wrong);
    CHECK_THAT(wrong.error().compiler, Catch::Contains("wrong.c:1:22: error: use of undeclared"));
    CHECK_THAT(wrong.error().compiler,
               Catch::Contains("wrong2.c:1:25: error: expected expression"));
}

TEST_CASE("what sBPF can't do is told with its place, once for all sources") {
    const auto clang = compiler();
    if (!clang) return;
    Folder folder;
    folder.write("h.hpp",
                 "[[gnu::noinline]] inline long half(long x) { double y = x; return y / 2; }\n");
    for (const auto* name : {"a.cpp", "b.cpp"})
        folder.write(name, "#include \"h.hpp\"\nextern \"C\" long from_" + std::string(name, 1) +
                               "(long x) { return half(x); }\n");
    const auto floats = build(params(*clang, folder, {"a.cpp", "b.cpp"}));
    REQUIRE_FALSE(floats);
    CHECK(messages(floats.error()) ==
          std::vector<std::string>{
              "h.hpp:1:57: error: in function half(long): floating point can't be used on chain; "
              "use integers or fixed-point numbers"});
}

TEST_CASE("what the linker refuses is told with the source's line") {
    const auto clang = compiler();
    if (!clang) return;
    Folder folder;
    folder.write("m.c", R"(
extern unsigned long sol_lgo_(const char*, unsigned long);
unsigned long entrypoint(const unsigned char* in) {
    sol_lgo_("x", 1);
    return 0;
})");
    const auto missing = build(params(*clang, folder, {"m.c"}));
    REQUIRE_FALSE(missing);
    CHECK(messages(missing.error()) ==
          std::vector<std::string>{"m.c:4: error: in function entrypoint: undefined symbol "
                                   "sol_lgo_; did you mean sol_log_?"});
}

TEST_CASE("a missing SDK and a missing source are told") {
    const auto clang = compiler();
    if (!clang) return;
    Folder folder;
    folder.write("hello.c", hello);
    auto wanted = params(*clang, folder, {"hello.c"});
    wanted.compile.sdk = folder.path() / "gone";
    const auto no_sdk = build(wanted);
    REQUIRE_FALSE(no_sdk);
    CHECK_THAT(messages(no_sdk.error()).at(0), Catch::Contains("set ORRERY_SDK"));
    const auto no_source = build(params(*clang, folder, {"gone.c"}));
    REQUIRE_FALSE(no_source);
    CHECK_THAT(no_source.error().compiler, Catch::Contains("no such file or directory: 'gone.c'"));
}

}  // namespace orrery::build
