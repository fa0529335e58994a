#include "devnet/svm/invoke/log_collector.hpp"

#include <catch2/catch.hpp>

#include "sdk/types/ids.hpp"

namespace orrery::invoke {
namespace {

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("the runtime's lines read as svm-runtime.md 2.2 has them") {
    LogCollector log(0);
    log.invoke(ids::system, 1);
    log.program_log("hello");
    log.program_data("AQ== Ag==");
    log.consumed(ids::system, 7, 200'000);
    log.program_return(ids::system, Bytes{1, 2, 3});
    log.failure(ids::system, "custom program error: 0x1");
    log.success(ids::system);
    const std::string id = "11111111111111111111111111111111";
    CHECK(log.lines() == Lines{
                             "Program " + id + " invoke [1]",
                             "Program log: hello",
                             "Program data: AQ== Ag==",
                             "Program " + id + " consumed 7 of 200000 compute units",
                             "Program return: " + id + " AQID",
                             "Program " + id + " failed: custom program error: 0x1",
                             "Program " + id + " success",
                         });
}

TEST_CASE("a line that reaches the limit is dropped, marked once, and shorter ones go on") {
    LogCollector log(10);
    log.line("1234");
    log.line("123456");  // 10 in all: not below the limit
    log.line("12345");
    log.line("1234567");
    log.line("");  // 9 in all
    CHECK(log.lines() == Lines{"1234", "Log truncated", "12345", ""});
    log.line("1");
    CHECK(log.lines().size() == 4);
}

TEST_CASE("a copy collects on its own") {
    LogCollector log(0);
    log.line("both");
    auto copy = log;
    log.line("one");
    copy.line("other");
    CHECK(log.lines() == Lines{"both", "one"});
    CHECK(copy.take() == Lines{"both", "other"});
}

}  // namespace orrery::invoke
