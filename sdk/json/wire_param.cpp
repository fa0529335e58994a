#include "sdk/codec/base58.hpp"
#include "sdk/codec/base64.hpp"
#include "sdk/json/account.hpp"
#include "sdk/json/params.hpp"
#include "sdk/json/serde_text.hpp"
#include "sdk/tx/jumbo_fee.hpp"
#include "sdk/tx/transaction.hpp"

namespace orrery::json {
namespace {

constexpr std::size_t max_base58_wire = 1683;

constexpr std::size_t base64_size(std::size_t raw) { return (raw + 2) / 3 * 4; }

/// What a transaction or message may have, by its version.
struct WireLimit {
    std::size_t raw;
    std::size_t text = base64_size(raw);
};
constexpr WireLimit packet{tx::max_transaction_size};  // legacy and v0: PACKET_DATA_SIZE
constexpr WireLimit v1{4096};                          // SIMD-0385
constexpr WireLimit jumbo{tx::max_jumbo_size};
// zstd makes what it can't compress a little larger.
constexpr std::size_t max_zstd_text = base64_size(tx::max_jumbo_size + tx::max_jumbo_size / 128);

bool is_jumbo(std::uint8_t first) { return first == 0xca; }

WireLimit limit_of(ByteSpan wire) {
    if (wire.empty() || wire[0] < 0x80) return packet;
    return is_jumbo(wire[0]) ? jumbo : v1;
}

// As limit_of, before base64 is decoded. Agave takes everything from "gQ" (0x81) on for v1.
WireLimit limit_of(std::string_view text) {
    const auto head = codec::base64_decode(text.substr(0, 4));
    if (head && !head->empty() && is_jumbo((*head)[0])) return jumbo;
    return text.substr(0, 2) >= "gQ" ? v1 : packet;
}

RpcError too_large(const WireParams& params, const WireLimit& limit) {
    const auto encoding = params.encoding == TransactionEncoding::binary
                              ? TransactionEncoding::base58
                              : params.encoding;
    return invalid_params(std::string(name(encoding)) + " encoded " + std::string(params.what) +
                          " too large: " + std::to_string(params.text.size()) +
                          " bytes (max: encoded/raw " + std::to_string(limit.text) + '/' +
                          std::to_string(limit.raw) + ')');
}

RpcError too_large_decoded(const WireParams& params, std::size_t size, const WireLimit& limit) {
    return invalid_params("decoded " + std::string(params.what) +
                          " too large: " + std::to_string(size) +
                          " bytes (max: " + std::to_string(limit.raw) + " bytes)");
}

RpcResult<Bytes> wire_from_base58(const WireParams& params) {
    if (params.text.size() > max_base58_wire)
        return fail(too_large(params, {packet.raw, max_base58_wire}));
    if (const auto fault = base58_fault(params.text); !fault.empty())
        return fail(invalid_params("invalid base58 encoding: " + fault));
    auto bytes = codec::base58_decode(params.text, max_base58_wire);
    if (!bytes || bytes->size() > packet.raw)
        return fail(too_large_decoded(params, bytes ? bytes->size() : max_base58_wire, packet));
    return std::move(*bytes);
}

// Base64 of at most `limit.text` characters, whatever the bytes are.
RpcResult<Bytes> from_base64(const WireParams& params, const WireLimit& limit) {
    if (params.text.size() > limit.text) return fail(too_large(params, limit));
    if (const auto fault = base64_fault(params.text); !fault.empty())
        return fail(invalid_params("invalid base64 encoding: " + fault));
    auto bytes = codec::base64_decode(params.text);
    if (!bytes) return fail(invalid_params("invalid base64 encoding"));
    return std::move(*bytes);
}

RpcResult<Bytes> wire_from_base64(const WireParams& params) {
    const auto limit = limit_of(params.text);
    TRY(Bytes bytes, from_base64(params, limit));
    if (bytes.size() > limit.raw) return fail(too_large_decoded(params, bytes.size(), limit));
    return bytes;
}

RpcResult<Bytes> wire_from_zstd(const WireParams& params) {
    TRY(const Bytes packed, from_base64(params, {jumbo.raw, max_zstd_text}));
    auto bytes = zstd_decompress(packed, jumbo.raw);
    if (!bytes)
        return fail(invalid_params("invalid zstd encoding: not whole zstd data of at most " +
                                   std::to_string(jumbo.raw) + " bytes"));
    const auto limit = limit_of(*bytes);
    if (bytes->size() > limit.raw) return fail(too_large_decoded(params, bytes->size(), limit));
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
        case TransactionEncoding::base64_zstd:
            return wire_from_zstd(params);
        case TransactionEncoding::json:
        case TransactionEncoding::json_parsed:
            break;
    }
    return fail(invalid_params("unsupported encoding: " + std::string(name(params.encoding)) +
                               ". Supported encodings: base58, base64"));
}

}  // namespace orrery::json
