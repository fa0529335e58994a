#pragma once

#include <memory>

#include "sdk/hooks/body.hpp"
#include "sdk/tx/transaction.hpp"

namespace orrery::triggers {

/// A hook's message as a transaction (docs/spec/hooks.md 6): the signer first, then the body's
/// keys, writable before read-only, in the body's order; blockhash zero; `id` as its one signature.
/// It is a legacy transaction where it fits into one, 1,232 bytes, else a jumbo. Never null.
std::shared_ptr<const tx::Transaction> hook_message(const hooks::Body& body, const Pubkey& signer,
                                                    const Txid& id);

}  // namespace orrery::triggers
