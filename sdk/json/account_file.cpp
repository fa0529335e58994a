#include "sdk/json/account_file.hpp"

#include <algorithm>
#include <array>

#include "sdk/codec/base58.hpp"
#include "sdk/codec/base64.hpp"
#include "sdk/json/account.hpp"

namespace orrery::json {
namespace {

template <class T>
using FileResult = Result<T, AccountFileError>;

constexpr std::size_t max_quoted = 60;  // of a wrong value, in an error

std::string quote(View value) {
    std::string text = value.dump();
    if (text.size() > max_quoted) text = text.substr(0, max_quoted) + "...";
    return text;
}

// A member of an object with its path from the root.
struct Member {
    View value;
    std::string path;

    AccountFileError must_be(std::string_view wanted) const {
        if (value.is_absent()) return {path, "is missing; it must be " + std::string(wanted)};
        return {path, "must be " + std::string(wanted) + ", not " + quote(value)};
    }
};

Member member(View object, std::string_view path, std::string_view name) {
    return {object[name],
            path.empty() ? std::string(name) : std::string(path) + '.' + std::string(name)};
}

FileResult<void> refuse_unknown(View object, std::string_view path,
                                std::span<const std::string_view> known) {
    for (std::size_t i = 0; i < object.size(); ++i) {
        const std::string_view name = object.member(i).first;
        if (std::ranges::find(known, name) != known.end()) continue;
        std::string list;
        for (const std::string_view each : known)
            list += (list.empty() ? "" : ", ") + std::string(each);
        return fail(AccountFileError{member(object, path, name).path,
                                     "isn't a member of an account file; known are " + list});
    }
    return {};
}

FileResult<std::uint64_t> read_u64(const Member& m) {
    const auto number = m.value.u64();
    if (!number) return fail(m.must_be("a whole number from 0 to 18446744073709551615"));
    return *number;
}

FileResult<bool> read_bool(const Member& m) {
    const auto flag = m.value.boolean();
    if (!flag) return fail(m.must_be("true or false"));
    return *flag;
}

FileResult<Pubkey> read_key(const Member& m) {
    const auto text = m.value.string();
    const auto key = text ? codec::decode_key<Pubkey>(*text) : std::nullopt;
    if (!key) return fail(m.must_be("an address: 32 bytes in base58"));
    return *key;
}

// u64::MAX as JavaScript prints it after rounding to a double.
bool is_rounded_u64_max(View value) {
    constexpr double two_to_64 = 18446744073709551616.0;
    return !value.u64() && value.f64() == two_to_64;
}

FileResult<std::uint64_t> read_rent_epoch(const Member& m) {
    if (is_rounded_u64_max(m.value)) return UINT64_MAX;
    return read_u64(m);
}

FileResult<Bytes> decode_data(const Member& text_member, std::string_view encoding,
                              std::size_t max_data) {
    const auto text = text_member.value.string();
    if (!text) return fail(text_member.must_be("a string"));
    const AccountFileError too_long{
        text_member.path, "holds more than " + std::to_string(max_data) + " bytes of data"};
    if (encoding == "base58") {
        if (text->size() > 2 * max_base58_bytes)
            return fail(AccountFileError{text_member.path,
                                         "is too long for base58 (at most 128 bytes); use base64"});
        auto bytes = codec::base58_decode(*text, max_base58_bytes);
        if (!bytes) return fail(text_member.must_be("base58 of at most 128 bytes"));
        return std::move(*bytes);
    }
    if (text->size() / 4 > max_data / 3 + 1) return fail(too_long);
    auto bytes = codec::base64_decode(*text);
    if (!bytes) return fail(text_member.must_be("base64 with padding"));
    if (encoding == "base64+zstd") {
        bytes = zstd_decompress(*bytes, max_data);
        if (!bytes)
            return fail(AccountFileError{text_member.path, "isn't whole zstd data of at most " +
                                                               std::to_string(max_data) +
                                                               " bytes; dump it again"});
    }
    if (bytes->size() > max_data) return fail(too_long);
    return std::move(*bytes);
}

FileResult<Bytes> read_data(const Member& m, std::size_t max_data) {
    constexpr std::array<std::string_view, 3> encodings = {"base64", "base58", "base64+zstd"};
    if (!m.value.is_array() || m.value.size() != 2)
        return fail(m.must_be("a pair of text and encoding, e.g. [\"\", \"base64\"]"));
    const Member encoding{m.value.at(1), m.path + "[1]"};
    const auto name = encoding.value.string();
    if (!name || std::ranges::find(encodings, *name) == encodings.end())
        return fail(encoding.must_be("\"base64\", \"base58\" or \"base64+zstd\""));
    return decode_data({m.value.at(0), m.path + "[0]"}, *name, max_data);
}

FileResult<void> check_space(const Member& m, std::size_t size) {
    if (m.value.is_absent()) return {};
    TRY(const std::uint64_t space, read_u64(m));
    if (space == size) return {};
    return fail(AccountFileError{m.path, "is " + std::to_string(space) + ", but the data has " +
                                             std::to_string(size) +
                                             " bytes; correct it or leave it out"});
}

}  // namespace

std::string display(const AccountFileError& error) {
    return error.path.empty() ? error.what : error.path + ": " + error.what;
}

Result<Account, AccountFileError> read_account(View value, std::string_view path,
                                               std::size_t max_data) {
    constexpr std::array<std::string_view, 6> known = {"lamports",   "data",      "owner",
                                                       "executable", "rentEpoch", "space"};
    if (!value.is_object()) return fail(Member{value, std::string(path)}.must_be("an object"));
    CHECK_OK(refuse_unknown(value, path, known));
    Account out;
    TRY(out.lamports.value, read_u64(member(value, path, "lamports")));
    TRY(const Bytes data, read_data(member(value, path, "data"), max_data));
    TRY(out.owner, read_key(member(value, path, "owner")));
    TRY(out.executable, read_bool(member(value, path, "executable")));
    TRY(out.rent_epoch, read_rent_epoch(member(value, path, "rentEpoch")));
    CHECK_OK(check_space(member(value, path, "space"), data.size()));
    out.data = AccountData::from(data);
    return out;
}

Result<AccountFile, AccountFileError> parse_account_file(std::string_view text,
                                                         std::size_t max_data) {
    const auto document = Document::parse(text, {.max_depth = 8, .duplicates = Duplicates::refuse});
    if (!document)
        return fail(AccountFileError{"", "not an account file: " + document.error().what +
                                             " (byte " + std::to_string(document.error().offset) +
                                             ')'});
    const View root = document->root();
    if (!root.is_object())
        return fail(AccountFileError{"",
                                     "not an account file: it must hold an object, as `solana "
                                     "account --output json` writes it"});
    constexpr std::array<std::string_view, 2> known = {"pubkey", "account"};
    CHECK_OK(refuse_unknown(root, "", known));
    AccountFile out;
    if (const Member key = member(root, "", "pubkey"); !key.value.is_none()) {
        TRY(out.pubkey, read_key(key));
    }
    TRY(out.account, read_account(root["account"], "account", max_data));
    return out;
}

std::string format_account_file(const Pubkey& key, const Account& account) {
    const auto line = [](std::string_view name, std::string value) {
        return "    \"" + std::string(name) + "\": " + std::move(value) + ",\n";
    };
    const auto quoted = [](const std::string& text) { return '"' + text + '"'; };
    return "{\n  \"pubkey\": " + quoted(codec::to_string(key)) + ",\n  \"account\": {\n" +
           line("lamports", std::to_string(account.lamports.value)) +
           line("data", "[\n      " + quoted(codec::base64_encode(account.data.to_bytes())) +
                            ",\n      \"base64\"\n    ]") +
           line("owner", quoted(codec::to_string(account.owner))) +
           line("executable", account.executable ? "true" : "false") +
           line("rentEpoch", std::to_string(account.rent_epoch)) +
           "    \"space\": " + std::to_string(account.data.size()) + "\n  }\n}\n";
}

}  // namespace orrery::json
