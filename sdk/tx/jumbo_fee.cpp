#include "sdk/tx/jumbo_fee.hpp"

namespace orrery::tx {

std::uint64_t jumbo_fee(std::uint64_t size) {
    constexpr std::uint64_t free_size = 4096;
    constexpr std::uint64_t unit = 5000;
    constexpr std::uint64_t step = 65'536;  // bytes per doubling
    if (size <= free_size) return 0;
    const std::uint64_t doublings = (size - free_size) / step;
    const std::uint64_t rest = (size - free_size) % step;
    if (doublings >= 50) return UINT64_MAX;  // 5000 x 2^51 is the last that fits
    __extension__ using Wide = unsigned __int128;
    const Wide value = ((Wide{unit} << doublings) * (step + rest)) >> 16;
    return static_cast<std::uint64_t>(value) - unit;
}

}  // namespace orrery::tx
