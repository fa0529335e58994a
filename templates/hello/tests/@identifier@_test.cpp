#include "../src/@identifier@.hpp"

#include <catch2/catch.hpp>
#include <sol/test.hpp>
#include <string>

// The program as it runs on this machine, with sanitizers: `orrery program test`.
namespace {

using namespace hello;

sol::test::Outcome greet(const std::string& name) {
    return sol::test::call({.program_id = sol::test::key("the program"),
                            .accounts = {},
                            .data = {name.begin(), name.end()}});
}

}  // namespace

TEST_CASE("greets by name") {
    const auto outcome = greet("Ada");
    INFO(outcome.why());
    REQUIRE(outcome.ok());
    CHECK(outcome.logged("Hello, Ada!"));
}

TEST_CASE("takes a name of 32 bytes, and no longer one") {
    CHECK(greet(std::string(max_name_length, 'a')).ok());
    CHECK(greet(std::string(max_name_length + 1, 'a')).is(HelloError::NameTooLong));
}

TEST_CASE("greets nobody without a name") { CHECK(greet("").is(HelloError::NobodyToGreet)); }
