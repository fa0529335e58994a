#pragma once

#include <string>

#include "sdk/types/bytes.hpp"
#include "sdk/types/result.hpp"

namespace orrery::node {

/// Whether this version's chains take an ELF at a deployment: their loader's own check. The error
/// is the loader's text to the letter.
Result<void, std::string> check_program(ByteSpan elf);

}  // namespace orrery::node
