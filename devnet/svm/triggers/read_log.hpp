#pragma once

#include <algorithm>
#include <vector>

#include "devnet/svm/state/account_reader.hpp"
#include "devnet/svm/state/outcome.hpp"

namespace orrery::triggers {

/// Adds a read to a list sorted by key, unless the key is there: the first read counts.
inline void add_read(const svm::AccountRead& read, std::vector<svm::AccountRead>& reads) {
    const auto at = std::ranges::lower_bound(reads, read.key, {}, &svm::AccountRead::key);
    if (at == reads.end() || at->key != read.key) reads.insert(at, read);
}

/// A reader that notes in a sorted list what is read. Borrows both.
class ReadLog {
  public:
    ReadLog(const svm::AccountReader& reader, std::vector<svm::AccountRead>& reads)
        : reader_(reader), reads_(reads) {}

    AccountRef get(const Pubkey& key) {
        auto found = reader_.get(key);
        add_read({key, found.version}, reads_);
        return std::move(found.account);
    }

  private:
    const svm::AccountReader& reader_;
    std::vector<svm::AccountRead>& reads_;
};

}  // namespace orrery::triggers
