#pragma once

#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "devnet/svm/state/account_reader.hpp"
#include "sdk/types/account.hpp"
#include "sdk/types/key.hpp"

namespace orrery::differential {

/// What one side says an inner instruction was. Accounts are indices into the transaction's keys.
struct InnerCall {
    std::string program;
    std::vector<std::uint64_t> accounts;
    std::string data;  ///< base64
    std::uint64_t stack_height = 0;
    bool operator==(const InnerCall&) const = default;
};

/// What became of a transaction, in terms that LiteSVM and our runtime share.
struct Answer {
    std::string status;  ///< rejected, fees_only, failed, succeeded
    std::string error;   ///< JSON as RPC has it; "null" on success
    std::vector<std::string> logs;
    std::uint64_t compute_units = 0;
    std::uint64_t fee = 0;
    std::string return_program;                             ///< empty with no return data
    std::string return_data;                                ///< base64
    std::map<std::uint64_t, std::vector<InnerCall>> inner;  ///< by top-level instruction
    std::map<Pubkey, AccountRef> changed;                   ///< null = deleted
    std::string strays;  ///< accounts that were read though account_keys doesn't name them
};

using AccountMap = std::unordered_map<Pubkey, AccountRef>;

/// One line of the case file: a transaction, the accounts it finds and what LiteSVM answered.
struct Case {
    std::uint64_t id = 0;
    std::string family;
    std::string instructions;  ///< names, joined
    std::string mutation;      ///< empty when valid on purpose
    Hash latest_blockhash;
    Bytes tx;
    AccountMap accounts;  ///< over the file's base; null = absent
    Answer expect;
};

/// Reads a case file (README.md) line by line. A malformed file ends the process with its reason:
/// it is our own generator's.
class CaseFile {
  public:
    explicit CaseFile(const std::string& path);

    /// The next case; nothing at the end.
    std::optional<Case> next();
    /// Accounts that every case finds where it doesn't list them.
    const AccountMap& base() const { return base_; }

  private:
    struct Parser;

    std::ifstream file_;
    AccountMap base_;
    std::vector<Bytes> blobs_;
};

/// A case's accounts over the base.
class CaseReader final : public svm::AccountReader {
  public:
    CaseReader(const AccountMap& base, const AccountMap& own) : base_(base), own_(own) {}

    svm::VersionedAccount get(const Pubkey& key) const override {
        if (const auto it = own_.find(key); it != own_.end()) return {1, it->second};
        if (const auto it = base_.find(key); it != base_.end()) return {1, it->second};
        return {};
    }

  private:
    const AccountMap& base_;
    const AccountMap& own_;
};

}  // namespace orrery::differential
