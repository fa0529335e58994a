#include "devnet/store/transaction_table.hpp"

#include <algorithm>
#include <cstring>

#include "sdk/codec/writer.hpp"

namespace orrery::store {
namespace {

constexpr std::uint32_t wire_in_metas_bit = 1u << 31;
constexpr std::uint32_t id_in_metas_bit = 1u << 30;
constexpr std::uint32_t length_mask = id_in_metas_bit - 1;

// Most ids are the first signature, which stands in the wire already.
bool wire_has_id(const TransactionRecord& transaction, ByteSpan wire) {
    return wire.size() > Txid::size &&
           std::memcmp(wire.data() + 1, transaction.id.bytes.data(), Txid::size) == 0;
}

// Appends what the transaction has in the metas blob, and tells where all of it is.
TransactionSpan add_to_metas(Bytes& metas, const TransactionRecord& transaction,
                             ByteSpan shred_bytes) {
    TransactionSpan span{.wire_offset = transaction.wire_offset,
                         .wire_length = transaction.wire_length,
                         .wire_in_metas = transaction.hook_wire != nullptr};
    const auto append = [&](ByteSpan bytes) {
        const auto offset = static_cast<std::uint32_t>(metas.size());
        metas.insert(metas.end(), bytes.begin(), bytes.end());
        return offset;
    };
    auto wire = shred_bytes.subspan(transaction.wire_offset, transaction.wire_length);
    if (span.wire_in_metas) {
        wire = *transaction.hook_wire;
        span.wire_length = static_cast<std::uint32_t>(wire.size());
        span.wire_offset = append(wire);
    }
    span.id_in_metas = !wire_has_id(transaction, wire);
    if (span.id_in_metas) append(transaction.id.bytes);
    span.meta_length = static_cast<std::uint32_t>(transaction.meta.size());
    span.meta_offset = append(transaction.meta);
    return span;
}

}  // namespace

bool TransactionSpan::fits(std::size_t bytes_size, std::size_t metas_size) const {
    const auto ends = [](std::uint32_t offset, std::uint32_t length) {
        return std::uint64_t{offset} + length;
    };
    if (ends(wire_offset, wire_length) > (wire_in_metas ? metas_size : bytes_size)) return false;
    if (ends(meta_offset, meta_length) > metas_size) return false;
    return id_in_metas ? meta_offset >= Txid::size : wire_length > Txid::size;
}

std::uint64_t id_key(const Txid& id) { return load_le<std::uint64_t>(id.bytes.data()) | 1; }

// Sysvars and programs share their first bytes, so the last ones count as well.
std::uint64_t address_key(const Pubkey& address) {
    const auto head = load_le<std::uint64_t>(address.bytes.data());
    const auto tail = load_le<std::uint64_t>(address.bytes.data() + 24);
    return (head ^ tail) & ~std::uint64_t{1};
}

void add_address_entries(std::span<const AddressEntry> addresses, Seq seq,
                         std::vector<IndexEntry>& entries) {
    for (std::size_t i = 0; i < addresses.size(); ++i)
        if (i == 0 || addresses[i].key != addresses[i - 1].key)
            entries.push_back({addresses[i].key, make_place(seq)});
}

TransactionTable TransactionTable::build(std::span<const TransactionRecord> transactions,
                                         ByteSpan shred_bytes) {
    TransactionTable table;
    for (std::uint32_t i = 0; i < transactions.size(); ++i)
        for (const auto& address : transactions[i].addresses)
            table.addresses.push_back({address_key(address), i});
    std::ranges::sort(table.addresses);
    const auto repeated = std::ranges::unique(table.addresses);
    table.addresses.erase(repeated.begin(), repeated.end());

    codec::ByteWriter out;
    out.reserve(TableHeader::size + transaction_span_size * transactions.size() +
                address_entry_size * table.addresses.size());
    out.u32(static_cast<std::uint32_t>(transactions.size()));
    out.u32(static_cast<std::uint32_t>(table.addresses.size()));
    for (const auto& transaction : transactions) {
        const auto span = add_to_metas(table.metas, transaction, shred_bytes);
        out.u32(span.wire_offset);
        out.u32(span.wire_length | (span.wire_in_metas ? wire_in_metas_bit : 0) |
                (span.id_in_metas ? id_in_metas_bit : 0));
        out.u32(span.meta_offset).u32(span.meta_length);
    }
    for (const auto& entry : table.addresses) out.u64(entry.key).u32(entry.transaction);
    table.blob = out.take();
    return table;
}

TableHeader read_table_header(ByteSpan bytes) {
    return {.transactions = load_le<std::uint32_t>(bytes.data()),
            .addresses = load_le<std::uint32_t>(bytes.data() + 4)};
}

TransactionSpan read_transaction_span(ByteSpan bytes) {
    const auto length = load_le<std::uint32_t>(bytes.data() + 4);
    return {.wire_offset = load_le<std::uint32_t>(bytes.data()),
            .wire_length = length & length_mask,
            .meta_offset = load_le<std::uint32_t>(bytes.data() + 8),
            .meta_length = load_le<std::uint32_t>(bytes.data() + 12),
            .wire_in_metas = (length & wire_in_metas_bit) != 0,
            .id_in_metas = (length & id_in_metas_bit) != 0};
}

AddressEntry read_address_entry(ByteSpan bytes) {
    return {.key = load_le<std::uint64_t>(bytes.data()),
            .transaction = load_le<std::uint32_t>(bytes.data() + 8)};
}

std::optional<DecodedTable> decode_table(ByteSpan blob) {
    if (blob.size() < TableHeader::size) return std::nullopt;
    const auto header = read_table_header(blob);
    const auto expected = header.addresses_at() + address_entry_size * header.addresses;
    if (blob.size() != expected) return std::nullopt;
    DecodedTable table;
    table.spans.reserve(header.transactions);
    for (std::uint32_t i = 0; i < header.transactions; ++i)
        table.spans.push_back(read_transaction_span(blob.subspan(header.span_at(i))));
    table.addresses.reserve(header.addresses);
    for (std::uint32_t i = 0; i < header.addresses; ++i) {
        const auto at = header.addresses_at() + address_entry_size * i;
        table.addresses.push_back(read_address_entry(blob.subspan(at)));
    }
    return table;
}

}  // namespace orrery::store
