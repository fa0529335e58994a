// Headers of the standard library before and behind the SDK's: both declare abort().
// clang-format off: the order is the point
#include <algorithm>
#include <array>

#include <sol/program.hpp>

#include <cstdlib>
#include <span>
// clang-format on

static sol::Result<void> process(const sol::Context& context) {
    const std::span data(context.data.data(), context.data.size());
    std::array<uint64_t, 8> counts{};
    for (const auto byte : data) ++counts[byte % counts.size()];
    std::sort(counts.begin(), counts.end());
    if (counts.front() == 42) std::abort();
    sol::log_64(counts.back());
    return {};
}

SOL_ENTRYPOINT(process, 0);
