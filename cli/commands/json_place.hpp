#pragma once

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cli/session/failure.hpp"
#include "sdk/json/document.hpp"
#include "sdk/types/key.hpp"

// What files of JSON that people write are read with.
namespace orrery::cli {

/// A value and where it stands, for errors.
struct Place {
    json::View value;
    std::string path;  ///< "tx.json: instructions[3].data"

    Place member(std::string_view name) const;
    Place at(std::size_t index) const;
    /// "PATH must be WANTED, not VALUE", or that it is missing.
    Failure must_be(std::string_view wanted) const;
};

/// Reads a JSON file whose objects name no member twice. Errors: unreadable; no JSON.
Outcome<json::Document> read_json_file(const std::string& path);
/// Parses the text of one; `name` names it in errors.
Outcome<json::Document> parse_json_file(std::string_view text, const std::string& name);
/// The root of a file.
inline Place root_of(const json::Document& document, const std::string& name) {
    return {document.root(), name + ": "};
}

/// Errors: no object; a member that isn't among `known`.
Outcome<void> check_members(const Place& object, std::span<const std::string_view> known);
/// Error: no address.
Outcome<Pubkey> read_key(const Place& place);
/// False where it is absent. Error: no boolean.
Outcome<bool> read_flag(const Place& place);

/// Leaves `out` where the number is absent. Error: no whole number that T holds.
template <class T>
Outcome<void> read_number(const Place& place, std::optional<T>& out) {
    if (place.value.is_absent()) return {};
    const auto number = place.value.u64();
    if (!number || *number > std::numeric_limits<T>::max())
        return fail(place.must_be("a whole number from 0 to " +
                                  std::to_string(std::numeric_limits<T>::max())));
    out = static_cast<T>(*number);
    return {};
}

}  // namespace orrery::cli
