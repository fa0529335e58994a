#include <algorithm>

#include "devnet/store/reader.hpp"

// Finding transactions by id and by address: the index gives candidates, the records decide.
namespace orrery::store {
namespace {

bool contains(ByteSpan bytes, const Pubkey& key) {
    return std::ranges::search(bytes, key.bytes).begin() != bytes.end();
}

}  // namespace

// The place of a transaction, found by 8 bytes of its id and made sure of by all 64.
Result<std::optional<std::uint64_t>, StoreError> Reader::find(const Snapshot& at, const Txid& id) {
    TRY(auto cursor,
        IndexCursor::open(at.index, connection_, statements_.index_blocks, id_key(id)));
    while (true) {
        TRY(const auto place, cursor.next());
        if (!place) return std::nullopt;
        TRY(const auto row, shred_row(at, seq_of(*place)));
        if (!row) continue;
        TRY(const auto where, span(row->seq, transaction_of(*place)));
        if (!where.fits(SIZE_MAX, SIZE_MAX)) return fail(damaged_shred(row->seq));
        TRY(const auto found, read(row->seq, where.id_column(), where.id_offset(), Txid::size));
        if (Txid::from(found) == id) return place;
    }
}

Result<std::optional<StoredTransaction>, StoreError> Reader::transaction(const Txid& id) {
    TRY(const auto at, snapshot());
    TRY(const auto place, find(at, id));
    if (!place) return std::nullopt;
    TRY(const auto row, shred_row(at, seq_of(*place)));
    return read_transaction(*row, transaction_of(*place));
}

/// A search by address while it goes on, from the newest to the oldest.
struct Reader::AddressQuery {
    const Pubkey& address;
    std::uint64_t key;
    std::uint64_t below;  ///< only places below this one
    std::uint64_t above;  ///< stop at this one
    std::size_t limit;
    std::vector<StoredTransaction> found;
};

// Which transactions of the shred name an address of this key, ascending.
Result<std::vector<std::uint32_t>, StoreError> Reader::naming(Seq seq, std::uint64_t address_key) {
    TRY(const auto head, read(seq, "transaction_table", 0, TableHeader::size));
    const auto header = read_table_header(head);
    TRY(const auto entries, read(seq, "transaction_table", header.addresses_at(),
                                 std::uint64_t{header.addresses} * address_entry_size));
    std::vector<std::uint32_t> transactions;
    for (std::size_t i = 0; i < header.addresses; ++i) {
        const auto entry = read_address_entry(ByteSpan(entries).subspan(i * address_entry_size));
        if (entry.key == address_key) transactions.push_back(entry.transaction);
    }
    return transactions;
}

// False once the search is over.
Result<bool, StoreError> Reader::collect_from_shred(const ShredRow& row, AddressQuery& query) {
    TRY(auto transactions, naming(row.seq, query.key));
    std::ranges::reverse(transactions);
    for (const auto transaction : transactions) {
        const auto place = make_place(row.seq, transaction);
        if (place >= query.below) continue;
        if (place <= query.above || query.found.size() == query.limit) return false;
        TRY(auto stored, read_transaction(row, transaction));
        // Another address may have the same key; this one stands whole in the message, or, when a
        // lookup table gave it, in the meta.
        if (contains(stored.wire, query.address) || contains(stored.meta, query.address))
            query.found.push_back(std::move(stored));
    }
    return true;
}

Result<void, StoreError> Reader::collect(const Snapshot& at, AddressQuery& query) {
    // The shred of `below` itself counts: transactions before it may stand there.
    const auto bound = query.below == UINT64_MAX ? UINT64_MAX : make_place(seq_of(query.below) + 1);
    TRY(auto cursor,
        IndexCursor::open(at.index, connection_, statements_.index_blocks, query.key, bound));
    while (query.found.size() < query.limit) {
        TRY(const auto place, cursor.next());
        if (!place || seq_of(*place) < seq_of(query.above)) return {};
        TRY(const auto row, shred_row(at, seq_of(*place)));
        if (!row) continue;
        TRY(const bool more, collect_from_shred(*row, query));
        if (!more) return {};
    }
    return {};
}

Result<std::vector<StoredTransaction>, StoreError> Reader::transactions_of_address(
    const Pubkey& address, const std::optional<Txid>& before, const std::optional<Txid>& until,
    std::size_t limit) {
    TRY(const auto at, snapshot());
    AddressQuery query{.address = address,
                       .key = address_key(address),
                       .below = UINT64_MAX,
                       .above = 0,
                       .limit = limit,
                       .found = {}};
    if (before) {
        TRY(const auto place, find(at, *before));
        if (!place) return query.found;
        query.below = *place;
    }
    if (until) {
        TRY(const auto place, find(at, *until));
        query.above = place.value_or(0);
    }
    CHECK_OK(collect(at, query));
    return std::move(query.found);
}

}  // namespace orrery::store
