#include "devnet/svm/programs/slot_hashes.hpp"

#include <array>

namespace orrery::programs {
namespace {

constexpr std::size_t head_size = 8;
constexpr std::size_t entry_size = 8 + Hash::size;

std::uint64_t read_u64(const AccountData& data, std::size_t offset) {
    std::array<std::uint8_t, 8> bytes{};
    data.copy_to(bytes, offset);
    return load_le<std::uint64_t>(bytes.data());
}

}  // namespace

std::optional<SlotHashes> SlotHashes::from(const svm::Sysvars& sysvars) {
    const auto& account = sysvars.account(svm::SysvarId::slot_hashes);
    if (!account || account->data.size() < head_size) return std::nullopt;
    const auto count = read_u64(account->data, 0);
    if (count > (account->data.size() - head_size) / entry_size) return std::nullopt;
    return SlotHashes(account, count);
}

std::uint64_t SlotHashes::slot_at(std::uint64_t position) const {
    return read_u64(account_->data, head_size + static_cast<std::size_t>(position) * entry_size);
}

std::optional<std::uint64_t> SlotHashes::position(std::uint64_t slot) const {
    std::uint64_t low = 0;
    std::uint64_t high = count_;
    while (low < high) {
        const auto middle = low + (high - low) / 2;
        const auto found = slot_at(middle);
        if (found == slot) return middle;
        if (found > slot)
            low = middle + 1;
        else
            high = middle;
    }
    return std::nullopt;
}

}  // namespace orrery::programs
