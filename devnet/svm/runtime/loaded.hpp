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
    explicit RecordingReader(const svm::AccountReader& reader) : reader_(reader) {}
    svm::VersionedAccount get(const Pubkey& key);
    std::vector<svm::AccountRead> take_reads();

  private:
    const svm::AccountReader& reader_;
    std::vector<svm::AccountRead> reads_;
};

/// A message's accounts by index, with the access the runtime grants.
struct AccountLocks {
    std::vector<Pubkey> keys;    ///< static, loaded writable, loaded read-only
    std::vector<bool> writable;  ///< after demotion of reserved keys and invoked programs
    svm::LoadedAddresses loaded;
};

/// Resolves lookup tables and decides access (svm-runtime.md 1.1 rows 7, 8). Errors:
/// AddressLookupTableNotFound and its kin, AccountLoadedTwice, TooManyAccountLocks.
TxResult<AccountLocks> lock_accounts(const tx::Message& message, RecordingReader& reader,
                                     const svm::Sysvars& sysvars, std::size_t max_locks);

/// The accounts an execution starts from.
struct LoadedAccounts {
    std::vector<invoke::TxAccount> accounts;
    std::vector<std::pair<Pubkey, svm::VersionedAccount>> programdata;
    std::uint64_t data_size = 0;  ///< bytes counted against the message's limit
};

/// Reads every account of the message, in key order. The instructions sysvar, which is no account,
/// reads as absent.
std::vector<svm::VersionedAccount> read_accounts(const AccountLocks& locks,
                                                 RecordingReader& reader);

struct LoadParams {
    const tx::Message& message;
    const AccountLocks& locks;
    const std::vector<svm::VersionedAccount>& states;  ///< read_accounts'
    const svm::Rent& rent;
    std::uint64_t size_limit;
};

/// Makes working copies of every account, counting sizes (svm-runtime.md 1.5), and checks that what
/// the instructions call are programs. `out.data_size` is set even on failure. Errors:
/// MaxLoadedAccountsDataSizeExceeded, ProgramAccountNotFound, InvalidProgramForExecution.
TxResult<void> load_accounts(const LoadParams& params, RecordingReader& reader,
                             LoadedAccounts& out);

/// The message's instructions with each account's privileges.
std::vector<invoke::TopLevelInstruction> top_level_instructions(const tx::Message& message,
                                                                const AccountLocks& locks);

}  // namespace orrery::runtime
