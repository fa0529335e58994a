#include "cli/session/amount.hpp"

#include <catch2/catch.hpp>

namespace orrery::cli {

TEST_CASE("amounts of SOL are exact to the lamport") {
    struct Row {
        const char* text;
        std::uint64_t lamports;
        const char* shown;
    };
    constexpr Row rows[] = {{"0", 0, "0 SOL"},
                            {"1", 1'000'000'000, "1 SOL"},
                            {"1.5", 1'500'000'000, "1.5 SOL"},
                            {"01.50", 1'500'000'000, "1.5 SOL"},
                            {"0.000000001", 1, "0.000000001 SOL"},
                            {"10", 10'000'000'000, "10 SOL"},
                            {"18446744073.709551615", UINT64_MAX, "18446744073.709551615 SOL"}};
    for (const auto& row : rows) {
        const auto parsed = parse_sol(row.text);
        INFO(row.text);
        REQUIRE(parsed);
        CHECK(parsed->value == row.lamports);
        CHECK(format_sol(*parsed) == row.shown);
    }
}

TEST_CASE("what isn't an amount is refused") {
    for (const auto* text :
         {"", ".", "1.", ".5", "-1", "+1", "1e3", "1,5", " 1", "1 ", "0x1", "ALL", "1.0000000001",
          "18446744073.709551616", "18446744074", "99999999999999999999999", "1.-5", "1.5.2"}) {
        INFO(text);
        const auto parsed = parse_sol(text);
        REQUIRE(!parsed);
        CHECK(parsed.error().exit_code == 2);
    }
}

}  // namespace orrery::cli
