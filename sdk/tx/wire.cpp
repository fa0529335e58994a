#include "sdk/tx/wire.hpp"

#include <bit>

#include "sdk/tx/jumbo.hpp"

namespace orrery::tx::wire {
namespace {

using codec::ByteReader;

struct InstructionHeader {
    std::uint16_t program = 0;
    std::uint16_t num_accounts = 0;
    std::uint32_t data_size = 0;
};

// Index is a byte in v1 and two in jumbo; the header's other fields double with it.
template <class Index>
InstructionHeader read_header(ByteReader& reader) {
    InstructionHeader out;
    if constexpr (sizeof(Index) == 1) {
        out.program = reader.u8();
        out.num_accounts = reader.u8();
        out.data_size = reader.u16();
    } else {
        out.program = reader.u16();
        out.num_accounts = reader.u16();
        out.data_size = reader.u32();
    }
    return out;
}

Result<void, DecodeError> read_keys(ByteReader& reader, std::size_t count, Message& out) {
    static_assert(sizeof(Pubkey) == Pubkey::size && alignof(Pubkey) == 1);
    const ByteSpan bytes = reader.bytes(count * Pubkey::size);
    if (reader.failed()) return fail(cut_off("address list", reader));
    out.static_keys = {reinterpret_cast<const Pubkey*>(bytes.data()), count};
    return {};
}

template <class Index>
std::span<const std::uint16_t> read_indices(ByteSpan bytes, std::vector<std::uint16_t>& storage) {
    const std::size_t first = storage.size();
    storage.resize(first + bytes.size() / sizeof(Index));
    for (std::size_t i = first, at = 0; i < storage.size(); ++i, at += sizeof(Index))
        storage[i] = load_le<Index>(bytes.data() + at);
    return std::span<const std::uint16_t>(storage).subspan(first);
}

// How many indices the headers announce, so that their storage never moves.
template <class Index>
std::size_t count_indices(ByteReader headers, std::size_t count) {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += read_header<Index>(headers).num_accounts;
    return sum;
}

template <class Index>
Result<void, DecodeError> read_instructions(ByteReader& reader, std::size_t count, Message& out) {
    constexpr std::size_t header_size = 4 * sizeof(Index);
    ByteReader headers(reader.bytes(count * header_size));
    if (reader.failed()) return fail(cut_off("instruction header list", reader));
    const std::size_t indices = count_indices<Index>(headers, count);
    if (indices * sizeof(Index) > reader.remaining())
        return fail(cut_off("instruction account list", reader));
    out.index_storage.reserve(indices);
    out.instructions.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const InstructionHeader header = read_header<Index>(headers);
        const ByteSpan accounts = reader.bytes(header.num_accounts * sizeof(Index));
        const ByteSpan data = reader.bytes(header.data_size);
        if (reader.failed()) return fail(cut_off("instruction " + std::to_string(i), reader));
        out.instructions.push_back(
            {header.program, read_indices<Index>(accounts, out.index_storage), data});
    }
    return {};
}

struct Counts {
    std::uint32_t mask = 0;
    std::size_t addresses = 0;
    std::size_t instructions = 0;
};

// From the addresses to the end of the signed bytes.
template <class Index>
Result<void, DecodeError> read_body(ByteReader& reader, const Counts& counts, Transaction& out) {
    CHECK_OK(read_keys(reader, counts.addresses, out.message));
    out.message.budget = read_budget(reader, counts.mask);
    if (reader.failed()) return fail(cut_off("config value list", reader));
    CHECK_OK(read_instructions<Index>(reader, counts.instructions, out.message));
    out.message.signed_bytes = ByteSpan(*out.wire).first(reader.position());
    return {};
}

Result<void, DecodeError> expect_end(const ByteReader& reader) {
    if (reader.remaining() == 0) return {};
    return fail(
        error_at(std::to_string(reader.remaining()) + " bytes after the signatures", reader));
}

Result<void, DecodeError> read_signatures(ByteReader& reader, Transaction& out) {
    const std::size_t count = out.message.num_required_signatures;
    if (count * Signature::size > reader.remaining())
        return fail(cut_off("signature list", reader));
    out.signatures.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        out.signatures.push_back({SignatureScheme::ed25519, reader.bytes(Signature::size)});
    return {};
}

Result<void, DecodeError> read_scheme_entries(ByteReader& reader, Transaction& out) {
    for (std::size_t i = 0; i < out.message.num_required_signatures; ++i) {
        const auto scheme = static_cast<SignatureScheme>(reader.u8());
        const ByteSpan bytes = reader.bytes(reader.u32());
        if (reader.failed()) return fail(cut_off("signature " + std::to_string(i), reader));
        out.signatures.push_back({scheme, bytes});
    }
    return {};
}

bool has_plain_first_signature(const Transaction& transaction) {
    const auto& entries = transaction.signatures;
    return !entries.empty() && entries[0].scheme == SignatureScheme::ed25519 &&
           entries[0].bytes.size() == Signature::size;
}

}  // namespace

DecodeError error_at(std::string_view what, const ByteReader& reader) {
    return {std::string(what) + " (offset " + std::to_string(reader.position()) + ")"};
}

DecodeError cut_off(std::string_view part, const ByteReader& reader) {
    return error_at(std::string(part) + " runs past the end", reader);
}

void write_budget(codec::ByteWriter& out, const BudgetRequest& request) {
    if ((request.mask & mask_priority_fee) == mask_priority_fee) out.u64(request.priority_fee);
    if ((request.mask & mask_compute_unit_limit) != 0) out.u32(request.compute_unit_limit);
    if ((request.mask & mask_loaded_accounts_data_size) != 0)
        out.u32(request.loaded_accounts_data_size);
    if ((request.mask & mask_heap) != 0) out.u32(request.heap_bytes);
}

BudgetRequest read_budget(ByteReader& reader, std::uint32_t mask) {
    BudgetRequest out;
    out.mask = mask;
    if ((mask & 1) != 0) out.priority_fee = reader.u32();
    if ((mask & 2) != 0) out.priority_fee |= std::uint64_t{reader.u32()} << 32;
    if ((mask & mask_compute_unit_limit) != 0) out.compute_unit_limit = reader.u32();
    if ((mask & mask_loaded_accounts_data_size) != 0) out.loaded_accounts_data_size = reader.u32();
    if ((mask & mask_heap) != 0) out.heap_bytes = reader.u32();
    reader.skip(4 * static_cast<std::uint64_t>(std::popcount(mask & ~mask_known)));
    return out;
}

Bytes with_signatures_last(ByteSpan signed_bytes, std::span<const Signature> signatures) {
    codec::ByteWriter out;
    out.reserve(signed_bytes.size() + signatures.size() * Signature::size);
    out.bytes(signed_bytes);
    for (const Signature& signature : signatures) out.key(signature);
    return out.take();
}

Result<void, DecodeError> decode_v1(Transaction& out) {
    ByteReader reader(*out.wire);
    Message& message = out.message;
    message.version = Version::v1;
    reader.skip(1);
    message.num_required_signatures = reader.u8();
    message.num_readonly_signed = reader.u8();
    message.num_readonly_unsigned = reader.u8();
    const std::uint32_t mask = reader.u32();
    message.lifetime = reader.key<Hash>();
    const std::size_t instructions = reader.u8();
    const std::size_t addresses = reader.u8();
    if (reader.failed()) return fail(cut_off("message header", reader));
    CHECK_OK(read_body<std::uint8_t>(reader, {mask, addresses, instructions}, out));
    CHECK_OK(read_signatures(reader, out));
    return expect_end(reader);
}

Result<void, DecodeError> decode_jumbo(Transaction& out) {
    ByteReader reader(*out.wire);
    Message& message = out.message;
    message.version = Version::jumbo;
    reader.skip(1);
    message.num_required_signatures = reader.u8();
    message.num_readonly_signed = reader.u8();
    const bool has_schemes = (reader.u8() & jumbo_has_schemes) != 0;
    message.num_readonly_unsigned = reader.u16();
    const std::size_t addresses = reader.u16();
    const std::size_t instructions = reader.u16();
    reader.skip(2);
    const std::uint32_t mask = reader.u32();
    message.lifetime = reader.key<Hash>();
    if (reader.failed()) return fail(cut_off("message header", reader));
    CHECK_OK(read_body<std::uint16_t>(reader, {mask, addresses, instructions}, out));
    if (has_schemes)
        CHECK_OK(read_scheme_entries(reader, out));
    else
        CHECK_OK(read_signatures(reader, out));
    CHECK_OK(expect_end(reader));
    if (!has_plain_first_signature(out))
        out.hashed_id = std::make_unique<const HashedId>(message.signed_bytes);
    return {};
}

}  // namespace orrery::tx::wire
