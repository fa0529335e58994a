#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sdk/tx/message.hpp"
#include "sdk/types/key.hpp"

namespace orrery::tx {

/// Whether no transaction may write the account: Solana's builtins, precompiles, sysvars and their
/// owners (upstream: reserved-account-keys), and Solayer Chain's own. A message's wish to write it
/// is ignored.
bool is_reserved(const Pubkey& key);

/// All reserved keys.
std::span<const Pubkey> reserved_keys();

/// One of a message's account keys: static keys come first, then writable loaded, then read-only
/// loaded ones.
struct IndexedKey {
    std::size_t index = 0;
    Pubkey key;
};

/// What a message may write. Borrows the message.
class WriteAccess {
  public:
    /// `names_loader`: the upgradeable loader is among the message's keys; matters only to a
    /// message that asks to write what it invokes.
    WriteAccess(const Message& message, std::size_t loaded_writable, bool names_loader);

    /// Whether the message asks for write access to some program that it invokes.
    static bool asks_to_write_programs(const Message& message);

    /// Whether the message may write the account: it asks to, the key isn't reserved, and it is no
    /// program that the message invokes, unless the loader is named: upgrades write the program
    /// they invoke (svm-runtime.md 1.1).
    bool may_write(const IndexedKey& account) const;

  private:
    bool asks_to_write(std::size_t index) const;
    bool is_invoked(std::size_t index) const;

    const Message& message_;
    std::size_t loaded_writable_;
    bool names_loader_;
    std::vector<bool> invoked_;  ///< by account index; empty for the few instructions of most
};

}  // namespace orrery::tx
