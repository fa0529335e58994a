#include "sdk/json/params.hpp"

#include <array>

#include "sdk/codec/base58.hpp"
#include "sdk/json/float_text.hpp"
#include "sdk/json/serde_text.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::json {
namespace {

// Rust's {:?} of a serde_json Value, which jsonrpc-core puts into one error's data.
std::string rust_debug(View value) {
    if (value.is_none()) return "Null";
    if (const auto b = value.boolean()) return *b ? "Bool(true)" : "Bool(false)";
    if (value.u64() || value.i64()) return "Number(" + value.dump() + ')';
    if (const auto number = value.f64()) return "Number(" + float_text(*number) + ')';
    if (const auto text = value.string()) return "String(" + Writer().string(*text).take() + ')';
    std::string out = value.is_array() ? "Array [" : "Object {";
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (i > 0) out += ", ";
        if (value.is_array()) {
            out += rust_debug(value.at(i));
        } else {
            const auto [name, member] = value.member(i);
            out += Writer().string(name).take() + ": " + rust_debug(member);
        }
    }
    return out + (value.is_array() ? ']' : '}');
}

RpcError count_error(std::string message, const std::string& details) {
    return {RpcCode::invalid_params, "Invalid parameters: " + std::move(message),
            Writer().string(details).take()};
}

RpcError no_params_error(View params) {
    const std::string debug = rust_debug(params);
    const auto open = debug.find_first_of("[{");
    return count_error("No parameters were expected",
                       (params.is_array() ? "Array(" : "Map(") + debug.substr(open) + ')');
}

// All arguments are required: serde reads a tuple.
RpcResult<void> check_exact(View params, std::size_t count) {
    const std::string tuple = "a tuple of size " + std::to_string(count);
    if (!params.is_array()) return fail(type_error(params, tuple));
    const std::string length = "invalid length " + std::to_string(params.size()) + ", expected ";
    if (params.size() < count) return fail(serde_error(length + tuple));
    if (params.size() > count) return fail(serde_error(length + "fewer elements in array"));
    return {};
}

template <class Key>
RpcResult<Key> parse_key(std::string_view text, std::size_t max_text) {
    if (text.size() > max_text) return fail(invalid_params("Invalid param: WrongSize"));
    if (!base58_fault(text).empty()) return fail(invalid_params("Invalid param: Invalid"));
    const auto key = codec::decode_key<Key>(text);
    if (!key) return fail(invalid_params("Invalid param: WrongSize"));
    return *key;
}

template <class T, class Read>
RpcResult<std::vector<T>> read_list(View value, std::size_t max, Read read) {
    if (!value.is_array()) return fail(type_error(value, "a sequence"));
    if (value.size() > max)
        return fail(invalid_params("Too many inputs provided; max " + std::to_string(max)));
    std::vector<T> out;
    out.reserve(value.size());
    for (std::size_t i = 0; i < value.size(); ++i) {
        TRY(T item, read(value.at(i)));
        out.push_back(std::move(item));
    }
    return out;
}

// An enumeration by its wire name; absent and null are none.
template <class E, class Parse>
RpcResult<std::optional<E>> read_variant(View value, std::span<const std::string_view> names,
                                         Parse parse) {
    if (value.is_none()) return std::nullopt;
    const auto text = value.string();
    if (!text) return fail(type_error(value, "string or map"));
    const std::optional<E> found = parse(*text);
    if (!found) return fail(variant_error(*text, names));
    return found;
}

RpcResult<std::optional<std::uint8_t>> optional_u8(View value) {
    if (value.is_none()) return std::nullopt;
    const auto number = value.u64();
    if (!number) return fail(type_error(value, "u8"));
    if (*number > 255)
        return fail(
            serde_error("invalid value: integer `" + std::to_string(*number) + "`, expected u8"));
    return static_cast<std::uint8_t>(*number);
}

constexpr std::size_t max_key_text = 44;        // 32 bytes in base58
constexpr std::size_t max_signature_text = 88;  // 64 bytes

constexpr std::array<std::string_view, 3> commitment_names = {"processed", "confirmed",
                                                              "finalized"};
constexpr std::array<std::string_view, 5> account_encoding_names = {"binary", "base58", "base64",
                                                                    "jsonParsed", "base64+zstd"};
constexpr std::array<std::string_view, 5> transaction_encoding_names = {
    "binary", "base64", "base58", "json", "jsonParsed"};
constexpr std::array<std::string_view, 4> details_names = {"full", "signatures", "none",
                                                           "accounts"};

}  // namespace

RpcResult<void> Params::check_count(std::size_t required, std::size_t total) const {
    if (total == 0) {
        if (value_.is_none() || (value_.is_array() && size() == 0)) return {};
        return fail(no_params_error(value_));
    }
    if (required == total) return check_exact(value_, total);
    if (value_.is_object()) return fail(invalid_params("`params` should be an array"));
    if (size() < required)
        return fail(invalid_params("`params` should have at least " + std::to_string(required) +
                                   " argument(s)"));
    if (size() > total)
        return fail(count_error("Expected from " + std::to_string(required) + " to " +
                                    std::to_string(total) + " parameters.",
                                "\"Got: " + std::to_string(size()) + '"'));
    return {};
}

RpcResult<std::string_view> string_param(View value) {
    const auto text = value.string();
    if (!text) return fail(type_error(value, "a string"));
    return *text;
}

RpcResult<std::uint64_t> u64_param(View value) {
    if (const auto number = value.u64()) return *number;
    if (const auto negative = value.i64())
        return fail(serde_error("invalid value: integer `" + std::to_string(*negative) +
                                "`, expected u64"));
    return fail(type_error(value, "u64"));
}

RpcResult<bool> bool_param(View value) {
    const auto flag = value.boolean();
    if (!flag) return fail(type_error(value, "a boolean"));
    return *flag;
}

RpcResult<std::optional<std::string_view>> optional_string(View value) {
    if (value.is_none()) return std::nullopt;
    return string_param(value);
}

RpcResult<std::optional<std::uint64_t>> optional_u64(View value) {
    if (value.is_none()) return std::nullopt;
    return u64_param(value);
}

RpcResult<bool> bool_or_false(View value) {
    if (value.is_none()) return false;
    return bool_param(value);
}

RpcResult<Pubkey> parse_pubkey(std::string_view text) {
    return parse_key<Pubkey>(text, max_key_text);
}
RpcResult<Hash> parse_hash(std::string_view text) { return parse_key<Hash>(text, max_key_text); }
RpcResult<Signature> parse_signature(std::string_view text) {
    return parse_key<Signature>(text, max_signature_text);
}

RpcResult<Pubkey> pubkey_param(View value) {
    TRY(const auto text, string_param(value));
    return parse_pubkey(text);
}

RpcResult<Hash> hash_param(View value) {
    TRY(const auto text, string_param(value));
    return parse_hash(text);
}

RpcResult<Signature> signature_param(View value) {
    TRY(const auto text, string_param(value));
    return parse_signature(text);
}

RpcResult<std::vector<Pubkey>> pubkeys_param(View value, std::size_t max) {
    return read_list<Pubkey>(value, max, pubkey_param);
}

RpcResult<std::vector<Signature>> signatures_param(View value, std::size_t max) {
    return read_list<Signature>(value, max, signature_param);
}

RpcResult<View> config_param(View value, std::string_view type) {
    if (!value.is_none() && !value.is_object())
        return fail(type_error(value, "struct " + std::string(type)));
    return value;
}

RpcResult<Commitment> commitment_param(View value) {
    const auto text = value.string();
    if (!text) return fail(type_error(value, "string or map"));
    const auto commitment = parse_commitment(*text);
    if (!commitment) return fail(variant_error(*text, commitment_names));
    return *commitment;
}

RpcResult<std::optional<Commitment>> config_commitment(View config) {
    const View value = config["commitment"];
    if (value.is_none()) return std::nullopt;
    return commitment_param(value);
}

RpcResult<void> require_confirmed(Commitment commitment) {
    if (commitment == Commitment::processed)
        return fail(invalid_params("Method does not support commitment below `confirmed`"));
    return {};
}

RpcResult<std::optional<AccountEncoding>> account_encoding_param(View value) {
    return read_variant<AccountEncoding>(value, account_encoding_names, parse_account_encoding);
}

RpcResult<std::optional<TransactionEncoding>> transaction_encoding_param(View value) {
    return read_variant<TransactionEncoding>(value, transaction_encoding_names,
                                             parse_transaction_encoding);
}

RpcResult<std::optional<TransactionDetails>> transaction_details_param(View value) {
    return read_variant<TransactionDetails>(value, details_names, parse_transaction_details);
}

RpcResult<std::optional<DataSlice>> data_slice_param(View value) {
    if (value.is_none()) return std::nullopt;
    if (!value.is_object()) return fail(type_error(value, "struct UiDataSliceConfig"));
    DataSlice slice;
    for (const auto& [name, to] : {std::pair{"offset", &slice.offset}, {"length", &slice.length}}) {
        const View member = value[name];
        if (member.is_absent())
            return fail(serde_error("missing field `" + std::string(name) + '`'));
        const auto number = member.u64();
        if (!number) return fail(type_error(member, "usize"));
        *to = *number;
    }
    return slice;
}

RpcResult<ContextConfig> context_config(View value) {
    TRY(const View config, config_param(value, "RpcContextConfig"));
    TRY(const auto commitment, config_commitment(config));
    TRY(const auto min_slot, optional_u64(config["minContextSlot"]));
    return ContextConfig{commitment, min_slot};
}

RpcResult<AccountConfig> account_config(View value) {
    TRY(const View config, config_param(value, "RpcAccountInfoConfig"));
    TRY(const auto encoding, account_encoding_param(config["encoding"]));
    TRY(const auto slice, data_slice_param(config["dataSlice"]));
    TRY(const auto context, context_config(config));
    return AccountConfig{encoding, slice, context};
}

RpcResult<ProgramAccountsConfig> program_accounts_config(View value) {
    TRY(const View config, config_param(value, "RpcProgramAccountsConfig"));
    ProgramAccountsConfig out;
    TRY(out.account, account_config(config));
    TRY(out.filters, read_filters(config["filters"]));
    TRY(out.with_context, bool_or_false(config["withContext"]));
    if (const View sort = config["sortResults"]; !sort.is_none()) {
        TRY(out.sort_results, bool_param(sort));
    }
    return out;
}

RpcResult<TokenAccountsFilter> token_accounts_filter(View value) {
    constexpr std::array<std::string_view, 2> names = {"mint", "programId"};
    if (!value.is_object()) return fail(type_error(value, "string or map"));
    if (value.size() != 1)
        return fail(serde_error("invalid value: map, expected map with a single key"));
    const auto [name, key] = value.member(0);
    if (name != names[0] && name != names[1]) return fail(variant_error(name, names));
    TRY(const Pubkey pubkey, pubkey_param(key));
    using Kind = TokenAccountsFilter::Kind;
    return TokenAccountsFilter{name == names[0] ? Kind::mint : Kind::program_id, pubkey};
}

RpcResult<TransactionConfig> transaction_config(View value) {
    TransactionConfig out;
    if (value.is_string()) {
        TRY(out.encoding, transaction_encoding_param(value));
        return out;
    }
    TRY(const View config, config_param(value, "RpcTransactionConfig"));
    TRY(out.encoding, transaction_encoding_param(config["encoding"]));
    TRY(out.commitment, config_commitment(config));
    TRY(out.max_supported_version, optional_u8(config["maxSupportedTransactionVersion"]));
    return out;
}

RpcResult<BlockConfig> block_config(View value) {
    BlockConfig out;
    TRY(out.transaction, transaction_config(value));
    TRY(out.details, transaction_details_param(value["transactionDetails"]));
    if (const View rewards = value["rewards"]; !rewards.is_none()) {
        TRY(out.rewards, bool_param(rewards));
    }
    return out;
}

}  // namespace orrery::json
