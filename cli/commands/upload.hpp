#pragma once

#include <cstddef>
#include <functional>

#include "cli/session/session.hpp"

namespace orrery::cli {

/// An ELF on its way into a buffer.
struct UploadParams {
    const Session& session;            ///< borrowed
    const crypto::Keypair& payer;      ///< borrowed
    const crypto::Keypair& authority;  ///< borrowed; of the buffer
    Pubkey buffer;
    ByteSpan elf;                                                       ///< borrowed
    std::function<void(std::size_t done, std::size_t total)> progress;  ///< in transactions
};

/// Writes the ELF in as many transactions as it takes, in parallel, and waits until all are
/// confirmed; those that a blockhash's end leaves behind are signed and sent again. Errors: the
/// client's; a write that failed.
Outcome<void> upload(const UploadParams& params);

/// How many transactions that takes.
Outcome<std::size_t> upload_transactions(const crypto::Keypair& payer,
                                         const crypto::Keypair& authority, std::size_t elf_size);

}  // namespace orrery::cli
