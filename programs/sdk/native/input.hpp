#pragma once

#include <sol/test.hpp>

namespace sol::test {

/// Accounts each once, flags of its listings joined, and where each listing's is.
struct Distinct {
    std::vector<TestAccount> accounts;
    std::vector<size_t> listed;
};

Distinct distinct(const std::vector<TestAccount>& listed);

/// The input's bytes and, for each distinct account, where its record is.
struct Input {
    Data bytes;
    std::vector<size_t> records;
};

Input make_input(const Distinct& accounts, const Data& data, const Pubkey& program_id);

}  // namespace sol::test
