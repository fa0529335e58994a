#pragma once

#include <string>
#include <vector>

#include "tests/differential/case.hpp"

namespace orrery::differential {

/// One thing the two sides disagree about: which, and both views in lines for people.
struct Difference {
    std::string field;
    std::vector<std::string> lines;
};

/// Everything in which `ours` differs from what the case expects; empty when equal. A change of
/// rent_epoch alone counts on neither side: it is no change of an account (solayer-chain.md 7).
std::vector<Difference> compare(const Case& c, const Answer& ours, const AccountMap& base);

}  // namespace orrery::differential
