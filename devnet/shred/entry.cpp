#include "devnet/shred/entry.hpp"

#include <optional>
#include <utility>

#include "sdk/codec/reader.hpp"
#include "sdk/crypto/sha512.hpp"
#include "sdk/types/check.hpp"

namespace orrery::shred {
namespace {

using codec::ByteReader;
using codec::ByteWriter;

constexpr std::size_t credit_size = 32 + 8;

enum class CheatOp : std::uint8_t { set_account = 0, warp = 1 };

std::uint8_t byte_of(CheatOp op) { return static_cast<std::uint8_t>(op); }

// Kind and body of each alternative of Entry.
EntryKind kind(const TransactionEntry&) { return EntryKind::transaction; }
EntryKind kind(const SlotOpen&) { return EntryKind::slot_open; }
EntryKind kind(const SlotClose&) { return EntryKind::slot_close; }
EntryKind kind(const SetAccount&) { return EntryKind::cheat; }
EntryKind kind(const Warp&) { return EntryKind::cheat; }
EntryKind kind(const ForcedInvalid&) { return EntryKind::forced_invalid; }

void write_body(ByteWriter& out, const TransactionEntry& entry) { out.bytes(*entry.wire); }

void write_body(ByteWriter& out, const SlotOpen& entry) {
    out.u64(entry.slot.value).u64(entry.parent_slot.value).i64(entry.unix_timestamp);
    out.key(entry.parent_hash);
}

void write_body(ByteWriter& out, const SlotClose& entry) {
    out.u64(entry.last_outbox_seq).key(entry.outbox_root).u64(entry.fees.value);
    out.u32(static_cast<std::uint32_t>(entry.credits.size()));
    for (const auto& credit : entry.credits) out.key(credit.key).u64(credit.lamports.value);
}

void write_body(ByteWriter& out, const SetAccount& entry) {
    out.u8(byte_of(CheatOp::set_account)).key(entry.key).u64(entry.lamports.value);
    out.key(entry.owner).boolean(entry.executable).u64(entry.data.size());
    for (const auto& chunk : entry.data.chunks()) out.bytes(*chunk);
}

void write_body(ByteWriter& out, const Warp& entry) {
    out.u8(byte_of(CheatOp::warp)).u64(entry.to_slot.value).i64(entry.clock_offset);
}

void write_body(ByteWriter& out, const ForcedInvalid& entry) {
    out.u64(entry.nonce).u32(entry.error).key(entry.data_hash);
}

// Readers of one body each. Bounds are the ByteReader's; what it cannot see is an empty optional.
std::optional<Entry> read_transaction(ByteReader& in) {
    if (in.remaining() == 0) return std::nullopt;
    const auto wire = in.bytes(in.remaining());
    return TransactionEntry{std::make_shared<const Bytes>(wire.begin(), wire.end())};
}

std::optional<Entry> read_slot_open(ByteReader& in) {
    SlotOpen entry;
    entry.slot = {in.u64()};
    entry.parent_slot = {in.u64()};
    entry.unix_timestamp = in.i64();
    entry.parent_hash = in.key<Hash>();
    return entry;
}

std::optional<Entry> read_slot_close(ByteReader& in) {
    SlotClose entry;
    entry.last_outbox_seq = in.u64();
    entry.outbox_root = in.key<Hash>();
    entry.fees = {in.u64()};
    const std::uint32_t count = in.u32();
    if (in.failed() || in.remaining() != std::uint64_t{count} * credit_size) return std::nullopt;
    entry.credits.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto key = in.key<Pubkey>();
        if (i > 0 && !(entry.credits.back().key < key)) return std::nullopt;
        entry.credits.push_back({key, {in.u64()}});
    }
    return entry;
}

std::optional<Entry> read_set_account(ByteReader& in) {
    SetAccount entry;
    entry.key = in.key<Pubkey>();
    entry.lamports = {in.u64()};
    entry.owner = in.key<Pubkey>();
    entry.executable = in.boolean();
    entry.data = AccountData::from(in.bytes(in.u64()));
    return entry;
}

std::optional<Entry> read_warp(ByteReader& in) {
    Warp entry;
    entry.to_slot = {in.u64()};
    entry.clock_offset = in.i64();
    return entry;
}

std::optional<Entry> read_forced_invalid(ByteReader& in) {
    ForcedInvalid entry;
    entry.nonce = in.u64();
    entry.error = in.u32();
    entry.data_hash = in.key<Hash>();
    return entry;
}

using ReadBody = std::optional<Entry> (*)(ByteReader&);

// What stands behind a kind, or a cheat's op; `read` is null for what is only reserved.
struct Row {
    const char* name;
    ReadBody read;
};

constexpr Row kind_rows[entry_kinds] = {
    {"transaction", read_transaction},
    {"slot open", read_slot_open},
    {"slot close", read_slot_close},
    {"cheat", nullptr},  // its op decides: cheat_rows
    {"relay", nullptr},
    {"claim", nullptr},
    {"refund", nullptr},
    {"edge receipts", nullptr},
    {"forced invalid", read_forced_invalid},
};
constexpr Row cheat_rows[] = {{"set account", read_set_account}, {"warp", read_warp}};

Result<Entry, EntryError> read_whole(const Row& row, ByteReader& in) {
    auto entry = row.read(in);
    if (!entry || !in.done()) {
        return fail(
            EntryError{EntryErrorCode::malformed, std::string("malformed ") + row.name + " entry"});
    }
    return std::move(*entry);
}

Result<Entry, EntryError> read_cheat(ByteReader& in) {
    const std::uint8_t op = in.u8();
    if (in.failed()) return fail(EntryError{EntryErrorCode::malformed, "malformed cheat entry"});
    if (op >= std::size(cheat_rows)) {
        return fail(
            EntryError{EntryErrorCode::unknown_cheat, "unknown cheat op " + std::to_string(op)});
    }
    return read_whole(cheat_rows[op], in);
}

}  // namespace

EntryKind kind_of(const Entry& entry) {
    return std::visit([](const auto& e) { return kind(e); }, entry);
}

void write_entry(ByteWriter& out, const Entry& entry) {
    out.u8(static_cast<std::uint8_t>(kind_of(entry)));
    // The frequent kind is written in place; the others' lengths are known once they are written.
    if (const auto* transaction = std::get_if<TransactionEntry>(&entry)) {
        out.u32(static_cast<std::uint32_t>(transaction->wire->size()));
        write_body(out, *transaction);
        return;
    }
    ByteWriter body;
    std::visit([&](const auto& e) { write_body(body, e); }, entry);
    ORRERY_CHECK(body.size() <= UINT32_MAX);
    out.u32(static_cast<std::uint32_t>(body.size())).bytes(body.span());
}

Result<Entry, EntryError> decode_entry(std::uint8_t kind, ByteSpan body) {
    if (kind >= entry_kinds) {
        return fail(
            EntryError{EntryErrorCode::unknown_kind, "unknown entry kind " + std::to_string(kind)});
    }
    ByteReader in(body);
    if (kind == static_cast<std::uint8_t>(EntryKind::cheat)) return read_cheat(in);
    const Row& row = kind_rows[kind];
    if (row.read == nullptr) {
        return fail(EntryError{EntryErrorCode::unsupported_kind,
                               std::string("this version cannot execute ") + row.name +
                                   " entries (kind " + std::to_string(kind) + ")"});
    }
    return read_whole(row, in);
}

Txid entry_id(const EntryPlace& place, const Entry& entry) {
    ByteWriter out;
    out.bytes(as_bytes("solayer-sys-v1"));
    out.u64(place.slot.value).u32(place.shred_index).u32(place.entry_index);
    write_entry(out, entry);
    return Txid{crypto::sha512(out.span())};
}

}  // namespace orrery::shred
