#include "sdk/crypto/pda.hpp"

#include <algorithm>
#include <bit>

#include "sdk/crypto/curve.hpp"
#include "sdk/crypto/sha256.hpp"

namespace orrery::crypto {
namespace {

constexpr std::string_view marker = "ProgramDerivedAddress";

bool seeds_fit(std::span<const ByteSpan> seeds, std::size_t max_count) {
    return seeds.size() <= max_count &&
           std::ranges::all_of(seeds, [](ByteSpan seed) { return seed.size() <= max_seed_length; });
}

// `hasher` has taken the seeds; what remains is the same for every address of a program.
Pubkey finish_address(Sha256 hasher, const Pubkey& program) {
    return std::bit_cast<Pubkey>(hasher.update(program).update(as_bytes(marker)).finish());
}

Sha256 hash_seeds(std::span<const ByteSpan> seeds) {
    Sha256 hasher;
    for (const ByteSpan seed : seeds) hasher.update(seed);
    return hasher;
}

std::span<const ByteSpan> as_span(std::initializer_list<ByteSpan> seeds) {
    return {seeds.begin(), seeds.size()};
}

}  // namespace

std::string_view display(PdaError error) {
    switch (error) {
        case PdaError::MaxSeedLengthExceeded:
            return "Length of the seed is too long for address generation";
        case PdaError::InvalidSeeds:
            return "Provided seeds do not result in a valid address";
        case PdaError::IllegalOwner:
            return "Provided owner is not allowed";
    }
    return "";
}

Result<Pubkey, PdaError> create_program_address(std::span<const ByteSpan> seeds,
                                                const Pubkey& program) {
    if (!seeds_fit(seeds, max_seeds)) return fail(PdaError::MaxSeedLengthExceeded);
    const Pubkey address = finish_address(hash_seeds(seeds), program);
    if (is_on_curve(address)) return fail(PdaError::InvalidSeeds);
    return address;
}

Result<Pubkey, PdaError> create_program_address(std::initializer_list<ByteSpan> seeds,
                                                const Pubkey& program) {
    return create_program_address(as_span(seeds), program);
}

Result<ProgramAddress, PdaError> find_program_address(std::span<const ByteSpan> seeds,
                                                      const Pubkey& program) {
    if (!seeds_fit(seeds, max_seeds - 1)) return fail(PdaError::MaxSeedLengthExceeded);
    const Sha256 prefix = hash_seeds(seeds);
    for (std::uint8_t bump = 255; bump > 0; --bump) {
        Sha256 hasher = prefix;
        const Pubkey address = finish_address(hasher.update(ByteSpan(&bump, 1)), program);
        if (!is_on_curve(address)) return ProgramAddress{address, bump};
    }
    return fail(PdaError::InvalidSeeds);
}

Result<ProgramAddress, PdaError> find_program_address(std::initializer_list<ByteSpan> seeds,
                                                      const Pubkey& program) {
    return find_program_address(as_span(seeds), program);
}

Result<Pubkey, PdaError> create_with_seed(const Pubkey& base, std::string_view seed,
                                          const Pubkey& owner) {
    if (seed.size() > max_seed_length) return fail(PdaError::MaxSeedLengthExceeded);
    if (as_text(owner.bytes).ends_with(marker)) return fail(PdaError::IllegalOwner);
    return std::bit_cast<Pubkey>(sha256({base.span(), as_bytes(seed), owner.span()}));
}

}  // namespace orrery::crypto
