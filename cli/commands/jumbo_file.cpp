#include "cli/commands/jumbo_file.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <limits>
#include <sstream>

#include "sdk/codec/base58.hpp"
#include "sdk/codec/base64.hpp"
#include "sdk/codec/hex.hpp"
#include "sdk/json/document.hpp"

namespace orrery::cli {
namespace {

using json::View;

constexpr std::size_t max_quoted = 60;          // of a wrong value, in an error
constexpr std::size_t max_base58_bytes = 1232;  // base58 takes quadratic time

/// A value and where it stands.
struct Place {
    View value;
    std::string path;  ///< "tx.json: instructions[3].data"

    Place member(std::string_view name) const {
        return {value[name], path + (path.ends_with(' ') ? "" : ".") + std::string(name)};
    }
    Place at(std::size_t index) const {
        return {value.at(index), path + '[' + std::to_string(index) + ']'};
    }
    std::string quote() const {
        const auto text = value.dump();
        return text.size() > max_quoted ? text.substr(0, max_quoted) + "..." : text;
    }
    auto must_be(std::string_view wanted) const {
        if (value.is_absent())
            return failed(path + " is missing; it must be " + std::string(wanted));
        return failed(path + (path.ends_with(' ') ? "it" : "") + " must be " + std::string(wanted) +
                      ", not " + quote());
    }
};

template <std::size_t N>
Outcome<void> only(const Place& object, const std::array<std::string_view, N>& known) {
    if (!object.value.is_object()) return object.must_be("an object");
    std::string list;
    for (const auto name : known) list += (list.empty() ? "" : ", ") + std::string(name);
    for (std::size_t i = 0; i < object.value.size(); ++i) {
        const auto name = object.value.member(i).first;
        if (std::ranges::find(known, name) == known.end())
            return failed(object.member(name).path + " isn't known here; " + list + " are");
    }
    return {};
}

Outcome<Pubkey> read_address(const Place& place) {
    const auto text = place.value.string();
    const auto key = text ? codec::decode_key<Pubkey>(*text) : std::nullopt;
    if (!key) return place.must_be("an address: 32 bytes in base58");
    return *key;
}

Outcome<bool> read_flag(const Place& place) {
    if (place.value.is_absent()) return false;
    const auto flag = place.value.boolean();
    if (!flag) return place.must_be("true or false");
    return *flag;
}

template <class T>
Outcome<void> read_number(const Place& place, std::optional<T>& out) {
    if (place.value.is_absent()) return {};
    const auto number = place.value.u64();
    if (!number || *number > std::numeric_limits<T>::max())
        return place.must_be("a whole number from 0 to " +
                             std::to_string(std::numeric_limits<T>::max()));
    out = static_cast<T>(*number);
    return {};
}

Outcome<AccountMeta> read_account(const Place& place) {
    constexpr std::array<std::string_view, 3> members = {"pubkey", "signer", "writable"};
    CHECK_OK(only(place, members));
    TRY(const auto key, read_address(place.member("pubkey")));
    TRY(const auto signer, read_flag(place.member("signer")));
    TRY(const auto writable, read_flag(place.member("writable")));
    return AccountMeta{key, signer, writable};
}

std::optional<Bytes> from_text(std::string_view text) {
    const auto bytes = as_bytes(text);
    return Bytes(bytes.begin(), bytes.end());
}
std::optional<Bytes> from_hex(std::string_view text) { return codec::hex_decode(text); }
std::optional<Bytes> from_base58(std::string_view text) {
    return codec::base58_decode(text, max_base58_bytes);
}

/// One way to write bytes.
struct Encoding {
    std::string_view name;
    std::optional<Bytes> (*decode)(std::string_view);
};
constexpr std::array encodings = {Encoding{"base64", codec::base64_decode},
                                  Encoding{"hex", from_hex}, Encoding{"base58", from_base58},
                                  Encoding{"text", from_text}};

Outcome<Bytes> read_data(const Place& place) {
    if (place.value.is_absent()) return Bytes();
    if (place.value.size() != 1 || !place.value.is_object())
        return place.must_be(R"(one of {"base64": ..}, {"hex": ..}, {"base58": ..}, {"text": ..})");
    const auto name = place.value.member(0).first;
    const auto encoding = std::ranges::find(encodings, name, &Encoding::name);
    if (encoding == encodings.end())
        return failed(place.member(name).path + " isn't known here; base64, hex, base58, text are");
    const auto text = place.value.member(0).second.string();
    auto bytes = text ? encoding->decode(*text) : std::nullopt;
    if (!bytes) return place.member(name).must_be("bytes in " + std::string(name));
    return std::move(*bytes);
}

Outcome<Instruction> read_instruction(const Place& place) {
    constexpr std::array<std::string_view, 3> members = {"program", "accounts", "data"};
    CHECK_OK(only(place, members));
    Instruction out;
    TRY(out.program_id, read_address(place.member("program")));
    const auto accounts = place.member("accounts");
    if (!accounts.value.is_absent() && !accounts.value.is_array())
        return accounts.must_be("a list");
    for (std::size_t i = 0; i < accounts.value.size(); ++i) {
        TRY(auto account, read_account(accounts.at(i)));
        out.accounts.push_back(std::move(account));
    }
    TRY(out.data, read_data(place.member("data")));
    return out;
}

Outcome<JumboFile> read_root(const Place& root) {
    constexpr std::array<std::string_view, 5> members = {
        "instructions", "computeUnitLimit", "loadedAccountsDataSize", "heapBytes", "priorityFee"};
    CHECK_OK(only(root, members));
    JumboFile out;
    const auto instructions = root.member("instructions");
    if (!instructions.value.is_array() || instructions.value.size() == 0)
        return instructions.must_be("a list of instructions");
    out.instructions.reserve(instructions.value.size());
    for (std::size_t i = 0; i < instructions.value.size(); ++i) {
        TRY(auto instruction, read_instruction(instructions.at(i)));
        out.instructions.push_back(std::move(instruction));
    }
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
    const auto document = json::Document::parse(text, {.duplicates = json::Duplicates::refuse});
    if (!document)
        return failed(name + " isn't JSON: " + document.error().what + " at byte " +
                      std::to_string(document.error().offset));
    return read_root({document->root(), name + ": "});
}

Outcome<JumboFile> read_jumbo_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    if (!in || !(text << in.rdbuf())) return failed("can't read " + path + "; check the path");
    return parse_jumbo_file(text.str(), path);
}

}  // namespace orrery::cli
