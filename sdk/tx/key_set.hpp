#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "sdk/types/instruction.hpp"
#include "sdk/types/key.hpp"

namespace orrery::tx {

/// A key of a message to be, with what is asked of it.
struct MessageKey {
    Pubkey pubkey;
    bool is_signer = false;
    bool is_writable = false;
    bool stays_static = false;  ///< invoked, or the nonce: never loaded from a table
    bool is_loaded = false;
};

/// The nonce account that the first instruction advances; null if it doesn't.
const Pubkey* nonce_of(std::span<const Instruction> instructions);

/// Collects keys by first mention, each with the union of what is asked of it.
class KeySet {
  public:
    explicit KeySet(const Pubkey& payer) {
        MessageKey& key = at(payer);
        key.is_signer = key.is_writable = true;
        num_signers_ = 1;
    }

    MessageKey& at(const Pubkey& pubkey) {
        const auto [found, added] = index_.try_emplace(pubkey, keys_.size());
        if (added) keys_.push_back({.pubkey = pubkey});
        return keys_[found->second];
    }
    const MessageKey* find(const Pubkey& pubkey) const {
        const auto found = index_.find(pubkey);
        return found == index_.end() ? nullptr : &keys_[found->second];
    }
    /// The program, then the accounts.
    void add(const Instruction& instruction) {
        at(instruction.program_id).stays_static = true;
        for (const AccountMeta& meta : instruction.accounts) {
            MessageKey& key = at(meta.pubkey);
            if (meta.is_signer && !key.is_signer) ++num_signers_;
            key.is_signer |= meta.is_signer;
            key.is_writable |= meta.is_writable;
        }
    }
    std::vector<MessageKey>& keys() { return keys_; }
    const std::vector<MessageKey>& keys() const { return keys_; }
    std::size_t num_signers() const { return num_signers_; }

  private:
    std::vector<MessageKey> keys_;
    std::size_t num_signers_ = 0;
    std::unordered_map<Pubkey, std::size_t> index_;
};

}  // namespace orrery::tx
