#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/session/failure.hpp"
#include "sdk/tx/jumbo_builder.hpp"
#include "sdk/types/instruction.hpp"

namespace orrery::cli {

/// What a file for `orrery jumbo send` says (docs/cli.md).
struct JumboFile {
    std::vector<Instruction> instructions;
    std::optional<std::uint32_t> compute_unit_limit;
    std::optional<std::uint32_t> loaded_accounts_data_size;
    std::optional<std::uint32_t> heap_bytes;
    std::optional<std::uint64_t> priority_fee;

    void put_into(tx::JumboBuilder& builder) const;
};

/// Parses the text of such a file; `name` names it in errors. Error: the place, what is wrong there
/// and what must be.
Outcome<JumboFile> parse_jumbo_file(std::string_view text, const std::string& name);
/// Reads it. Error: unreadable; as above.
Outcome<JumboFile> read_jumbo_file(const std::string& path);

}  // namespace orrery::cli
