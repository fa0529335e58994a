#include <algorithm>
#include <cstring>

#include "devnet/svm/syscalls/functions.hpp"

namespace orrery::syscalls {
namespace {

Fallible<void> charge(Call& call, uint64_t length) {
    const auto& costs = call.costs();
    return call.consume(std::max(costs.mem_op_base, length / costs.cpi_bytes_per_unit));
}

Answer move(Call& call, uint64_t to, uint64_t from, uint64_t length) {
    TRY(const MutByteSpan target, call.output({to, length}));
    TRY(const ByteSpan source, call.bytes(from, length));
    if (length != 0) std::memmove(target.data(), source.data(), source.size());
    return success;
}

// The difference of the first bytes that differ, as programs expect it.
std::int32_t compare(ByteSpan a, ByteSpan b) {
    const auto [at_a, at_b] = std::ranges::mismatch(a, b);
    return at_a == a.end() ? 0 : std::int32_t{*at_a} - std::int32_t{*at_b};
}

}  // namespace

Answer sol_memcpy(Call& call, uint64_t to, uint64_t from, uint64_t length) {
    CHECK_OK(charge(call, length));
    if (!disjoint(from, length, to, length)) return fail(abort_with("Overlapping copy"));
    return move(call, to, from, length);
}

Answer sol_memmove(Call& call, uint64_t to, uint64_t from, uint64_t length) {
    CHECK_OK(charge(call, length));
    return move(call, to, from, length);
}

Answer sol_memset(Call& call, uint64_t to, uint64_t byte, uint64_t length) {
    CHECK_OK(charge(call, length));
    TRY(const MutByteSpan target, call.output({to, length}));
    std::ranges::fill(target, static_cast<std::uint8_t>(byte));
    return success;
}

Answer sol_memcmp(Call& call, uint64_t a, uint64_t b, uint64_t length, uint64_t result) {
    CHECK_OK(charge(call, length));
    TRY(const ByteSpan first, call.bytes(a, length));
    TRY(const ByteSpan second, call.bytes(b, length));
    const std::int32_t difference = compare(first, second);
    TRY(const MutByteSpan out, call.output({result, sizeof difference, alignof(std::int32_t)}));
    store_le(out.data(), difference);
    return success;
}

}  // namespace orrery::syscalls
