#include "sdk/crypto/pda.hpp"

#include <algorithm>
#include <array>

#include "devnet/svm/syscalls/functions.hpp"

namespace orrery::syscalls {
namespace {

constexpr uint64_t no_address = 1;

struct Inputs {
    std::array<ByteSpan, crypto::max_seeds> storage;
    std::size_t count = 0;
    Pubkey program;

    std::span<const ByteSpan> seeds() const { return {storage.data(), count}; }
};

invoke::ProgramError bad_seeds() {
    return abort_with("Could not create program address with signer seeds: " +
                      std::string(crypto::display(crypto::PdaError::MaxSeedLengthExceeded)));
}

Fallible<Inputs> translate(Call& call, uint64_t seeds, uint64_t count, uint64_t program) {
    TRY(const VmSlices slices, call.slices(seeds, count));
    if (slices.size() > crypto::max_seeds) return fail(bad_seeds());
    Inputs in;
    in.count = slices.size();
    for (std::size_t i = 0; i < in.count; ++i) {
        if (slices[i].length > crypto::max_seed_length) return fail(bad_seeds());
        TRY(in.storage[i], call.bytes(slices[i]));
    }
    TRY(in.program, call.key(program));
    return in;
}

}  // namespace

Answer sol_create_program_address(Call& call, uint64_t seeds, uint64_t count, uint64_t program,
                                  uint64_t address) {
    CHECK_OK(call.consume(call.costs().create_program_address));
    TRY(const Inputs in, translate(call, seeds, count, program));
    const auto derived = crypto::create_program_address(in.seeds(), in.program);
    if (!derived) return no_address;
    TRY(const MutByteSpan out, call.output({address, Pubkey::size}));
    std::ranges::copy(derived->bytes, out.begin());
    return success;
}

Answer sol_try_find_program_address(Call& call, uint64_t seeds, uint64_t count, uint64_t program,
                                    uint64_t address, uint64_t bump) {
    const uint64_t attempt = call.costs().create_program_address;
    CHECK_OK(call.consume(attempt));
    TRY(const Inputs in, translate(call, seeds, count, program));
    // Each bump that fails pays for the next try, the last one (1) included. 16 seeds leave no room
    // for a bump: every try fails.
    const auto found = crypto::find_program_address(in.seeds(), in.program);
    const uint64_t failed = 255u - (found ? found->bump : 0u);
    CHECK_OK(call.consume(failed * attempt));
    if (!found) return no_address;
    TRY(const auto out, call.outputs(Output{bump, 1}, Output{address, Pubkey::size}));
    out[0][0] = found->bump;
    std::ranges::copy(found->address.bytes, out[1].begin());
    return success;
}

}  // namespace orrery::syscalls
