#include <algorithm>

#include "programs/sdk/native/machine.hpp"

namespace sol::test {

// The rules of Agave's transaction-context, by the names of its InstructionErrors.
std::string refusal(const Pubkey& program, const TestAccount& before, const TestAccount& after) {
    const auto name = to_text(before.key);
    const bool owned = before.owner == program;
    const bool same_data = before.data == after.data;
    if (before.executable != after.executable) return "ExecutableModified: " + name;
    if (before.lamports != after.lamports && !before.is_writable)
        return "ReadonlyLamportChange: " + name + " isn't writable";
    if (before.lamports > after.lamports && !owned)
        return "ExternalAccountLamportSpend: " + name + " is another program's";
    if (!same_data && !before.is_writable)
        return "ReadonlyDataModified: " + name + " isn't writable";
    if (!same_data && !owned)
        return "ExternalAccountDataModified: " + name + " is another program's";
    if (before.owner != after.owner) {
        const bool zero = std::ranges::all_of(after.data, [](uint8_t byte) { return byte == 0; });
        if (!before.is_writable || !owned || !zero)
            return "ModifiedProgramId: " + name +
                   " has to be writable, the program's own and zeroed to get another owner";
    }
    return {};
}

}  // namespace sol::test
