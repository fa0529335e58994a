#include "devnet/store/transaction_table.hpp"

#include <algorithm>

#include "sdk/codec/writer.hpp"

namespace orrery::store {

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

TransactionTable TransactionTable::build(std::span<const TransactionRecord> transactions) {
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
        out.u32(transaction.wire_offset).u32(transaction.wire_length);
        out.u32(static_cast<std::uint32_t>(table.metas.size()));
        out.u32(static_cast<std::uint32_t>(transaction.meta.size()));
        table.metas.insert(table.metas.end(), transaction.meta.begin(), transaction.meta.end());
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
    return {.wire_offset = load_le<std::uint32_t>(bytes.data()),
            .wire_length = load_le<std::uint32_t>(bytes.data() + 4),
            .meta_offset = load_le<std::uint32_t>(bytes.data() + 8),
            .meta_length = load_le<std::uint32_t>(bytes.data() + 12)};
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
