#include "devnet/store/index_merge.hpp"

#include <utility>

namespace orrery::store {

IndexMerge::IndexMerge(std::vector<IndexRunRef> inputs, const Output& output)
    : inputs_(std::move(inputs)),
      output_{
          .id = output.id, .level = output.level, .first_block = output.first_block, .fences = {}} {
    for (const auto& run : inputs_) cursors_.push_back({.run = run.get(), .entries = {}});
    block_.reserve(index_block_entries);
}

std::int64_t IndexMerge::reserved_blocks() const {
    std::size_t blocks = 0;
    for (const auto& run : inputs_) blocks += run->fences.size();
    return static_cast<std::int64_t>(blocks);
}

// Leaves the cursor without entries once its run is read.
Result<void, StoreError> IndexMerge::fill(const Context& context, Cursor& cursor) {
    cursor.entries.clear();
    cursor.at = 0;
    if (cursor.next_block == cursor.run->fences.size()) return {};
    const auto row = cursor.run->first_block + static_cast<std::int64_t>(cursor.next_block++);
    TRY(cursor.entries, context.blocks.read(context.connection, row));
    return {};
}

Result<void, StoreError> IndexMerge::write_block(const Context& context) {
    const auto row = output_.first_block + static_cast<std::int64_t>(output_.fences.size());
    const Bytes bytes = encode_entries(block_);
    sqlite::Query insert(context.connection, context.insert_block);
    CHECK_OK(insert.bind(row).bind(bytes).run());
    output_.fences.push_back(block_.front());
    block_.clear();
    return {};
}

IndexMerge::Cursor* IndexMerge::lowest() {
    Cursor* best = nullptr;
    for (auto& cursor : cursors_) {
        if (cursor.at == cursor.entries.size()) continue;
        if (best == nullptr || cursor.entries[cursor.at] < best->entries[best->at]) best = &cursor;
    }
    return best;
}

Result<bool, StoreError> IndexMerge::step(const Context& context, std::size_t entries) {
    if (!std::exchange(started_, true))
        for (auto& cursor : cursors_) CHECK_OK(fill(context, cursor));
    for (std::size_t taken = 0; taken < entries; ++taken) {
        Cursor* cursor = lowest();
        if (cursor == nullptr) {
            if (!block_.empty()) CHECK_OK(write_block(context));
            return true;
        }
        const IndexEntry entry = cursor->entries[cursor->at++];
        if (cursor->at == cursor->entries.size()) CHECK_OK(fill(context, *cursor));
        const bool repeated = std::exchange(any_, true) && entry == last_;
        last_ = entry;
        if (repeated || context.dead.contains(seq_of(entry.place))) continue;
        block_.push_back(entry);
        if (block_.size() == index_block_entries) CHECK_OK(write_block(context));
    }
    return false;
}

}  // namespace orrery::store
