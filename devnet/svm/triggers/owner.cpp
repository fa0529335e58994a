#include "devnet/svm/triggers/owner.hpp"

#include "devnet/svm/runtime/upgradeable.hpp"
#include "sdk/hooks/accounts.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::triggers {
namespace {

std::optional<Pubkey> upgrade_authority(const Pubkey& program, ReadLog& reader) {
    const auto account = reader.get(program);
    if (!account || account->owner != ids::loader_v3) return std::nullopt;
    const auto programdata = runtime::programdata_of(*account);
    if (!programdata) return std::nullopt;
    const auto data = reader.get(*programdata);
    if (!data || data->owner != ids::loader_v3) return std::nullopt;
    const auto state = runtime::loader_state(*data);
    const auto* found = state ? std::get_if<tx::LoaderProgramData>(&*state) : nullptr;
    return found ? found->authority : std::nullopt;
}

}  // namespace

Pubkey owner_of(const OwnerParams& p, ReadLog& reader) {
    const auto authority = upgrade_authority(p.program, reader);
    if (!authority) return p.treasury;
    const auto account = reader.get(p.cache.owner_address(p.program));
    if (!account || account->owner != ids::hooks) return *authority;
    const auto named = hooks::Owner::decode(account->data.to_bytes());
    return named && named->set_by == *authority ? named->recipient : *authority;
}

}  // namespace orrery::triggers
