#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace orrery::invoke {

/// How an instruction refers to one of the transaction's accounts, privileges included.
struct InstructionAccount {
    std::uint16_t index_in_transaction = 0;
    bool is_signer = false;
    bool is_writable = false;
};

/// Where accounts stand first in an instruction's list: short lists are looked through, long ones
/// are sorted once. Borrows the list.
class FirstMentions {
  public:
    explicit FirstMentions(std::span<const InstructionAccount> list);

    std::optional<std::uint16_t> find(std::uint16_t index_in_transaction) const;
    /// The first mention of the account at `position`.
    std::uint16_t first_of(std::size_t position) const {
        return *find(list_[position].index_in_transaction);
    }
    bool is_first(std::size_t position) const { return first_of(position) == position; }

  private:
    std::span<const InstructionAccount> list_;
    std::vector<std::uint32_t> sorted_;  ///< (index in transaction, position); empty for few
};

}  // namespace orrery::invoke
