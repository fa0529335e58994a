#include "devnet/store/index_run.hpp"

#include <string>

#include "sdk/codec/writer.hpp"

namespace orrery::store {

Bytes encode_entries(const std::vector<IndexEntry>& entries) {
    codec::ByteWriter out;
    out.reserve(entries.size() * index_entry_size);
    for (const auto& entry : entries) out.u64(entry.key).u64(entry.place);
    return out.take();
}

std::vector<IndexEntry> decode_entries(ByteSpan bytes) {
    std::vector<IndexEntry> entries(bytes.size() / index_entry_size);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto* at = bytes.data() + i * index_entry_size;
        entries[i] = {load_le<std::uint64_t>(at), load_le<std::uint64_t>(at + 8)};
    }
    return entries;
}

Result<BlockReader, StoreError> BlockReader::prepare(sqlite::Connection& connection) {
    BlockReader reader;
    TRY(reader.select_, connection.prepare("SELECT entries FROM index_blocks WHERE id = ?"));
    return reader;
}

Result<std::vector<IndexEntry>, StoreError> BlockReader::read(const sqlite::Connection& connection,
                                                              std::int64_t block) {
    sqlite::Query query(connection, select_);
    TRY(const bool found, query.bind(block).step());
    const auto entries = found ? query.bytes(0) : ByteSpan{};
    if (entries.empty() || entries.size() % index_entry_size != 0)
        return fail(damaged(connection.file(), "index block " + std::to_string(block)));
    return decode_entries(entries);
}

}  // namespace orrery::store
