#include "devnet/store/index_view.hpp"

#include <algorithm>

namespace orrery::store {

Result<IndexCursor, StoreError> IndexCursor::open(const IndexView& view,
                                                  const sqlite::Connection& connection,
                                                  BlockReader& blocks, std::uint64_t key,
                                                  std::uint64_t below) {
    IndexCursor cursor(connection, blocks, key);
    cursor.collect_from_memory(view, below);
    for (const auto& run : view.runs) CHECK_OK(cursor.open_source(*run, below));
    return cursor;
}

void IndexCursor::collect_from_memory(const IndexView& view, std::uint64_t below) {
    for (const auto& block : view.sorted) {
        auto at = std::ranges::lower_bound(*block, IndexEntry{key_, 0});
        for (; at != block->end() && at->key == key_ && at->place < below; ++at)
            memory_.push_back(at->place);
    }
    for (std::size_t i = 0; i < view.newest_count; ++i) {
        const auto& entry = view.newest.get()[i];
        if (entry.key == key_ && entry.place < below) memory_.push_back(entry.place);
    }
    std::ranges::sort(memory_);
}

Result<void, StoreError> IndexCursor::open_source(const IndexRun& run, std::uint64_t below) {
    const IndexEntry bound{key_, below};
    const auto after = std::ranges::lower_bound(run.fences, bound);
    if (after == run.fences.begin()) return {};  // the whole run is above
    Source source{.run = &run,
                  .block = static_cast<std::size_t>(after - run.fences.begin()) - 1,
                  .entries = {},
                  .left = 0};
    const auto row = run.first_block + static_cast<std::int64_t>(source.block);
    TRY(source.entries, blocks_->read(*connection_, row));
    source.left = static_cast<std::size_t>(std::ranges::lower_bound(source.entries, bound) -
                                           source.entries.begin());
    if (has(source)) sources_.push_back(std::move(source));
    return {};
}

bool IndexCursor::has(const Source& source) const {
    return source.left > 0 && source.entries[source.left - 1].key == key_;
}

Result<void, StoreError> IndexCursor::drop_newest(Source& source) {
    if (--source.left > 0 || source.block == 0) return {};
    --source.block;
    const auto row = source.run->first_block + static_cast<std::int64_t>(source.block);
    TRY(source.entries, blocks_->read(*connection_, row));
    source.left = source.entries.size();
    return {};
}

Result<std::optional<std::uint64_t>, StoreError> IndexCursor::next() {
    std::optional<std::uint64_t> newest;
    if (!memory_.empty()) newest = memory_.back();
    for (const auto& source : sources_) {
        const auto place = source.entries[source.left - 1].place;
        if (!newest || place > *newest) newest = place;
    }
    if (!newest) return std::nullopt;
    // The same entry may stand in several places while it moves from memory into a run.
    while (!memory_.empty() && memory_.back() == *newest) memory_.pop_back();
    for (auto& source : sources_)
        while (has(source) && source.entries[source.left - 1].place == *newest)
            CHECK_OK(drop_newest(source));
    std::erase_if(sources_, [this](const Source& source) { return !has(source); });
    return newest;
}

}  // namespace orrery::store
