#include "sdk/build/process.hpp"

#include <catch2/catch.hpp>
#include <csignal>

#include "sdk/build/each.hpp"

namespace orrery::build {
namespace {

ProcessOutcome shell(const std::string& script, const std::string& folder = "") {
    auto outcome = run_process({.arguments = {"/bin/sh", "-c", script}, .folder = folder});
    REQUIRE(outcome);
    return *outcome;
}

}  // namespace

TEST_CASE("a process's output, errors and exit code come back apart") {
    const auto outcome = shell("printf out; printf err >&2; exit 7");
    CHECK(outcome.output == "out");
    CHECK(outcome.errors == "err");
    CHECK(outcome.exit_code == 7);
}

TEST_CASE("more than two pipes hold comes back whole") {
    const auto outcome = shell("head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2");
    CHECK(outcome.output.size() == 300'000);
    CHECK(outcome.errors.size() == 300'000);
}

TEST_CASE("a process has no input, runs in its folder, and a signal that ends it is told") {
    CHECK(shell("cat; pwd", "/usr").output == "/usr\n");
    CHECK(shell("kill -KILL $$").exit_code == 128 + SIGKILL);
}

TEST_CASE("a program that isn't there is named with the reason") {
    const auto outcome = run_process({.arguments = {"/no/such/program"}, .folder = {}});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error() == "can't run /no/such/program: No such file or directory");
}

TEST_CASE("each index is worked on once, by any number of threads") {
    for (const unsigned jobs : {0u, 1u, 2u, 7u, 100u}) {
        std::vector<std::atomic<int>> counts(50);
        for_each_index(counts.size(), jobs, [&](std::size_t i) { ++counts[i]; });
        for (const auto& count : counts) CHECK(count == 1);
    }
    for_each_index(0, 4, [](std::size_t) { FAIL("there is nothing to do"); });
}

}  // namespace orrery::build
