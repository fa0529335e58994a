#include "sdk/codec/base58.hpp"
#include "sdk/codec/base64.hpp"
#include "sdk/json/params.hpp"
#include "sdk/json/serde_text.hpp"

namespace orrery::json {
namespace {

constexpr std::size_t max_wire = 1232;  // PACKET_DATA_SIZE
constexpr std::size_t max_base58_wire = 1683;
constexpr std::size_t max_base64_wire = 1644;

struct WireLimit {
    std::string_view name;
    std::size_t text;
};

RpcError too_large(const WireParams& params, const WireLimit& limit) {
    return invalid_params(std::string(limit.name) + " encoded " + std::string(params.what) +
                          " too large: " + std::to_string(params.text.size()) +
                          " bytes (max: encoded/raw " + std::to_string(limit.text) + '/' +
                          std::to_string(max_wire) + ')');
}

RpcError too_large_decoded(const WireParams& params, std::size_t size) {
    return invalid_params("decoded " + std::string(params.what) +
                          " too large: " + std::to_string(size) +
                          " bytes (max: " + std::to_string(max_wire) + " bytes)");
}

RpcResult<Bytes> wire_from_base58(const WireParams& params) {
    if (params.text.size() > max_base58_wire)
        return fail(too_large(params, {"base58", max_base58_wire}));
    if (const auto fault = base58_fault(params.text); !fault.empty())
        return fail(invalid_params("invalid base58 encoding: " + fault));
    auto bytes = codec::base58_decode(params.text, max_base58_wire);
    if (!bytes || bytes->size() > max_wire)
        return fail(too_large_decoded(params, bytes ? bytes->size() : max_base58_wire));
    return std::move(*bytes);
}

RpcResult<Bytes> wire_from_base64(const WireParams& params) {
    if (params.text.size() > max_base64_wire)
        return fail(too_large(params, {"base64", max_base64_wire}));
    if (const auto fault = base64_fault(params.text); !fault.empty())
        return fail(invalid_params("invalid base64 encoding: " + fault));
    auto bytes = codec::base64_decode(params.text);
    if (!bytes || bytes->size() > max_wire)
        return fail(too_large_decoded(params, bytes ? bytes->size() : 0));
    return std::move(*bytes);
}

}  // namespace

RpcResult<Bytes> wire_param(const WireParams& params) {
    switch (params.encoding) {
        case TransactionEncoding::binary:
        case TransactionEncoding::base58:
            return wire_from_base58(params);
        case TransactionEncoding::base64:
            return wire_from_base64(params);
        case TransactionEncoding::json:
        case TransactionEncoding::json_parsed:
            break;
    }
    return fail(invalid_params("unsupported encoding: " + std::string(name(params.encoding)) +
                               ". Supported encodings: base58, base64"));
}

}  // namespace orrery::json
