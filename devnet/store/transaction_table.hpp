#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "devnet/store/index_run.hpp"
#include "devnet/store/records.hpp"
#include "sdk/types/bytes.hpp"

/// The blob beside a shred's bytes that tells where its transactions are, and which addresses they
/// name: u32 transactions, u32 address entries, the spans (16 bytes each), the address entries (12
/// bytes each, sorted). Fixed sizes, so that one transaction costs reading one span.
namespace orrery::store {

/// Where a transaction's bytes lie: the wire in the shred's bytes or, for hooks, in the metas blob;
/// the meta in the metas blob. A wire's length takes fewer than 30 bits: the two above tell where
/// wire and id are.
struct TransactionSpan {
    std::uint32_t wire_offset = 0;
    std::uint32_t wire_length = 0;
    std::uint32_t meta_offset = 0;
    std::uint32_t meta_length = 0;
    bool wire_in_metas = false;
    bool id_in_metas = false;  ///< right before the meta; else it follows the wire's first byte

    const char* wire_column() const { return wire_in_metas ? "metas" : "bytes"; }
    const char* id_column() const { return id_in_metas ? "metas" : wire_column(); }
    std::uint64_t id_offset() const {
        return id_in_metas ? std::uint64_t{meta_offset} - Txid::size
                           : std::uint64_t{wire_offset} + 1;
    }
    /// Whether everything lies inside blobs of these sizes.
    bool fits(std::size_t bytes_size, std::size_t metas_size) const;
};
constexpr std::size_t transaction_span_size = 16;

/// A transaction of the shred names an address with this key.
struct AddressEntry {
    std::uint64_t key = 0;
    std::uint32_t transaction = 0;
    auto operator<=>(const AddressEntry&) const = default;
};
constexpr std::size_t address_entry_size = 12;

struct TableHeader {
    std::uint32_t transactions = 0;
    std::uint32_t addresses = 0;

    std::size_t span_at(std::uint32_t i) const { return size + transaction_span_size * i; }
    std::size_t addresses_at() const { return span_at(transactions); }
    static constexpr std::size_t size = 8;
};

/// Search keys: 8 bytes of what they stand for, odd for ids and even for addresses, so that both
/// fit one index. Not unique: whoever finds one compares the whole.
std::uint64_t id_key(const Txid& id);
std::uint64_t address_key(const Pubkey& address);

/// Appends one index entry for each address that occurs in the shred.
void add_address_entries(std::span<const AddressEntry> addresses, Seq seq,
                         std::vector<IndexEntry>& entries);

/// Builds the blob of a shred's transactions and, beside it, in one piece, their metas and what of
/// their wires and ids the shred's bytes don't have.
struct TransactionTable {
    Bytes blob;
    Bytes metas;
    std::vector<AddressEntry> addresses;  ///< as in the blob

    /// `shred_bytes`: what the records' wire offsets point into.
    static TransactionTable build(std::span<const TransactionRecord> transactions,
                                  ByteSpan shred_bytes);
};

TableHeader read_table_header(ByteSpan bytes);          ///< TableHeader::size bytes
TransactionSpan read_transaction_span(ByteSpan bytes);  ///< transaction_span_size bytes
AddressEntry read_address_entry(ByteSpan bytes);        ///< address_entry_size bytes

/// The whole blob decoded; nothing when its size isn't what its header says.
struct DecodedTable {
    std::vector<TransactionSpan> spans;
    std::vector<AddressEntry> addresses;
};
std::optional<DecodedTable> decode_table(ByteSpan blob);

}  // namespace orrery::store
