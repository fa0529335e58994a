#include "devnet/svm/vm/syscall.hpp"

#include <bit>

namespace orrery::vm {

SyscallRegistry::SyscallRegistry(std::span<const Syscall> rows) : rows_(rows.begin(), rows.end()) {
    slots_.resize(std::bit_ceil(rows_.size() * 2 + 1));
    const auto mask = slots_.size() - 1;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        auto at = rows_[row].hash & mask;
        while (slots_[at] != 0) at = (at + 1) & mask;
        slots_[at] = static_cast<std::uint16_t>(row + 1);
    }
}

const Syscall* SyscallRegistry::find(std::uint32_t hash) const {
    const auto mask = slots_.size() - 1;
    for (auto at = hash & mask; slots_[at] != 0; at = (at + 1) & mask) {
        const auto& row = rows_[slots_[at] - 1u];
        if (row.hash == hash) return &row;
    }
    return nullptr;
}

}  // namespace orrery::vm
