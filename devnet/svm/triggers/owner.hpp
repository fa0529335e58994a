#pragma once

#include "devnet/svm/triggers/cache.hpp"
#include "devnet/svm/triggers/read_log.hpp"

namespace orrery::triggers {

struct OwnerParams {
    const Pubkey& program;
    const Pubkey& treasury;
    Cache& cache;
};

/// Who receives the program owner's share: whom the upgrade authority named, as long as it still is
/// the authority; else the authority; else, of a program that nobody can change, the treasury.
Pubkey owner_of(const OwnerParams& params, ReadLog& reader);

}  // namespace orrery::triggers
