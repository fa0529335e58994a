#pragma once

#include <optional>
#include <span>
#include <vector>

#include "cli/session/send.hpp"
#include "cli/session/session.hpp"

namespace orrery::cli {

/// The chain that a command works on: its client, and the session that explains its errors.
struct Remote {
    explicit Remote(const Session& s) : session(s), client(s.client()) {}

    const Session& session;  ///< borrowed
    client::Client client;

    /// An answer, or why there is none in words for people.
    template <class T>
    Outcome<T> ok(client::ClientResult<T> result) const {
        if (!result) return fail(session.explain(result.error()));
        return std::move(*result);
    }
};

/// Signs, sends after a preflight and waits. `signers`: the first one pays; keys that stand there
/// twice sign once. Errors: as send.
Outcome<Sent> send(Remote& remote, std::span<const Instruction> instructions,
                   std::initializer_list<const crypto::Keypair*> signers);

/// What an executed transaction took, in compute units (CU); nothing if the chain doesn't say.
std::optional<std::uint64_t> units_of(Remote& remote, const Txid& id);

/// As send, once the open slot is later than `slot`: a program can be changed once a slot. Errors:
/// the chain stays there; as send.
Outcome<Sent> send_after(Remote& remote, Slot slot, std::span<const Instruction> instructions,
                         std::initializer_list<const crypto::Keypair*> signers);

/// A line on stderr that isn't a result.
void note(std::string_view text);

}  // namespace orrery::cli
