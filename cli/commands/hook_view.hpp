#pragma once

#include <string>
#include <vector>

#include "cli/commands/hook_accounts.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::cli {

/// "active", "disabled".
std::string_view state_name(const hooks::Hook& hook);
/// What a trigger costs besides its bid.
Lamports gas_of(const hooks::Hook& hook);

/// A hook with all that its account says, for people.
std::string hook_text(const HookAccount& hook);
/// The same as members of an object.
void write_hook(json::Writer& out, const HookAccount& hook);
/// One line for each of several.
std::string hook_lines(const Output& out, const std::vector<HookAccount>& list);

/// Rows of cells below bold headings; numbers (`right`) end at the same column.
struct Column {
    std::string_view heading;
    bool right = false;
};
std::string columns(const Output& out, const std::vector<Column>& head,
                    const std::vector<std::vector<std::string>>& rows);

}  // namespace orrery::cli
