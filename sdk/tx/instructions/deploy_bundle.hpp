#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sdk/types/amounts.hpp"
#include "sdk/types/instruction.hpp"

/// Several programs deployed by one jumbo transaction: all of them, or none and no trace of them
/// but the fee. (s) marks accounts that sign.
namespace orrery::tx {

struct BundledProgram {
    Pubkey program;  ///< (s) a fresh key pair's
    /// (s) a fresh key pair's; absent: an address derived from the payer's, which saves a signature
    std::optional<Pubkey> buffer;
    ByteSpan elf;                    ///< borrowed
    Pubkey authority;                ///< (s) who may upgrade it
    std::uint64_t max_data_len = 0;  ///< room for the ELF, in bytes; 0 = the ELF's size
};

struct DeployBundle {
    Pubkey payer;  ///< (s) pays all rent; what buffers cost comes back
    std::span<const BundledProgram> programs;
    std::uint64_t lamports_per_byte = default_lamports_per_byte;  ///< the chain's rent
};

/// For each program in turn: create its buffer, write its ELF, create the program, deploy it. The
/// next buffer is only made when the last one is gone, so that the transaction's accounts grow
/// (20 MiB at most) by all max_data_len and one ELF. Every program is callable from the next slot
/// on.
std::vector<Instruction> deploy_bundle(const DeployBundle& bundle);

/// The buffer of a program that names none.
Pubkey bundle_buffer(const Pubkey& payer, const Pubkey& program);

/// The compute units that the instructions use, exactly.
std::uint64_t deploy_bundle_compute_units(const DeployBundle& bundle);

/// A loaded accounts data limit, in bytes, that suffices for accounts without data.
std::uint32_t deploy_bundle_loaded_size(const DeployBundle& bundle);

}  // namespace orrery::tx
