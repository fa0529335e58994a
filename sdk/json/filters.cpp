#include "sdk/json/filters.hpp"

#include <algorithm>
#include <array>

#include "sdk/codec/base58.hpp"
#include "sdk/codec/base64.hpp"
#include "sdk/json/serde_text.hpp"
#include "sdk/json/token_amount.hpp"
#include "sdk/tx/token_layout.hpp"

namespace orrery::json {
namespace {

// filter.rs: 128 bytes are at most this long in base58 and base64.
constexpr std::size_t max_bytes = 128;
constexpr std::size_t max_base58_text = 175;
constexpr std::size_t max_base64_text = 172;
constexpr std::size_t account_head = 166;  // a token account and its type

RpcError filter_error(const std::string& debug) {
    return invalid_params("Invalid param: " + debug);
}

RpcResult<Bytes> decode_base58(std::string_view text) {
    if (text.size() > max_base58_text) return fail(filter_error("DataTooLarge"));
    if (const auto fault = base58_fault(text); !fault.empty())
        return fail(filter_error("Base58DecodeError(" + fault + ')'));
    auto bytes = codec::base58_decode(text, max_bytes);
    if (!bytes) return fail(filter_error("DataTooLarge"));
    return std::move(*bytes);
}

RpcResult<Bytes> decode_base64(std::string_view text) {
    if (text.size() > max_base64_text) return fail(filter_error("DataTooLarge"));
    if (const auto fault = base64_fault(text); !fault.empty())
        return fail(filter_error("Base64DecodeError(" + fault + ')'));
    auto bytes = codec::base64_decode(text);
    if (!bytes || bytes->size() > max_bytes) return fail(filter_error("DataTooLarge"));
    return std::move(*bytes);
}

RpcResult<Bytes> read_byte_array(View value) {
    Bytes bytes;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const auto byte = value.at(i).u64();
        if (!byte || *byte > 255)
            return fail(serde_error("data did not match any variant of untagged enum DataType"));
        if (bytes.size() == max_bytes) return fail(filter_error("DataTooLarge"));
        bytes.push_back(static_cast<std::uint8_t>(*byte));
    }
    return bytes;
}

// `encoding` beside a byte array is ignored; without one, text is base58.
RpcResult<Bytes> read_memcmp_bytes(View memcmp) {
    const View bytes = memcmp["bytes"];
    if (bytes.is_absent()) return fail(serde_error("missing field `bytes`"));
    if (bytes.is_array()) return read_byte_array(bytes);
    const auto text = bytes.string();
    if (!text) return fail(serde_error("data did not match any variant of untagged enum DataType"));
    const View encoding = memcmp["encoding"];
    if (encoding.is_none() || encoding.string() == "base58" || encoding.string() == "bytes")
        return decode_base58(*text);
    if (encoding.string() == "base64") return decode_base64(*text);
    constexpr std::array<std::string_view, 3> names = {"base58", "base64", "bytes"};
    if (!encoding.is_string()) return fail(type_error(encoding, "string or map"));
    return fail(variant_error(*encoding.string(), names));
}

RpcResult<Filter> read_memcmp(View value) {
    if (!value.is_object()) return fail(type_error(value, "struct Memcmp"));
    const View offset = value["offset"];
    if (offset.is_absent()) return fail(serde_error("missing field `offset`"));
    const auto number = offset.u64();
    if (!number) return fail(type_error(offset, "usize"));
    TRY(Bytes bytes, read_memcmp_bytes(value));
    return Filter(MemcmpFilter{*number, std::move(bytes)});
}

RpcResult<Filter> read_filter(View value) {
    constexpr std::array<std::string_view, 3> names = {"dataSize", "memcmp", "tokenAccountState"};
    if (const auto text = value.string()) {
        if (*text == "tokenAccountState") return Filter(TokenAccountStateFilter{});
        if (*text == "dataSize" || *text == "memcmp")
            return fail(serde_error("invalid type: unit variant, expected newtype variant"));
        return fail(variant_error(*text, names));
    }
    if (!value.is_object()) return fail(type_error(value, "string or map"));
    if (value.size() != 1)
        return fail(serde_error("invalid value: map, expected map with a single key"));
    const auto [name, content] = value.member(0);
    if (name == "memcmp") return read_memcmp(content);
    if (name == "tokenAccountState" && content.is_null()) return Filter(TokenAccountStateFilter{});
    if (name == "tokenAccountState") return fail(type_error(content, "unit"));
    if (name != "dataSize") return fail(variant_error(name, names));
    const auto size = content.u64();
    if (!size) return fail(type_error(content, "u64"));
    return Filter(DataSizeFilter{*size});
}

// The state is decided within the first 166 bytes and the length.
bool is_token_account(const AccountData& data) {
    Bytes bytes(data.size() <= account_head ? data.size() : account_head);
    data.copy_to(bytes);
    return data.size() != tx::token_multisig_size && json::is_token_account(bytes);
}

bool matches_bytes(const MemcmpFilter& filter, const AccountData& data) {
    if (filter.offset > data.size() || data.size() - filter.offset < filter.bytes.size())
        return false;
    std::array<std::uint8_t, max_bytes> found;
    const std::span<std::uint8_t> window(found.data(), filter.bytes.size());
    data.copy_to(window, static_cast<std::size_t>(filter.offset));
    return std::ranges::equal(window, filter.bytes);
}

}  // namespace

RpcResult<std::vector<Filter>> read_filters(View value) {
    std::vector<Filter> filters;
    if (value.is_none()) return filters;
    if (!value.is_array()) return fail(type_error(value, "a sequence"));
    if (value.size() > max_filters)
        return fail(
            invalid_params("Too many filters provided; max " + std::to_string(max_filters)));
    for (std::size_t i = 0; i < value.size(); ++i) {
        TRY(Filter filter, read_filter(value.at(i)));
        filters.push_back(std::move(filter));
    }
    return filters;
}

bool matches(const Filter& filter, const AccountData& data) {
    if (const auto* size = std::get_if<DataSizeFilter>(&filter)) return data.size() == size->size;
    if (const auto* memcmp = std::get_if<MemcmpFilter>(&filter))
        return matches_bytes(*memcmp, data);
    return is_token_account(data);
}

bool matches(const std::vector<Filter>& filters, const AccountData& data) {
    return std::ranges::all_of(filters, [&](const Filter& f) { return matches(f, data); });
}

}  // namespace orrery::json
