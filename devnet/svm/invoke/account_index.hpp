#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "devnet/svm/invoke/tx_account.hpp"

namespace orrery::invoke {

/// Finds a transaction's accounts by key: a few by looking at each, up to 8,192 by a sorted list.
/// Sorted, not hashed: whoever writes a message chooses its keys. A copyable value; the accounts'
/// keys and order must stay as they were.
class AccountIndex {
  public:
    struct Row {
        std::uint64_t head = 0;  ///< the key's first bytes, which order keys
        std::uint16_t index = 0;
    };
    using Accounts = std::span<const TxAccount>;

    AccountIndex() = default;
    explicit AccountIndex(Accounts accounts);

    /// The first account with this key.
    std::optional<std::uint16_t> find(Accounts accounts, const Pubkey& key) const;
    bool has_duplicates(Accounts accounts) const;
    /// By key; empty when the accounts are few.
    std::span<const Row> rows() const { return rows_; }

  private:
    std::vector<Row> rows_;
};

}  // namespace orrery::invoke
