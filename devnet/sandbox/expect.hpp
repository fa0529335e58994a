#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include "devnet/sandbox/outcome.hpp"
#include "sdk/tx/error.hpp"

/// Checks that say what was wrong, with the logs, for any test framework:
/// `REQUIRE(expect_ok(chain.send(...)))` prints the report with Catch2, and
/// `EXPECT_TRUE(report) << report` with GoogleTest.
namespace orrery {

/// Whether something was as expected; if it wasn't, what was there instead.
struct Report {
    std::string text;  ///< empty: as expected

    explicit operator bool() const { return text.empty(); }
};

std::ostream& operator<<(std::ostream& out, const Report& report);

Report expect_ok(const Outcome& outcome);
/// Some instruction failed with this error.
Report expect_error(const Outcome& outcome, const tx::InstructionError& error);
/// The instruction of this index did.
Report expect_error(const Outcome& outcome, std::uint16_t index, const tx::InstructionError& error);
/// The transaction as a whole failed, e.g. with BlockhashNotFound.
Report expect_error(const Outcome& outcome, tx::TransactionErrorCode error);
/// Some instruction failed with a program's own error code.
Report expect_custom_error(const Outcome& outcome, std::uint32_t code);
/// A line of the logs contains `text`.
Report expect_log(const Outcome& outcome, std::string_view text);

}  // namespace orrery
