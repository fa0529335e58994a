#include "cli/commands/jumbo_file.hpp"

#include <array>

#include "cli/commands/instruction_json.hpp"

namespace orrery::cli {
namespace {

Outcome<JumboFile> read_root(const Place& root) {
    constexpr std::array<std::string_view, 5> members = {
        "instructions", "computeUnitLimit", "loadedAccountsDataSize", "heapBytes", "priorityFee"};
    CHECK_OK(check_members(root, members));
    JumboFile out;
    TRY(out.instructions, read_instructions(root.member("instructions")));
    CHECK_OK(read_number(root.member("computeUnitLimit"), out.compute_unit_limit));
    CHECK_OK(read_number(root.member("loadedAccountsDataSize"), out.loaded_accounts_data_size));
    CHECK_OK(read_number(root.member("heapBytes"), out.heap_bytes));
    CHECK_OK(read_number(root.member("priorityFee"), out.priority_fee));
    return out;
}

}  // namespace

void JumboFile::put_into(tx::JumboBuilder& builder) const {
    builder.add(instructions);
    if (compute_unit_limit) builder.compute_unit_limit(*compute_unit_limit);
    if (loaded_accounts_data_size) builder.loaded_accounts_data_size(*loaded_accounts_data_size);
    if (heap_bytes) builder.heap_bytes(*heap_bytes);
    if (priority_fee) builder.priority_fee(*priority_fee);
}

Outcome<JumboFile> parse_jumbo_file(std::string_view text, const std::string& name) {
    TRY(const auto document, parse_json_file(text, name));
    return read_root(root_of(document, name));
}

Outcome<JumboFile> read_jumbo_file(const std::string& path) {
    TRY(const auto document, read_json_file(path));
    return read_root(root_of(document, path));
}

}  // namespace orrery::cli
