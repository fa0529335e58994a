#pragma once

#include <cstddef>
#include <functional>

#include "cli/commands/remote.hpp"

namespace orrery::cli {

/// Bytes on their way into a buffer.
struct UploadParams {
    const Session& session;            ///< borrowed
    const crypto::Keypair& payer;      ///< borrowed
    const crypto::Keypair& authority;  ///< borrowed; of the buffer
    Pubkey buffer;
    ByteSpan content;  ///< borrowed; what it shall hold
    ByteSpan held;     ///< borrowed; what it holds now, as many bytes
    /// Called after every batch, by one thread at a time; in transactions sent.
    std::function<void(std::size_t done, std::size_t total)> progress;
};

/// Writes what differs in as many transactions as it takes, in parallel, and waits until all are
/// confirmed; those that a blockhash's end leaves behind are signed and sent again. Errors: the
/// client's; a write that failed.
Outcome<void> upload(const UploadParams& params);

/// How many transactions that takes, and their signatures.
struct UploadCost {
    std::size_t transactions = 0;
    std::size_t signatures = 0;
};
Outcome<UploadCost> upload_cost(const crypto::Keypair& payer, const crypto::Keypair& authority,
                                ByteSpan content, ByteSpan held);

}  // namespace orrery::cli
