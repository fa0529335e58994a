#include "cli/commands/instruction_json.hpp"

#include <algorithm>
#include <array>

#include "sdk/codec/base58.hpp"
#include "sdk/codec/base64.hpp"
#include "sdk/codec/hex.hpp"

namespace orrery::cli {
namespace {

constexpr std::size_t max_base58_bytes = 1232;  // base58 takes quadratic time

Outcome<Pubkey> read_account_key(const Place& place, std::span<const NamedKey> names) {
    const auto text = place.value.string();
    const auto named = std::ranges::find(names, text.value_or(""), &NamedKey::name);
    if (named != names.end()) return named->key;
    return read_key(place);
}

Outcome<AccountMeta> read_account(const Place& place, std::span<const NamedKey> names) {
    constexpr std::array<std::string_view, 3> members = {"pubkey", "signer", "writable"};
    CHECK_OK(check_members(place, members));
    TRY(const auto key, read_account_key(place.member("pubkey"), names));
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
        return fail(
            place.must_be(R"(one of {"base64": ..}, {"hex": ..}, {"base58": ..}, {"text": ..})"));
    const auto name = place.value.member(0).first;
    const auto encoding = std::ranges::find(encodings, name, &Encoding::name);
    if (encoding == encodings.end())
        return failed(place.member(name).path + " isn't known here; base64, hex, base58, text are");
    const auto text = place.value.member(0).second.string();
    auto bytes = text ? encoding->decode(*text) : std::nullopt;
    if (!bytes) return fail(place.member(name).must_be("bytes in " + std::string(name)));
    return std::move(*bytes);
}

}  // namespace

Outcome<Instruction> read_instruction(const Place& place, std::span<const NamedKey> names) {
    constexpr std::array<std::string_view, 3> members = {"program", "accounts", "data"};
    CHECK_OK(check_members(place, members));
    Instruction out;
    TRY(out.program_id, read_key(place.member("program")));
    const auto accounts = place.member("accounts");
    if (!accounts.value.is_absent() && !accounts.value.is_array())
        return fail(accounts.must_be("a list"));
    for (std::size_t i = 0; i < accounts.value.size(); ++i) {
        TRY(auto account, read_account(accounts.at(i), names));
        out.accounts.push_back(std::move(account));
    }
    TRY(out.data, read_data(place.member("data")));
    return out;
}

Outcome<std::vector<Instruction>> read_instructions(const Place& place,
                                                    std::span<const NamedKey> names) {
    if (!place.value.is_array() || place.value.size() == 0)
        return fail(place.must_be("a list of instructions"));
    std::vector<Instruction> out;
    out.reserve(place.value.size());
    for (std::size_t i = 0; i < place.value.size(); ++i) {
        TRY(auto instruction, read_instruction(place.at(i), names));
        out.push_back(std::move(instruction));
    }
    return out;
}

}  // namespace orrery::cli
