#include "devnet/svm/runtime/upgradeable.hpp"

#include <algorithm>
#include <array>

#include "sdk/types/ids.hpp"

namespace orrery::runtime {
namespace {

using Head = std::array<std::uint8_t, tx::max_loader_state_size>;

std::optional<tx::LoaderState> decode(const Pubkey& owner, ByteSpan head) {
    if (owner != ids::loader_v3) return std::nullopt;
    return tx::decode_loader_state(head);
}

}  // namespace

std::optional<tx::LoaderState> loader_state(const invoke::TxAccount& account) {
    Head head;
    const MutByteSpan part(head.data(), std::min(head.size(), account.data_size()));
    account.read(part);
    return decode(account.owner, part);
}

std::optional<tx::LoaderState> loader_state(const Account& account) {
    Head head;
    const MutByteSpan part(head.data(), std::min(head.size(), account.data.size()));
    account.data.copy_to(part);
    return decode(account.owner, part);
}

}  // namespace orrery::runtime
