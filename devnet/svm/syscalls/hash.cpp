#include <algorithm>

#include "devnet/svm/syscalls/functions.hpp"
#include "sdk/crypto/keccak256.hpp"
#include "sdk/crypto/sha256.hpp"

namespace orrery::syscalls {
namespace {

invoke::ProgramError too_many_slices(Call& call, std::string_view name, uint64_t count) {
    call.context().log().line(std::string(name) + " Hashing " + std::to_string(count) +
                              " sequences in one syscall is over the limit " +
                              std::to_string(call.costs().sha256_max_slices));
    return abort_with("Hashing too many sequences");
}

template <class Hasher>
Fallible<void> absorb(Call& call, Hasher& hasher, VmSlice slice) {
    TRY(const ByteSpan bytes, call.bytes(slice));
    const auto& costs = call.costs();
    CHECK_OK(call.consume(std::max(costs.mem_op_base, costs.sha256_byte * (slice.length / 2))));
    hasher.update(bytes);
    return {};
}

// The result is looked up before the slices and written after them, so that its errors come first
// and its bytes may be one of the inputs.
template <class Hasher>
Answer hash(Call& call, std::string_view name, uint64_t slices, uint64_t count, uint64_t result) {
    if (count > call.costs().sha256_max_slices) return fail(too_many_slices(call, name, count));
    CHECK_OK(call.consume(call.costs().sha256_base));
    TRY(const MutByteSpan out, call.output({result, Hash::size}));
    TRY(const VmSlices list, call.slices(slices, count));
    Hasher hasher;
    for (std::size_t i = 0; i < list.size(); ++i) CHECK_OK(absorb(call, hasher, list[i]));
    std::ranges::copy(hasher.finish().bytes, out.begin());
    return success;
}

}  // namespace

Answer sol_sha256(Call& call, uint64_t slices, uint64_t count, uint64_t result) {
    return hash<crypto::Sha256>(call, "Sha256", slices, count, result);
}

Answer sol_keccak256(Call& call, uint64_t slices, uint64_t count, uint64_t result) {
    return hash<crypto::Keccak256>(call, "Keccak256", slices, count, result);
}

}  // namespace orrery::syscalls
