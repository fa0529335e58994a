#pragma once

#include <cstdint>
#include <vector>

#include "devnet/svm/invoke/context.hpp"
#include "devnet/svm/state/outcome.hpp"
#include "devnet/svm/state/sysvars.hpp"
#include "sdk/tx/transaction.hpp"

namespace orrery::runtime {

template <class T>
using TxResult = Result<T, tx::TransactionError>;

/// A reader that notes what was read, each key once, so that an outcome can list its reads. The
/// notes are sorted when taken.
class RecordingReader {
  public:
    /// `expected`: how many reads there will be, roughly.
    RecordingReader(const svm::AccountReader& reader, std::size_t expected) : reader_(reader) {
        reads_.reserve(expected);
    }
    svm::VersionedAccount get(const Pubkey& key);
    std::vector<svm::AccountRead> take_reads();

  private:
    const svm::AccountReader& reader_;
    std::vector<svm::AccountRead> reads_;
};

struct LockParams {
    const tx::Message& message;
    const svm::Sysvars& sysvars;
    std::size_t max_locks;
};

/// Resolves lookup tables and decides access (svm-runtime.md 1.1 rows 7, 8): adds the message's
/// accounts by index (static, loaded writable, loaded read-only) to the empty `accounts`, with the
/// access that the runtime grants, not read yet. Gives their index. Errors:
/// AddressLookupTableNotFound and its kin, AccountLoadedTwice, TooManyAccountLocks.
TxResult<invoke::AccountIndex> lock_accounts(const LockParams& params, RecordingReader& reader,
                                             std::vector<invoke::TxAccount>& accounts,
                                             tx::LoadedAddresses& loaded);

/// Reads every account; many of them in key order. The instructions and MsgCtx sysvars, which are
/// no accounts, read as absent.
void read_accounts(std::vector<invoke::TxAccount>& accounts, const invoke::AccountIndex& index,
                   RecordingReader& reader);

/// What loading found out besides the accounts.
struct Loaded {
    std::vector<std::pair<Pubkey, svm::VersionedAccount>> programdata;  ///< sorted by key
    std::uint64_t data_size = 0;  ///< bytes counted against the message's limit
};

struct LoadParams {
    const tx::Message& message;
    const invoke::AccountIndex& index;
    const svm::Rent& rent;
    std::uint64_t size_limit;
    ByteSpan msg_ctx{};  ///< what the MsgCtx sysvar shows
};

/// Makes the accounts that were read ready for execution, counting sizes (svm-runtime.md 1.5), and
/// checks that what the instructions call are programs. `out.data_size` is set even on failure.
/// Errors: MaxLoadedAccountsDataSizeExceeded, ProgramAccountNotFound, InvalidProgramForExecution.
TxResult<void> load_accounts(const LoadParams& params, RecordingReader& reader,
                             std::vector<invoke::TxAccount>& accounts, Loaded& out);

/// Adds the message's instructions with each account's privileges to the empty `out`.
void add_top_level_instructions(const tx::Message& message,
                                const std::vector<invoke::TxAccount>& accounts,
                                std::vector<invoke::InstructionFrame>& out);

}  // namespace orrery::runtime
