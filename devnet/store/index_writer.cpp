#include "devnet/store/index_writer.hpp"

#include <algorithm>

namespace orrery::store {
namespace {

using sqlite::Query;

enum class RunState : std::uint8_t { building = 0, live = 1, dead = 2 };

constexpr std::size_t newest_capacity = 4096;
// Deleting blocks is bounded like merging entries: so many blocks at once count as so many entries.
constexpr std::int64_t blocks_per_deletion = 16;
constexpr std::size_t entries_per_deletion = 1024;

std::int64_t number(RunState state) { return static_cast<std::int64_t>(state); }

}  // namespace

Result<IndexWriter, StoreError> IndexWriter::open(sqlite::Connection& connection,
                                                  const LedgerOptions& options) {
    IndexWriter writer(connection, options);
    CHECK_OK(writer.prepare());
    CHECK_OK(writer.load());
    return writer;
}

Result<void, StoreError> IndexWriter::prepare() {
    auto& s = statements_;
    auto& db = *connection_;
    TRY(s.insert_block, db.prepare("INSERT INTO index_blocks(id, entries) VALUES(?, ?)"));
    TRY(s.insert_run, db.prepare("INSERT INTO index_runs(id, level, first_block, blocks, state, "
                                 "fences) VALUES(?, ?, ?, ?, ?, ?)"));
    TRY(s.finish_run,
        db.prepare("UPDATE index_runs SET blocks = ?, fences = ?, state = 1 WHERE id = ?"));
    TRY(s.retire_run, db.prepare("UPDATE index_runs SET state = 2, fences = NULL WHERE id = ?"));
    TRY(s.delete_blocks, db.prepare("DELETE FROM index_blocks WHERE id >= ? AND id < ?"));
    TRY(s.delete_run, db.prepare("DELETE FROM index_runs WHERE id = ?"));
    TRY(s.blocks, BlockReader::prepare(db));
    return {};
}

Result<void, StoreError> IndexWriter::load() {
    TRY(auto select, connection_->prepare("SELECT id, level, first_block, blocks, state, fences "
                                          "FROM index_runs ORDER BY id"));
    Query query(*connection_, select);
    while (true) {
        TRY(const bool row, query.step());
        if (!row) break;
        const auto id = query.i64(0), first = query.i64(2), end = first + query.i64(3);
        stored_.next_id = id + 1;
        stored_.next_block = std::max(stored_.next_block, end);
        if (query.i64(4) != number(RunState::live)) {
            stored_.garbage.push_back(
                {.id = id, .first_block = first, .end_block = end, .run = {}});
            continue;
        }
        stored_.runs.push_back(
            std::make_shared<const IndexRun>(IndexRun{.id = id,
                                                      .level = query.i64(1),
                                                      .first_block = first,
                                                      .fences = decode_entries(query.bytes(5))}));
    }
    staged_ = stored_;
    return {};
}

void IndexWriter::add(std::span<const IndexEntry> entries) {
    for (const auto& entry : entries) {
        if (!tail_.newest) tail_.newest = std::make_shared<IndexEntry[]>(newest_capacity);
        tail_.newest[static_cast<std::ptrdiff_t>(tail_.newest_count++)] = entry;
        if (tail_.newest_count < newest_capacity) continue;
        IndexView::Block block(tail_.newest.get(), tail_.newest.get() + newest_capacity);
        std::ranges::sort(block);
        tail_.sorted.push_back(std::make_shared<const IndexView::Block>(std::move(block)));
        tail_.newest.reset();  // a reader may still look at it
        tail_.newest_count = 0;
    }
}

bool IndexWriter::full() const {
    return tail_.sorted.size() * newest_capacity + tail_.newest_count >= options_.index_tail;
}

std::vector<IndexEntry> IndexWriter::sorted_tail() const {
    std::vector<IndexView::Block> parts{
        {tail_.newest.get(), tail_.newest.get() + tail_.newest_count}};
    std::ranges::sort(parts.front());
    for (const auto& block : tail_.sorted) parts.push_back(*block);
    while (parts.size() > 1) {
        std::vector<IndexView::Block> merged;
        for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
            merged.emplace_back(parts[i].size() + parts[i + 1].size());
            std::ranges::merge(parts[i], parts[i + 1], merged.back().begin());
        }
        if (parts.size() % 2 != 0) merged.push_back(std::move(parts.back()));
        parts = std::move(merged);
    }
    auto& all = parts.front();
    all.erase(std::ranges::unique(all).begin(), all.end());
    return std::move(all);
}

Result<void, StoreError> IndexWriter::insert_run(const IndexRun& run, std::int64_t blocks,
                                                 bool finished) {
    const Bytes fences = encode_entries(run.fences);
    Query insert(*connection_, statements_.insert_run);
    insert.bind(run.id).bind(run.level).bind(run.first_block).bind(blocks);
    insert.bind(number(finished ? RunState::live : RunState::building)).bind(fences);
    staged_.next_id = run.id + 1;
    staged_.next_block = run.first_block + blocks;
    changed_ = true;
    return insert.run();
}

Result<void, StoreError> IndexWriter::flush() {
    const auto entries = sorted_tail();
    if (entries.empty()) return {};
    IndexRun run{
        .id = staged_.next_id, .level = 0, .first_block = staged_.next_block, .fences = {}};
    auto row = run.first_block;
    for (std::size_t at = 0; at < entries.size(); at += index_block_entries) {
        const auto end = std::min(at + index_block_entries, entries.size());
        const Bytes block = encode_entries({entries.begin() + static_cast<std::ptrdiff_t>(at),
                                            entries.begin() + static_cast<std::ptrdiff_t>(end)});
        run.fences.push_back(entries[at]);
        Query insert(*connection_, statements_.insert_block);
        CHECK_OK(insert.bind(row++).bind(block).run());
    }
    CHECK_OK(insert_run(run, row - run.first_block, true));
    staged_.runs.push_back(std::make_shared<const IndexRun>(std::move(run)));
    flushed_ = true;
    return {};
}

// The oldest runs of the lowest level that has enough of them.
std::vector<IndexRunRef> IndexWriter::merge_candidates() const {
    std::int64_t highest = 0;
    for (const auto& run : staged_.runs) highest = std::max(highest, run->level);
    for (std::int64_t level = 0; level <= highest; ++level) {
        std::vector<IndexRunRef> inputs;
        for (const auto& run : staged_.runs)
            if (run->level == level && inputs.size() < 2 * options_.index_fan_out)
                inputs.push_back(run);
        if (inputs.size() >= options_.index_fan_out) return inputs;
    }
    return {};
}

Result<void, StoreError> IndexWriter::start_merge(std::vector<IndexRunRef> inputs) {
    const IndexMerge::Output output{.id = staged_.next_id,
                                    .level = inputs.front()->level + 1,
                                    .first_block = staged_.next_block};
    merge_ = std::make_unique<IndexMerge>(std::move(inputs), output);
    const auto blocks = merge_->reserved_blocks();
    staged_.building = Garbage{.id = output.id,
                               .first_block = output.first_block,
                               .end_block = output.first_block + blocks,
                               .run = {}};
    return insert_run(merge_->output(), blocks, false);
}

Result<void, StoreError> IndexWriter::finish_merge() {
    for (const auto& run : merge_->inputs()) {
        Query retire(*connection_, statements_.retire_run);
        CHECK_OK(retire.bind(run->id).run());
        const auto blocks = static_cast<std::int64_t>(run->fences.size());
        staged_.garbage.push_back({.id = run->id,
                                   .first_block = run->first_block,
                                   .end_block = run->first_block + blocks,
                                   .run = run});
        std::erase(staged_.runs, run);
    }
    auto output = std::make_shared<const IndexRun>(merge_->take_output());
    const Bytes fences = encode_entries(output->fences);
    Query finish(*connection_, statements_.finish_run);
    finish.bind(static_cast<std::int64_t>(output->fences.size())).bind(fences).bind(output->id);
    CHECK_OK(finish.run());
    staged_.runs.push_back(std::move(output));
    staged_.building.reset();
    merge_.reset();
    changed_ = true;
    return {};
}

bool IndexWriter::has_garbage() const {
    return std::ranges::any_of(staged_.garbage,
                               [](const Garbage& garbage) { return garbage.run.expired(); });
}

// Deletes a few blocks of the first run that nobody reads; false when there is none.
Result<bool, StoreError> IndexWriter::delete_garbage() {
    const auto at = std::ranges::find_if(
        staged_.garbage, [](const Garbage& garbage) { return garbage.run.expired(); });
    if (at == staged_.garbage.end()) return false;
    changed_ = true;
    const auto end = std::min(at->first_block + blocks_per_deletion, at->end_block);
    Query blocks(*connection_, statements_.delete_blocks);
    CHECK_OK(blocks.bind(at->first_block).bind(end).run());
    at->first_block = end;
    if (end < at->end_block) return true;
    Query run(*connection_, statements_.delete_run);
    CHECK_OK(run.bind(at->id).run());
    staged_.garbage.erase(at);
    return true;
}

bool IndexWriter::has_work() const {
    return merge_ != nullptr || has_garbage() || !merge_candidates().empty();
}

Result<void, StoreError> IndexWriter::work(std::size_t budget, const DeadRanges& dead) {
    while (budget > 0) {
        TRY(const bool deleted, delete_garbage());
        if (deleted) {
            budget -= std::min(budget, entries_per_deletion);
            continue;
        }
        if (!merge_) {
            auto inputs = merge_candidates();
            if (inputs.empty()) return {};
            CHECK_OK(start_merge(std::move(inputs)));
        }
        const auto part = std::min(budget, index_block_entries);
        const IndexMerge::Context context{.connection = *connection_,
                                          .blocks = statements_.blocks,
                                          .insert_block = statements_.insert_block,
                                          .dead = dead};
        TRY(const bool finished, merge_->step(context, part));
        if (finished) CHECK_OK(finish_merge());
        budget -= part;
    }
    return {};
}

void IndexWriter::committed() {
    if (changed_) stored_ = staged_;
    if (flushed_) tail_ = {};
    changed_ = flushed_ = false;
}

// The merge has gone on in memory: it begins anew, and what it had written is deleted.
void IndexWriter::aborted() {
    if (stored_.building) stored_.garbage.push_back(*stored_.building);
    stored_.building.reset();
    staged_ = stored_;
    merge_.reset();
    changed_ = flushed_ = false;
}

IndexView IndexWriter::view() const {
    return {.runs = stored_.runs,
            .sorted = tail_.sorted,
            .newest = tail_.newest,
            .newest_count = tail_.newest_count};
}

}  // namespace orrery::store
