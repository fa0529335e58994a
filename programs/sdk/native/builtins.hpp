#pragma once

#include <sol/test.hpp>

namespace sol::test {

/// The system program, so far as builtin_programs() says.
uint64_t system_program(Cpi& cpi);

/// The token program, so far as builtin_programs() says.
uint64_t token_program(Cpi& cpi);

}  // namespace sol::test
