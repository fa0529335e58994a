#include "sdk/lower/child.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>

#include "sdk/lower/messages.hpp"
#include "sdk/lower/reply.hpp"

namespace orrery::lower {
namespace {

ChildOutcome run(std::function<void()> job) {
    auto outcome = run_in_child({.job = std::move(job),
                                 .cpu_seconds = 1,
                                 .wall_seconds = 60,
                                 .memory_bytes = 100'000'000,
                                 .max_output = 1000});
    REQUIRE(outcome);
    return *outcome;
}

}  // namespace

TEST_CASE("a child's output comes back, and its changes don't") {
    int changed = 0;
    auto outcome = run([&] {
        changed = 1;
        std::vector<std::uint8_t> text{'h', 'i'};
        write_output(text);
    });
    CHECK(outcome.output == std::vector<std::uint8_t>{'h', 'i'});
    CHECK(outcome.signal == 0);
    CHECK(changed == 0);
}

TEST_CASE("a crash, an endless loop and too much output end the child alone") {
    CHECK(run([] { std::raise(SIGSEGV); }).signal == SIGSEGV);
    CHECK(run([] { std::abort(); }).signal == SIGABRT);
    CHECK(run([] {
              for (volatile unsigned i = 0;;) i = i + 1;
          }).signal == SIGXCPU);
    CHECK(run([] {
              while (write_output(std::vector<std::uint8_t>(100))) {
              }
          }).signal == SIGKILL);
}

TEST_CASE("a child that waits for what never comes is ended") {
    auto outcome = run_in_child({.job = [] { pause(); },
                                 .cpu_seconds = 1,
                                 .wall_seconds = 1,
                                 .memory_bytes = 100'000'000,
                                 .max_output = 1000});
    REQUIRE(outcome);
    CHECK(outcome->late);
    CHECK(outcome->signal == SIGKILL);
}

TEST_CASE("a child gets no more memory than it may have") {
    auto can_map = [](std::size_t bytes) {  // sanitizers' allocators would end the child
        return mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
               MAP_FAILED;
    };
    auto outcome = run([&] {
        std::vector<std::uint8_t> got{can_map(1'000'000), can_map(1'000'000'000)};
        write_output(got);
    });
    CHECK(outcome.output == std::vector<std::uint8_t>{1, 0});
}

TEST_CASE("a reply reads back as it was written") {
    std::vector<std::uint8_t> object{1, 2, 3};
    CHECK(*decode_reply(encode_reply(object)) == object);
    LowerError error{"words", "f()", "a:b.cpp", 7, 9};
    auto reply = encode_reply(fail(std::vector{error, error}));
    auto read = decode_reply(reply);
    REQUIRE_FALSE(read);
    REQUIRE(read.error().size() == 2);
    CHECK(read.error()[1].file == "a:b.cpp");
    CHECK(read.error()[1].column == 9);
    for (std::size_t kept = 0; kept < reply.size(); ++kept) {
        auto cut = decode_reply(std::span(reply).first(kept));
        REQUIRE_FALSE(cut);
        CHECK_FALSE(cut.error().empty());
    }
}

TEST_CASE("a diagnostic is taken apart") {
    auto error = explain(
        "dir/a:b.cpp:12:5: in function _Z1fi i64 (i32): A call to built-in function '__muldf3' is "
        "not supported.\n");
    CHECK(error.file == "dir/a:b.cpp");
    CHECK(error.line == 12);
    CHECK(error.column == 5);
    CHECK(error.function == "f(int)");
    CHECK_THAT(error.message, Catch::Contains("floating point"));
    CHECK(explain("<unknown>:0:0: in function f void (): odd").file.empty());
    CHECK(explain("built-in function '__multi3' is").message.find("__multi3") != std::string::npos);
    CHECK(explain("nobody knows this").message == "nobody knows this");
}

}  // namespace orrery::lower
