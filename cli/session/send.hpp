#pragma once

#include <span>
#include <vector>

#include "cli/session/session.hpp"
#include "sdk/types/instruction.hpp"

namespace orrery::cli {

/// A transaction to sign and send.
struct SendParams {
    std::span<const Instruction> instructions;    ///< borrowed
    std::vector<const crypto::Keypair*> signers;  ///< borrowed; the first one pays
};

/// A transaction that the chain executed without error.
struct Sent {
    Txid id;
    Slot slot;
};

/// Signs with a fresh blockhash, sends after a preflight, waits for the session's commitment.
/// Errors: the preflight's with its logs; the execution's; the client's.
Outcome<Sent> send(const Session& session, client::Client& client, const SendParams& params);

/// Sends signed bytes of any version after a preflight, waits for the session's commitment. Errors:
/// as above.
Outcome<Sent> send_wire(const Session& session, client::Client& client, ByteSpan wire,
                        const Pubkey& payer);

/// The fee of such a transaction. Errors: the client's.
Outcome<Lamports> fee_of(const Session& session, client::Client& client, const SendParams& params);

}  // namespace orrery::cli
