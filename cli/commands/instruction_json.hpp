#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "cli/commands/json_place.hpp"
#include "sdk/types/instruction.hpp"

namespace orrery::cli {

/// A word that stands for a key where a file names an account.
struct NamedKey {
    std::string_view name;
    Pubkey key;
};

/// Reads an instruction as files write it (docs/cli.md): program, accounts, data. Error: the place,
/// what is wrong there and what must be.
Outcome<Instruction> read_instruction(const Place& place, std::span<const NamedKey> names = {});
/// Reads a list of at least one. Errors: as above.
Outcome<std::vector<Instruction>> read_instructions(const Place& place,
                                                    std::span<const NamedKey> names = {});

}  // namespace orrery::cli
