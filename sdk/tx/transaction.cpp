#include "sdk/tx/transaction.hpp"

#include <algorithm>

#include "sdk/crypto/blake3.hpp"
#include "sdk/crypto/ed25519.hpp"
#include "sdk/tx/jumbo.hpp"
#include "sdk/tx/v1.hpp"
#include "sdk/tx/wire.hpp"

namespace orrery::tx {
namespace {

using codec::ByteReader;
using wire::cut_off;
using wire::error_at;

constexpr std::uint8_t version_mask = 0x80;      // set in a message's first byte unless legacy
constexpr std::size_t min_instruction_size = 3;  // program, two empty lists
constexpr std::size_t min_lookup_size = 34;      // table, two empty lists
constexpr std::size_t max_instructions = 64;     // = Agave's instruction trace limit
constexpr std::size_t max_instruction_accounts = 255;
constexpr std::size_t max_keys = 256;  // indices are one byte

// Reads how many items follow; nothing for a count that the remaining bytes can't hold, so that
// nothing is allocated on a false promise.
std::optional<std::size_t> read_count(ByteReader& reader, std::size_t min_item_size) {
    const std::size_t count = reader.short_u16();
    if (reader.failed() || count * min_item_size > reader.remaining()) return std::nullopt;
    return count;
}

DecodeError bad_count(std::string_view part, const ByteReader& reader) {
    if (reader.failed())
        return error_at(std::string(part) + " count is cut off or not a minimal compact-u16",
                        reader);
    return cut_off(std::string(part) + " list", reader);
}

ByteSpan read_list(ByteReader& reader) { return reader.bytes(reader.short_u16()); }

Result<void, DecodeError> read_signatures(ByteReader& reader, Transaction& out) {
    const auto count = read_count(reader, Signature::size);
    if (!count) return fail(bad_count("signature", reader));
    out.signatures.reserve(*count);
    for (std::size_t i = 0; i < *count; ++i)
        out.signatures.push_back({SignatureScheme::ed25519, reader.bytes(Signature::size)});
    return {};
}

Result<void, DecodeError> read_header(ByteReader& reader, Message& out) {
    std::uint8_t first = reader.u8();
    if (!reader.failed() && (first & version_mask) != 0) {
        const int version = first & ~version_mask;
        if (version != 0)
            return fail(error_at("message version " + std::to_string(version) + " is not supported",
                                 reader));
        out.version = Version::v0;
        first = reader.u8();
    }
    out.num_required_signatures = first;
    out.num_readonly_signed = reader.u8();
    out.num_readonly_unsigned = reader.u8();
    if (reader.failed()) return fail(cut_off("message header", reader));
    return {};
}

Result<void, DecodeError> read_keys(ByteReader& reader, Message& out) {
    const auto count = read_count(reader, Pubkey::size);
    if (!count) return fail(bad_count("account key", reader));
    static_assert(sizeof(Pubkey) == Pubkey::size && alignof(Pubkey) == 1);
    const ByteSpan bytes = reader.bytes(*count * Pubkey::size);
    out.static_keys = {reinterpret_cast<const Pubkey*>(bytes.data()), *count};
    out.lifetime = reader.key<Hash>();
    if (reader.failed()) return fail(cut_off("recent blockhash", reader));
    return {};
}

Result<void, DecodeError> read_instructions(ByteReader& reader, Message& out) {
    const auto count = read_count(reader, min_instruction_size);
    if (!count) return fail(bad_count("instruction", reader));
    out.instructions.reserve(*count);
    auto& indices = out.index_storage;
    indices.reserve(reader.remaining());  // a byte each, so that the storage never moves
    for (std::size_t i = 0; i < *count; ++i) {
        const std::uint8_t program = reader.u8();
        const ByteSpan accounts = read_list(reader);
        const ByteSpan data = read_list(reader);
        if (reader.failed()) return fail(cut_off("instruction " + std::to_string(i), reader));
        const auto* const first = indices.data() + indices.size();
        indices.insert(indices.end(), accounts.begin(), accounts.end());
        out.instructions.push_back({program, {first, accounts.size()}, data});
    }
    return {};
}

Result<void, DecodeError> read_lookups(ByteReader& reader, Message& out) {
    const auto count = read_count(reader, min_lookup_size);
    if (!count) return fail(bad_count("lookup table", reader));
    out.lookups.reserve(*count);
    for (std::size_t i = 0; i < *count; ++i) {
        TableLookup lookup;
        lookup.table = reader.key();
        lookup.writable_indexes = read_list(reader);
        lookup.readonly_indexes = read_list(reader);
        if (reader.failed()) return fail(cut_off("lookup table " + std::to_string(i), reader));
        out.lookups.push_back(lookup);
    }
    return {};
}

Result<void, DecodeError> read_message(ByteReader& reader, Message& out) {
    CHECK_OK(read_header(reader, out));
    CHECK_OK(read_keys(reader, out));
    CHECK_OK(read_instructions(reader, out));
    if (out.version == Version::v0) CHECK_OK(read_lookups(reader, out));
    if (reader.remaining() != 0)
        return fail(
            error_at(std::to_string(reader.remaining()) + " bytes after the message", reader));
    return {};
}

bool lookups_are_sound(const Message& message) {
    return std::ranges::none_of(message.lookups, [](const TableLookup& lookup) {
        return lookup.writable_indexes.empty() && lookup.readonly_indexes.empty();
    });
}

bool instructions_are_sound(const Message& message, std::size_t keys) {
    if (message.instructions.size() > max_instructions || keys > max_keys) return false;
    return std::ranges::all_of(message.instructions, [&](const CompiledInstruction& instruction) {
        // The program must be a static key, and can't be the fee payer.
        return instruction.program_index != 0 &&
               instruction.program_index < message.static_keys.size() &&
               instruction.accounts.size() <= max_instruction_accounts &&
               std::ranges::all_of(instruction.accounts, [keys](auto i) { return i < keys; });
    });
}

// A first byte of 0x80 or more is a message's: its signatures come last.
[[gnu::cold, gnu::noinline]] Result<void, DecodeError> decode_message_first(std::uint8_t first,
                                                                            Transaction& out) {
    if (first == v1_first_byte) return wire::decode_v1(out);
    if (first == jumbo_first_byte) return wire::decode_jumbo(out);
    return fail(DecodeError{"transaction version " + std::to_string(first & ~version_mask) +
                            " is not supported (offset 0)"});
}

Result<void, DecodeError> decode_into(ByteSpan wire, Transaction& out) {
    out.wire = std::make_shared<const Bytes>(wire.begin(), wire.end());
    if (!wire.empty() && (wire[0] & version_mask) != 0) [[unlikely]]
        return decode_message_first(wire[0], out);
    ByteReader reader(*out.wire);
    CHECK_OK(read_signatures(reader, out));
    out.message.signed_bytes = ByteSpan(*out.wire).subspan(reader.position());
    return read_message(reader, out.message);
}

bool is_sound(const Transaction& transaction) {
    const Message& message = transaction.message;
    return transaction.wire->size() <= max_transaction_size &&
           transaction.signatures.size() == message.num_required_signatures &&
           wire::header_is_sound(message) && lookups_are_sound(message) &&
           instructions_are_sound(message, message.num_keys());
}

// The text of scheme 4 hashes the message: it is made once, when the first entry needs it.
bool verify_entries(const Transaction& transaction) {
    const Message& message = transaction.message;
    std::string text;
    for (std::size_t i = 0; i < transaction.signatures.size(); ++i) {
        const SignatureEntry& entry = transaction.signatures[i];
        if (entry.bytes.size() != Signature::size) return false;
        if (entry.scheme == SignatureScheme::text && text.empty())
            text = signing_text(message.signed_bytes);
        else if (entry.scheme != SignatureScheme::text && entry.scheme != SignatureScheme::ed25519)
            return false;
        const ByteSpan signed_bytes =
            entry.scheme == SignatureScheme::text ? as_bytes(text) : message.signed_bytes;
        if (!crypto::verify_strict(message.static_keys[i], signed_bytes,
                                   Signature::from(entry.bytes)))
            return false;
    }
    return true;
}

}  // namespace

std::size_t Transaction::lifetime_offset() const {
    if (message.version == Version::v1) return wire::v1_lifetime_offset;
    if (message.version == Version::jumbo) return wire::jumbo_lifetime_offset;
    // It follows the static keys, which lie in the wire bytes as they are.
    const auto* end = reinterpret_cast<const std::uint8_t*>(message.static_keys.data() +
                                                            message.static_keys.size());
    return static_cast<std::size_t>(end - wire->data());
}

Hash hash_message(ByteSpan signed_bytes) {
    return crypto::blake3({as_bytes("solana-tx-message-v1"), signed_bytes});
}

Result<Transaction, DecodeError> decode(ByteSpan wire) {
    Transaction out;
    CHECK_OK(decode_into(wire, out));
    return out;
}

Result<std::shared_ptr<const Transaction>, DecodeError> decode_shared(ByteSpan wire) {
    auto out = std::make_shared<Transaction>();
    CHECK_OK(decode_into(wire, *out));
    return out;
}

std::string_view sanitize_fault(const Transaction& transaction) {
    switch (transaction.message.version) {
        case Version::v1:
            return wire::v1_fault(transaction);
        case Version::jumbo:
            return wire::jumbo_fault(transaction);
        case Version::legacy:
        case Version::v0:
            break;
    }
    return {};
}

Result<void, TransactionError> sanitize(const Transaction& transaction) {
    const bool sound = transaction.message.has_budget() ? sanitize_fault(transaction).empty()
                                                        : is_sound(transaction);
    if (!sound) return fail(TransactionError{TransactionErrorCode::SanitizeFailure});
    return {};
}

Result<void, TransactionError> verify_signatures(const Transaction& transaction) {
    if (transaction.signatures.size() > transaction.message.static_keys.size() ||
        !verify_entries(transaction))
        return fail(TransactionError{TransactionErrorCode::SignatureFailure});
    return {};
}

}  // namespace orrery::tx
