#include "devnet/shred/shred.hpp"

#include <utility>

#include "sdk/codec/reader.hpp"
#include "sdk/codec/writer.hpp"
#include "sdk/crypto/sha256.hpp"
#include "sdk/types/check.hpp"

namespace orrery::shred {
namespace {

using codec::ByteReader;
using codec::ByteWriter;

constexpr std::string_view magic = "SHRD";
constexpr std::uint8_t version = 1;
constexpr std::uint8_t last_in_slot_flag = 1;

/// The header's fields that tell how the rest is laid out.
struct Counts {
    std::uint32_t entries = 0;
    std::uint32_t accounts = 0;
    std::uint32_t body_length = 0;
};

auto error(ShredErrorCode code, std::string what) {
    return fail(ShredError{code, std::move(what)});
}

void write_header(ByteWriter& out, const Header& header, const Counts& counts) {
    out.bytes(as_bytes(magic)).u8(version);
    out.u8(header.last_in_slot ? last_in_slot_flag : std::uint8_t{0}).u16(0);
    out.u64(header.slot.value).u32(header.index);
    out.u32(counts.entries).u32(counts.accounts).u32(counts.body_length);
    out.key(header.genesis_hash).key(header.prev_shred_hash);
    out.key(header.receipts_root).key(header.effect_hash);
}

Result<Header, ShredError> read_header(ByteReader& in, Counts& counts) {
    if (in.remaining() < header_size + signature_size)
        return error(ShredErrorCode::truncated, "shorter than a shred's header and signature");
    if (as_text(in.bytes(magic.size())) != magic)
        return error(ShredErrorCode::bad_magic, "doesn't begin with SHRD");
    if (const auto found = in.u8(); found != version) {
        return error(ShredErrorCode::bad_version,
                     "shred version " + std::to_string(found) + ", known is 1");
    }
    const std::uint8_t flags = in.u8();
    const std::uint16_t reserved = in.u16();
    if (flags > last_in_slot_flag || reserved != 0)
        return error(ShredErrorCode::bad_flags, "unknown flags or reserved field not zero");
    Header header;
    header.last_in_slot = flags == last_in_slot_flag;
    header.slot = {in.u64()};
    header.index = in.u32();
    counts = {.entries = in.u32(), .accounts = in.u32(), .body_length = in.u32()};
    header.genesis_hash = in.key<Hash>();
    header.prev_shred_hash = in.key<Hash>();
    header.receipts_root = in.key<Hash>();
    header.effect_hash = in.key<Hash>();
    return header;
}

// Before anything is allocated by a count, the counts are held against the bytes that are there.
Result<void, ShredError> check_length(const ByteReader& in, const Counts& counts) {
    const std::uint64_t expected =
        std::uint64_t{counts.accounts} * access_size + counts.body_length + signature_size;
    if (in.remaining() < expected)
        return error(ShredErrorCode::truncated, "shorter than its header says");
    if (in.remaining() > expected)
        return error(ShredErrorCode::trailing_bytes, "longer than its header says");
    if (counts.body_length < std::uint64_t{counts.entries} * entry_header_size)
        return error(ShredErrorCode::bad_entry, "body too short for its entries");
    return {};
}

Result<std::vector<AccountAccess>, ShredError> read_accounts(ByteReader& in, std::uint32_t count) {
    std::vector<AccountAccess> accounts;
    accounts.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        AccountAccess access;
        access.key = in.key<Pubkey>();
        access.read_version = in.u64();
        access.write_version = in.u64();
        if (i > 0 && !(accounts.back().key < access.key)) {
            return error(ShredErrorCode::unsorted_accounts,
                         "account " + std::to_string(i) + " is not above its predecessor");
        }
        accounts.push_back(access);
    }
    return accounts;
}

Result<std::vector<Entry>, ShredError> read_entries(ByteSpan body, std::uint32_t count) {
    ByteReader in(body);
    std::vector<Entry> entries;
    entries.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint8_t kind = in.u8();
        const auto bytes = in.bytes(in.u32());
        const auto prefix = "entry " + std::to_string(i) + ": ";
        if (in.failed()) return error(ShredErrorCode::bad_entry, prefix + "runs past the body");
        auto entry = decode_entry(kind, bytes);
        if (!entry) return error(ShredErrorCode::bad_entry, prefix + entry.error().what);
        entries.push_back(std::move(*entry));
    }
    if (!in.done()) return error(ShredErrorCode::bad_entry, "bytes after the last entry");
    return entries;
}

// A slot's first entry is SlotOpen, its last SlotClose, and neither stands elsewhere.
Result<void, ShredError> check_structure(const Header& header, const std::vector<Entry>& entries) {
    if (entries.empty()) return error(ShredErrorCode::bad_structure, "no entries");
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const bool begins = header.index == 0 && i == 0;
        const bool ends = header.last_in_slot && i + 1 == entries.size();
        const auto* open = std::get_if<SlotOpen>(&entries[i]);
        if ((open != nullptr) != begins)
            return error(ShredErrorCode::bad_structure, "slot open not where the slot begins");
        if (open != nullptr && open->slot != header.slot)
            return error(ShredErrorCode::bad_structure, "opens another slot than its own");
        if (std::holds_alternative<SlotClose>(entries[i]) != ends)
            return error(ShredErrorCode::bad_structure, "slot close not where the slot ends");
    }
    return {};
}

void check_sealable(const Shred& shred) {
    ORRERY_CHECK(check_structure(shred.header, shred.entries).has_value());
    for (std::size_t i = 1; i < shred.accounts.size(); ++i)
        ORRERY_CHECK(shred.accounts[i - 1].key < shred.accounts[i].key);
}

std::size_t transaction_bytes(const Shred& shred) {
    std::size_t size = 0;
    for (const auto& entry : shred.entries) {
        const auto* transaction = std::get_if<TransactionEntry>(&entry);
        size += entry_header_size + (transaction != nullptr ? transaction->wire->size() : 0);
    }
    return size;
}

}  // namespace

SealedShred seal(const Shred& shred, const crypto::Keypair& sequencer) {
    check_sealable(shred);
    const std::size_t body_at = header_size + access_size * shred.accounts.size();
    ByteWriter out;
    out.reserve(body_at + transaction_bytes(shred) + signature_size + 512);
    Counts counts{.entries = static_cast<std::uint32_t>(shred.entries.size()),
                  .accounts = static_cast<std::uint32_t>(shred.accounts.size())};
    write_header(out, shred.header, counts);
    for (const auto& access : shred.accounts)
        out.key(access.key).u64(access.read_version).u64(access.write_version);
    SealedShred sealed;
    sealed.entry_offsets.reserve(shred.entries.size());
    for (const auto& entry : shred.entries) {
        ORRERY_CHECK(out.size() <= UINT32_MAX - entry_header_size);
        sealed.entry_offsets.push_back(static_cast<std::uint32_t>(out.size() + entry_header_size));
        write_entry(out, entry);
    }
    ORRERY_CHECK(out.size() - body_at <= UINT32_MAX);
    const auto body_length = static_cast<std::uint32_t>(out.size() - body_at);
    auto bytes = out.take();
    store_le(bytes.data() + 28, body_length);  // known only now
    sealed.hash = crypto::sha256(bytes);
    const auto signature = sequencer.sign(sealed.hash.bytes);
    bytes.insert(bytes.end(), signature.bytes.begin(), signature.bytes.end());
    sealed.bytes = std::make_shared<const Bytes>(std::move(bytes));
    return sealed;
}

Result<Shred, ShredError> decode(ByteSpan bytes) {
    ByteReader in(bytes);
    Counts counts;
    Shred shred;
    TRY(shred.header, read_header(in, counts));
    CHECK_OK(check_length(in, counts));
    TRY(shred.accounts, read_accounts(in, counts.accounts));
    TRY(shred.entries, read_entries(in.bytes(counts.body_length), counts.entries));
    CHECK_OK(check_structure(shred.header, shred.entries));
    shred.signature = in.key<Signature>();
    return shred;
}

Hash shred_hash(ByteSpan bytes) {
    ORRERY_CHECK(bytes.size() >= header_size + signature_size);
    return crypto::sha256(bytes.first(bytes.size() - signature_size));
}

bool verify_signature(ByteSpan bytes, const Pubkey& sequencer) {
    if (bytes.size() < header_size + signature_size) return false;
    const auto signature = Signature::from(bytes.last(signature_size));
    return crypto::verify_strict(sequencer, shred_hash(bytes).bytes, signature);
}

}  // namespace orrery::shred
