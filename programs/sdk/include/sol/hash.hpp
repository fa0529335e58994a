#pragma once

#include <sol/base.hpp>

namespace sol {

/// 32 bytes of a hash.
struct Hash {
    uint8_t bytes[32];
};

namespace detail {

template <class Syscall, class... Parts>
SOL_INLINE Hash digest(Syscall syscall, const Parts&... parts) {
    const SolBytes all[] = {{Bytes(parts).data(), Bytes(parts).size()}...};
    Hash out;
    syscall(all, sizeof...(parts), out.bytes);
    return out;
}

}  // namespace detail

/// Hashes of the parts' concatenation; 85 CU, and for each part 10 or half a CU per byte.
template <class... Parts>
SOL_INLINE Hash sha256(const Parts&... parts) {
    return detail::digest(sol_sha256, parts...);
}
template <class... Parts>
SOL_INLINE Hash keccak256(const Parts&... parts) {
    return detail::digest(sol_keccak256, parts...);
}
template <class... Parts>
SOL_INLINE Hash blake3(const Parts&... parts) {
    return detail::digest(sol_blake3, parts...);
}

SOL_INLINE bool operator==(const Hash& a, const Hash& b) {
    for (uint64_t i = 0; i < sizeof a.bytes; i += 8)
        if (load<uint64_t>(a.bytes + i) != load<uint64_t>(b.bytes + i)) return false;
    return true;
}

}  // namespace sol
