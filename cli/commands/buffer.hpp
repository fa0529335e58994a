#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cli/commands/buffer_key.hpp"
#include "cli/commands/loader_account.hpp"
#include "cli/commands/upload.hpp"

namespace orrery::cli {

/// Which buffer an ELF is to go into.
struct BufferChoice {
    std::string given;     ///< --buffer: key file or address; empty = the program file's own
    std::string key_file;  ///< where the program file's own has its key
    const crypto::Keypair& payer;      ///< borrowed
    const crypto::Keypair& authority;  ///< borrowed; writes it
    ByteSpan elf;                      ///< borrowed
    std::uint64_t size = 0;            ///< bytes wanted, the ELF's at least
};

/// A buffer on its way to hold an ELF: planned, then created where it must be, written, and used up
/// by a deployment or left on the chain.
class Buffer {
  public:
    /// Looks at what is on the chain already. A leftover of another size is closed; one that we
    /// can't use stays. Errors: the client's; a buffer that was given and can't be used.
    static Outcome<Buffer> plan(Remote& remote, const BufferChoice& choice);

    const Pubkey& address() const { return address_; }
    bool exists() const { return exists_; }
    std::uint64_t capacity() const { return content_.size(); }
    /// The transactions that are missing, that of its creation aside.
    Outcome<UploadCost> cost() const;

    /// Creates it unless it exists, and writes what is missing. Errors: the chain's.
    Outcome<void> fill(Remote& remote);
    /// Nothing more is to be done with it: its key isn't kept any longer.
    void forget();
    /// How to go on after an interruption, and how to get the lamports back.
    std::string resume_hint() const;
    /// The failure with resume_hint, if there is something to go on with.
    Failure give_up(Failure failure);

  private:
    Buffer(const BufferChoice& choice, const Pubkey& address);

    Outcome<void> take_given(Remote& remote, const BufferChoice& choice);
    Outcome<void> take_own(Remote& remote, const BufferChoice& choice);
    Outcome<void> continue_with(Remote& remote, const LoaderBufferAccount& found);
    Outcome<void> create(Remote& remote);

    const crypto::Keypair* payer_;
    const crypto::Keypair* authority_;
    Pubkey address_;
    std::optional<crypto::Keypair> key_;  ///< to create it
    std::optional<BufferKey> own_;        ///< where the key is kept
    Bytes content_;                       ///< what it shall hold: the ELF, then zeros
    Bytes held_;                          ///< what it holds
    bool exists_ = false;
};

/// Ends the process with 130 on Ctrl-C and the like, and says how to go on, as long as it lives.
class Interruptible {
  public:
    Interruptible(const Buffer& buffer, const Session& session);
    ~Interruptible();
    Interruptible(const Interruptible&) = delete;
    Interruptible& operator=(const Interruptible&) = delete;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// A transaction that closes a buffer. Errors: the chain's.
Outcome<Sent> close_buffer(Remote& remote, const crypto::Keypair& payer,
                           const crypto::Keypair& authority, const Pubkey& buffer);

}  // namespace orrery::cli
