#include "devnet/store/writer.hpp"

#include <algorithm>
#include <utility>

#include "sdk/types/check.hpp"

namespace orrery::store {
namespace {

using sqlite::Query;
using sqlite::Transaction;

// Index work done with each append, per entry appended: each entry is merged once per level, and
// has to be deleted afterwards. More than is needed for a billion entries.
constexpr std::size_t index_work_per_entry = 8;
constexpr std::size_t index_work_when_idle = 32'768;
constexpr std::size_t dead_rows_when_idle = 32;  ///< up to a MiB each

// What readers rely on; the sequencer's bug if it isn't so.
void check_record(const ShredRecord& shred) {
    ORRERY_CHECK(shred.bytes != nullptr);
    ORRERY_CHECK(shred.transactions.size() < 1u << transaction_bits);
    for (const auto& transaction : shred.transactions) {
        const auto end = std::uint64_t{transaction.wire_offset} + transaction.wire_length;
        ORRERY_CHECK(end <= shred.bytes->size());
    }
}

}  // namespace

Result<void, StoreError> Writer::transact(const std::function<Result<void, StoreError>()>& change) {
    const auto run = [&]() -> Result<void, StoreError> {
        TRY(auto transaction, Transaction::write(connection_));
        CHECK_OK(change());
        return transaction.commit();
    };
    const auto result = run();
    if (result) {
        index_->committed();
        accounts_->committed();
    } else {
        index_->aborted();
        accounts_->aborted();
    }
    return result;
}

Result<void, StoreError> Writer::flush_index() {
    CHECK_OK(index_->flush());
    Query query(connection_, statements_.set_indexed);
    return query.bind(position_.tip.last_seq).run();
}

Result<void, StoreError> Writer::insert(const ShredRecord& shred, Seq seq, Position& position,
                                        std::vector<IndexEntry>& entries) {
    check_record(shred);
    if (position.tip.slot_closed) {
        position.slot_seq = seq;
        position.slot_count = 0;
    }
    const auto table = TransactionTable::build(shred.transactions, *shred.bytes);
    const std::uint64_t transactions = shred.transactions.size();
    Query query(connection_, statements_.insert_shred);
    query.bind(seq).bind(shred.slot.value).bind(shred.index);
    query.bind(std::int64_t{shred.block.has_value()}).bind(shred.unix_timestamp);
    query.bind(position.slot_seq).bind(transactions).bind(position.slot_count);
    query.bind(position.tip.transaction_count).bind(shred.hash);
    query.bind(shred.state).bind(table.blob).bind(table.metas).bind(*shred.bytes);
    CHECK_OK(query.run());
    position.slot_count += transactions;
    if (shred.block) CHECK_OK(insert_block(shred, seq, position, position.slot_count));
    std::uint32_t i = 0;
    for (const auto& transaction : shred.transactions)
        entries.push_back({id_key(transaction.id), make_place(seq, i++)});
    add_address_entries(table.addresses, seq, entries);
    position.tip = {.last_seq = seq,
                    .last_shred_hash = shred.hash,
                    .slot = shred.slot,
                    .shred_index = shred.index,
                    .slot_closed = shred.block.has_value(),
                    .transaction_count = position.tip.transaction_count + transactions};
    return {};
}

Result<void, StoreError> Writer::insert_block(const ShredRecord& shred, Seq seq,
                                              const Position& position,
                                              std::uint64_t transactions) {
    const auto& block = *shred.block;
    Query query(connection_, statements_.insert_block);
    query.bind(seq).bind(shred.slot.value).bind(position.slot_seq);
    query.bind(block.parent_slot.value).bind(block.height).bind(shred.unix_timestamp);
    query.bind(transactions).bind(block.blockhash).bind(block.previous_blockhash);
    query.bind(block.fees.value).bind(block.identity_balance.value);
    return query.run();
}

Result<Seq, StoreError> Writer::append(std::span<const ShredRecord> shreds) {
    Position position = position_;
    std::vector<IndexEntry> entries;
    const auto stored = transact([&]() -> Result<void, StoreError> {
        if (index_->full()) CHECK_OK(flush_index());
        if (accounts_->full()) CHECK_OK(accounts_->flush(position_.tip.last_seq));
        for (const auto& shred : shreds)
            CHECK_OK(insert(shred, position.tip.last_seq + 1, position, entries));
        return index_->work(index_work_per_entry * entries.size(), *dead_);
    });
    if (!stored) return fail(stored.error());
    position_ = position;
    index_->add(entries);
    for (const auto& shred : shreds) accounts_->change(shred.accounts, shred.transactions.size());
    publish();
    return position_.tip.last_seq;
}

Result<Seq, StoreError> Writer::rewind(Seq target, std::span<const AccountUpdate> restored) {
    if (target > position_.tip.last_seq || dead_->contains(target)) {
        return fail(StoreError{StoreErrorCode::missing,
                               "record " + std::to_string(target) +
                                   " isn't part of the chain, so it cannot be rewound to"});
    }
    const Seq seq = position_.tip.last_seq + 1;
    auto dead = std::make_shared<DeadRanges>(*dead_);
    dead->add(target, seq);
    TRY(auto position, position_at(target, *dead));
    position.tip.last_seq = seq;
    const auto stored = transact([&]() -> Result<void, StoreError> {
        Query query(connection_, statements_.insert_rewind);
        CHECK_OK(query.bind(seq).bind(target).run());
        return accounts_->rewind(target, seq, restored);
    });
    if (!stored) return fail(stored.error());
    accounts_->replace(restored);
    position_ = position;
    dead_ = std::move(dead);
    dead_rows_ = dead_->ranges();
    publish();
    return seq;
}

Result<void, StoreError> Writer::delete_dead_rows(const DeadRange& part) {
    for (auto* statement :
         {&statements_.delete_shreds, &statements_.delete_rewinds, &statements_.delete_blocks}) {
        Query query(connection_, *statement);
        CHECK_OK(query.bind(part.first).bind(part.last).run());
    }
    return {};
}

// The first record of the range that still has a row; nothing once it is clean.
Result<std::optional<Seq>, StoreError> Writer::first_row(const DeadRange& range) {
    Query query(connection_, statements_.first_row);
    TRY(const bool row, query.bind(range.first).bind(range.last).step());
    if (!row || query.is_null(0)) return std::nullopt;
    return query.u64(0);
}

Result<bool, StoreError> Writer::clean(std::size_t max_rows) {
    while (!dead_rows_.empty() && max_rows > 0) {
        auto& range = dead_rows_.back();
        TRY(const auto first, first_row(range));
        if (!first) {
            dead_rows_.pop_back();
            continue;
        }
        const DeadRange part{*first, std::min(range.last, *first + max_rows - 1)};
        CHECK_OK(transact([&] { return delete_dead_rows(part); }));
        publish();
        range.first = part.last + 1;
        if (range.first > range.last) dead_rows_.pop_back();
        max_rows -= part.last - part.first + 1;
    }
    return !dead_rows_.empty();
}

Result<void, StoreError> Writer::flush_accounts() {
    if (accounts_->clean()) return {};
    CHECK_OK(transact([&] { return accounts_->flush(position_.tip.last_seq); }));
    publish();
    return {};
}

// The first write after a whole checkpoint begins the log anew and waits for the disk; done in an
// idle moment, no transaction has to.
Result<void, StoreError> Writer::start_log() {
    return transact(
        [this] { return connection_.execute("UPDATE state SET indexed_seq = indexed_seq"); });
}

Result<bool, StoreError> Writer::maintain() {
    if (!accounts_->clean()) {
        CHECK_OK(flush_accounts());
    } else if (index_->has_work()) {
        CHECK_OK(transact([&] { return index_->work(index_work_when_idle, *dead_); }));
        publish();
    } else {
        return clean(dead_rows_when_idle);
    }
    return true;
}

Result<void, StoreError> Writer::each_account(const std::function<void(AccountUpdate&&)>& visit) {
    return accounts_->each(visit);
}

void Writer::publish() {
    published_.set({.index = index_->view(),
                    .dead = dead_,
                    .tip = position_.tip,
                    .accounts_seq = accounts_->stored_seq()});
}

}  // namespace orrery::store
