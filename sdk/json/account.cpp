#include "sdk/json/account.hpp"

#include <zstd.h>

#include <algorithm>
#include <bit>
#include <memory>

#include "sdk/codec/base58.hpp"
#include "sdk/codec/base64.hpp"
#include "sdk/json/parsed_account.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/types/check.hpp"

namespace orrery::json {
namespace {

template <auto F>
struct Free {
    template <class T>
    void operator()(T* p) const noexcept {
        F(p);
    }
};
using Decompressor = std::unique_ptr<ZSTD_DCtx, Free<ZSTD_freeDCtx>>;

std::size_t sliced_size(const AccountData& data, const std::optional<DataSlice>& slice) {
    if (!slice) return data.size();
    if (slice->offset >= data.size()) return 0;
    return std::min<std::uint64_t>(slice->length, data.size() - slice->offset);
}

Bytes sliced(const AccountData& data, const std::optional<DataSlice>& slice) {
    if (!slice) return data.to_bytes();
    const std::size_t size = sliced_size(data, slice);
    return size == 0 ? Bytes() : data.slice(static_cast<std::size_t>(slice->offset), size);
}

std::string base58_or_excuse(const Bytes& bytes) {
    if (bytes.size() > max_base58_bytes) return "error: data too large for bs58 encoding";
    return codec::base58_encode(bytes);
}

void write_pair(Writer& out, std::string_view text, AccountEncoding encoding) {
    out.begin_array().plain(text).plain(name(encoding)).end_array();
}

}  // namespace

RpcResult<void> check_encodable(const AccountData& data, const AccountFormat& format) {
    const bool is_base58 =
        format.encoding == AccountEncoding::binary || format.encoding == AccountEncoding::base58;
    if (!is_base58 || sliced_size(data, format.slice) <= max_base58_bytes) return {};
    return fail(rpc_error(RpcCode::invalid_request,
                          "Encoded binary (base 58) data should be less than 128 bytes, please use "
                          "Base64 encoding."));
}

void write_account_data(Writer& out, const AccountData& data, const AccountFormat& format) {
    const Bytes bytes = sliced(data, format.slice);
    switch (format.encoding) {
        case AccountEncoding::binary:
            out.plain(base58_or_excuse(bytes));
            return;
        case AccountEncoding::base58:
            write_pair(out, base58_or_excuse(bytes), AccountEncoding::base58);
            return;
        case AccountEncoding::base64_zstd:
            write_pair(out, codec::base64_encode(zstd_compress(bytes)),
                       AccountEncoding::base64_zstd);
            return;
        case AccountEncoding::base64:
        case AccountEncoding::json_parsed:
            break;
    }
    write_pair(out, codec::base64_encode(bytes), AccountEncoding::base64);
}

void write_account(Writer& out, const Pubkey& key, const Account& account,
                   const AccountFormat& format) {
    out.begin_object().key("data");
    const bool parsed = format.encoding == AccountEncoding::json_parsed &&
                        write_parsed_account(out, key, account, format.mint_of);
    if (!parsed) write_account_data(out, account.data, format);
    out.field("executable", account.executable).field("lamports", account.lamports);
    out.field("owner", account.owner).field("rentEpoch", account.rent_epoch);
    out.field("space", account.data.size()).end_object();
}

void write_keyed_account(Writer& out, const Pubkey& key, const Account& account,
                         const AccountFormat& format) {
    out.begin_object().key("account");
    write_account(out, key, account, format);
    out.field("pubkey", key).end_object();
}

Bytes zstd_compress(ByteSpan bytes) {
    Bytes out(ZSTD_compressBound(bytes.size()));
    const std::size_t size =
        ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), ZSTD_CLEVEL_DEFAULT);
    ORRERY_CHECK(!ZSTD_isError(size));  // the buffer has the bound's size
    out.resize(size);
    return out;
}

std::optional<Bytes> zstd_decompress(ByteSpan bytes, std::size_t max_size) {
    const Decompressor context(ZSTD_createDCtx());
    ORRERY_CHECK(context != nullptr);
    // A frame names the memory that it wants: compressors want 8 MiB, and no more than they hold.
    const int window = std::clamp(static_cast<int>(std::bit_width(max_size)), 23, 27);
    ORRERY_CHECK(!ZSTD_isError(ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, window)));
    Bytes out;
    ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
    Bytes block(ZSTD_DStreamOutSize());
    std::size_t left = 1;  // 0 at the end of a frame
    while (in.pos < in.size || left != 0) {
        ZSTD_outBuffer part{block.data(), block.size(), 0};
        const std::size_t before = in.pos;
        left = ZSTD_decompressStream(context.get(), &part, &in);
        if (ZSTD_isError(left)) return std::nullopt;
        if (part.pos > max_size - out.size()) return std::nullopt;
        out.insert(out.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(part.pos));
        if (part.pos == 0 && in.pos == before && left != 0) return std::nullopt;  // truncated
    }
    return out;
}

}  // namespace orrery::json
