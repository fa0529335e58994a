#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "devnet/store/error.hpp"
#include "devnet/store/options.hpp"
#include "devnet/store/records.hpp"
#include "sdk/types/result.hpp"

namespace orrery::store {

/// A chain's history on disk: one append-only sequence of records (genesis, shreds, rewinds), an
/// account cache written behind, and an index by transaction id and address. A directory holds one
/// ledger; one process uses it at a time.
///
/// Threads: the methods under "Writing" belong to one thread (the ledger thread); all others may be
/// called from any thread at any time and never wait for writing.
///
/// Durability: what append() or rewind() returned for survives kill -9. A power cut may cost recent
/// records, never integrity.
///
/// Errors leave ledger and object as they were, so a call that met disk_full may be repeated.
class Ledger {
  public:
    /// Makes a ledger in `dir`, which may not exist yet. Errors: exists, locked, disk_full, io.
    static Result<std::unique_ptr<Ledger>, StoreError> create(const std::filesystem::path& dir,
                                                              const GenesisRecord& genesis,
                                                              const LedgerOptions& options = {});
    /// Opens the ledger in `dir`; nothing is written before the file has been judged. Errors:
    /// missing, locked, foreign_file, damaged, too_new, too_old, io.
    static Result<std::unique_ptr<Ledger>, StoreError> open(const std::filesystem::path& dir,
                                                            const LedgerOptions& options = {});
    /// Whether `dir` has a ledger, or some other file in its place.
    static bool present(const std::filesystem::path& dir);
    /// Deletes the ledger in `dir`, if there is one. Errors: locked; foreign_file when the file
    /// isn't ours; io.
    static Result<void, StoreError> erase(const std::filesystem::path& dir);

    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;
    /// Closes the files. Whoever wants a fast next start calls flush_accounts() before.
    ~Ledger();

    // Writing.

    /// Appends shreds in one transaction and returns the last one's seq.
    Result<Seq, StoreError> append(std::span<const ShredRecord> shreds);
    /// Undoes every record after `target` by a new record, whose seq it returns. `restored` has, as
    /// of `target`, every account that undone records wrote (version 0 and null = never seen).
    /// Error: missing when `target` isn't part of the chain.
    Result<Seq, StoreError> rewind(Seq target, std::span<const AccountUpdate> restored);
    /// One bounded step of what can wait: writing accounts behind, merging the index, cleaning dead
    /// records, moving the log. For idle moments; true when there is more to do. What cannot wait
    /// append() does by itself, but for checkpoint().
    Result<bool, StoreError> maintain();
    /// Brings the account cache up to the last record, so that the next start replays nothing. Does
    /// nothing while recover_accounts() is due.
    Result<void, StoreError> flush_accounts();
    /// Deletes the rows of up to `max_rows` dead records; true when there are more.
    Result<bool, StoreError> clean(std::size_t max_rows);
    /// Every account as of accounts_seq(), in no order; deleted ones that had a version too. What
    /// happened since is in the shreds after accounts_seq().
    Result<void, StoreError> load_accounts(const std::function<void(AccountUpdate&&)>& visit);

    /// To be called after open() and before the first append(), with every account that the shreds
    /// after accounts_seq() wrote, as replaying them showed. Without it the cache stands still.
    void recover_accounts(std::span<const AccountUpdate> updates);

    // Any thread.

    /// Moves the write-ahead log into the database file as far as readers permit; append() may go
    /// on beside it, but only when it rests, or is the caller, does the log start from its
    /// beginning.
    Result<void, StoreError> checkpoint();
    /// Bytes of log that wait for checkpoint(). From `busy_log_bytes` on, call it even when not
    /// idle; maintain() does so from 1 MiB on.
    std::uint64_t log_bytes() const;
    static constexpr std::uint64_t busy_log_bytes = 32 << 20;

    const Hash& genesis_hash() const;
    Result<GenesisRecord, StoreError> genesis() const;
    Tip tip() const;
    Seq accounts_seq() const;

    /// Visits shreds after `after` in order until the end or until `visit` returns false.
    Result<void, StoreError> each_shred(Seq after,
                                        const std::function<bool(StoredShred&&)>& visit) const;
    /// A slot's shreds in order, the newest slot's before it is closed too.
    Result<std::vector<StoredShred>, StoreError> shreds_of_slot(Slot slot) const;
    /// A closed slot; nothing for open, empty and skipped ones.
    Result<std::optional<BlockInfo>, StoreError> block(Slot slot) const;
    /// Closed slots in [first, last], ascending, at most `limit`.
    Result<std::vector<BlockInfo>, StoreError> blocks(Slot first, Slot last,
                                                      std::size_t limit) const;
    /// Visits closed slots from `from` downwards until `visit` returns false.
    Result<void, StoreError> each_block_down(
        Slot from, const std::function<bool(const BlockInfo&)>& visit) const;
    Result<std::optional<BlockInfo>, StoreError> first_block() const;
    Result<std::optional<BlockInfo>, StoreError> last_block() const;
    /// A closed slot's transactions in order; empty when block() has nothing.
    Result<std::vector<StoredTransaction>, StoreError> transactions_of_block(Slot slot) const;
    /// The newest transaction with this id.
    Result<std::optional<StoredTransaction>, StoreError> transaction(const Txid& id) const;

    /// Bounds of a search by address: both exclusive.
    struct AddressRange {
        std::optional<Txid> before;  ///< older than this; nothing is found when it isn't known
        std::optional<Txid> until;   ///< newer than this; ignored when it isn't known
    };
    /// Transactions that name the address, newest first, at most `limit`.
    Result<std::vector<StoredTransaction>, StoreError> transactions_of_address(
        const Pubkey& address, const AddressRange& range, std::size_t limit) const;

  private:
    struct Parts;
    explicit Ledger(std::unique_ptr<Parts> parts);
    static Result<std::unique_ptr<Ledger>, StoreError> open_locked(const std::filesystem::path& dir,
                                                                   const LedgerOptions& options,
                                                                   std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
};

}  // namespace orrery::store
