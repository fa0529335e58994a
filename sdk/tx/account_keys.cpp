#include "sdk/tx/account_keys.hpp"

namespace orrery::tx {

std::vector<Pubkey> account_keys(std::span<const Pubkey> static_keys,
                                 const LoadedAddresses& loaded) {
    std::vector<Pubkey> keys;
    keys.reserve(static_keys.size() + loaded.writable.size() + loaded.readonly.size());
    keys.insert(keys.end(), static_keys.begin(), static_keys.end());
    keys.insert(keys.end(), loaded.writable.begin(), loaded.writable.end());
    keys.insert(keys.end(), loaded.readonly.begin(), loaded.readonly.end());
    return keys;
}

}  // namespace orrery::tx
