#include "cli/commands/json_place.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "sdk/codec/base58.hpp"

namespace orrery::cli {
namespace {

constexpr std::size_t max_quoted = 60;  // of a wrong value, in an error

std::string quote(json::View value) {
    const auto text = value.dump();
    return text.size() > max_quoted ? text.substr(0, max_quoted) + "..." : text;
}

}  // namespace

Place Place::member(std::string_view name) const {
    return {value[name], path + (path.ends_with(' ') ? "" : ".") + std::string(name)};
}

Place Place::at(std::size_t index) const {
    return {value.at(index), path + '[' + std::to_string(index) + ']'};
}

Failure Place::must_be(std::string_view wanted) const {
    const auto be = " must be " + std::string(wanted);
    if (value.is_absent()) return {node::ExitCode::failure, path + " is missing; it" + be};
    const bool is_root = path.ends_with(' ');
    return {node::ExitCode::failure, path + (is_root ? "it" : "") + be + ", not " + quote(value)};
}

Outcome<json::Document> parse_json_file(std::string_view text, const std::string& name) {
    auto document = json::Document::parse(text, {.duplicates = json::Duplicates::refuse});
    if (!document)
        return failed(name + " isn't JSON: " + document.error().what + " at byte " +
                      std::to_string(document.error().offset));
    return std::move(*document);
}

Outcome<json::Document> read_json_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    if (!in || !(text << in.rdbuf())) return failed("can't read " + path + "; check the path");
    return parse_json_file(text.str(), path);
}

Outcome<void> check_members(const Place& object, std::span<const std::string_view> known) {
    if (!object.value.is_object()) return fail(object.must_be("an object"));
    std::string list;
    for (const auto name : known) list += (list.empty() ? "" : ", ") + std::string(name);
    for (std::size_t i = 0; i < object.value.size(); ++i) {
        const auto name = object.value.member(i).first;
        if (std::ranges::find(known, name) == known.end())
            return failed(object.member(name).path + " isn't known here; " + list + " are");
    }
    return {};
}

Outcome<Pubkey> read_key(const Place& place) {
    const auto text = place.value.string();
    const auto key = text ? codec::decode_key<Pubkey>(*text) : std::nullopt;
    if (!key) return fail(place.must_be("an address: 32 bytes in base58"));
    return *key;
}

Outcome<bool> read_flag(const Place& place) {
    if (place.value.is_absent()) return false;
    const auto flag = place.value.boolean();
    if (!flag) return fail(place.must_be("true or false"));
    return *flag;
}

}  // namespace orrery::cli
