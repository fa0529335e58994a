#include "devnet/svm/invoke/instruction_account.hpp"

#include <algorithm>

namespace orrery::invoke {
namespace {

constexpr std::size_t few = 16;

constexpr std::uint32_t row(std::uint16_t index_in_transaction, std::size_t position) {
    return std::uint32_t{index_in_transaction} << 16 | static_cast<std::uint32_t>(position);
}

}  // namespace

FirstMentions::FirstMentions(std::span<const InstructionAccount> list) : list_(list) {
    if (list.size() <= few) return;
    sorted_.reserve(list.size());
    for (std::size_t i = 0; i < list.size(); ++i)
        sorted_.push_back(row(list[i].index_in_transaction, i));
    std::sort(sorted_.begin(), sorted_.end());
}

std::optional<std::uint16_t> FirstMentions::find(std::uint16_t index_in_transaction) const {
    if (sorted_.empty()) {
        for (std::size_t i = 0; i < list_.size(); ++i)
            if (list_[i].index_in_transaction == index_in_transaction)
                return static_cast<std::uint16_t>(i);
        return std::nullopt;
    }
    const auto at = std::lower_bound(sorted_.begin(), sorted_.end(), row(index_in_transaction, 0));
    if (at == sorted_.end() || *at >> 16 != index_in_transaction) return std::nullopt;
    return static_cast<std::uint16_t>(*at);
}

}  // namespace orrery::invoke
