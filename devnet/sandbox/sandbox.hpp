#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "devnet/sandbox/error.hpp"
#include "devnet/sandbox/expect.hpp"
#include "devnet/sandbox/outcome.hpp"
#include "devnet/sandbox/params.hpp"
#include "devnet/svm/state/sysvars.hpp"
#include "sdk/crypto/ed25519.hpp"
#include "sdk/tx/builder.hpp"
#include "sdk/tx/transaction.hpp"
#include "sdk/types/ids.hpp"
#include "sdk/types/instruction.hpp"

namespace orrery {

/// Borrowed for a call; none may be null.
using Signers = std::vector<const crypto::Keypair*>;

/// A transaction to be, for those that need more than instructions and signers.
struct Draft {
    std::vector<Instruction> instructions;
    Signers signers{};                           ///< besides the fee payer
    const crypto::Keypair* fee_payer = nullptr;  ///< borrowed; null = the sandbox's payer()
    tx::Version version = tx::Version::legacy;
    std::vector<tx::LookupTable> tables{};  ///< only for v0
    std::optional<Hash> lifetime{};         ///< nothing = the latest blockhash
};

/// A state to return to; a name for it, without the state.
class Snapshot {
  private:
    friend class Sandbox;
    Snapshot(const void* sandbox, std::uint64_t number) : sandbox_(sandbox), number_(number) {}
    const void* sandbox_;
    std::uint64_t number_;
};

/// A whole chain as an object, for tests of programs and of what calls them: the bank that a node
/// has, without ports, files, threads and clock. A slot is always open; transactions run in it one
/// after the other, at once. It ends when something says so here, and behind a transaction that
/// deploys, upgrades, extends or closes a program or extends a lookup table: what that changed can
/// be used at once.
///
/// Any number of sandboxes live side by side, each used by one thread at a time. Keys that it makes
/// up derive from its seed: no secrets.
class Sandbox {
  public:
    explicit Sandbox(SandboxParams params = {});
    ~Sandbox();
    Sandbox(Sandbox&& other) noexcept;
    Sandbox& operator=(Sandbox&& other) noexcept;

    // Wallets

    /// Has 10,000 SOL and pays fees where nobody else is named.
    const crypto::Keypair& payer() const;
    /// A key pair that wasn't given before, with lamports; the n-th call gives the same in every
    /// sandbox of one seed.
    crypto::Keypair new_wallet(Lamports lamports = {10 * lamports_per_sol});
    /// Adds lamports out of nothing, without a transaction. Error: too_much.
    SandboxResult<void> airdrop(const Pubkey& key, Lamports lamports);

    // Transactions

    /// Signs and runs. Sent again, it is a new transaction: the next slot begins where only another
    /// blockhash tells them apart (unless the draft names one).
    Outcome send(const Draft& draft);
    Outcome send(const Instruction& instruction, const Signers& signers = {});
    Outcome send(const std::vector<Instruction>& instructions, const Signers& signers = {});
    /// Runs a transaction as it would arrive from a client.
    Outcome send(ByteSpan wire);
    Outcome send(std::shared_ptr<const tx::Transaction> transaction);
    /// The same without applying anything. What the outcome calls changes would have been.
    Outcome simulate(const Draft& draft) const;
    Outcome simulate(const Instruction& instruction, const Signers& signers = {}) const;
    Outcome simulate(const std::vector<Instruction>& instructions,
                     const Signers& signers = {}) const;
    Outcome simulate(ByteSpan wire) const;
    /// The bytes of a draft, to be sent later. Error: bad_transaction.
    SandboxResult<Bytes> sign(const Draft& draft) const;

    // Programs

    struct DeployParams {
        std::optional<crypto::Keypair> program{};    ///< its address' key; nothing = a new one
        std::optional<crypto::Keypair> authority{};  ///< nothing = payer()
        std::uint64_t max_data_len = 0;  ///< bytes of room for upgrades; at least the ELF
    };
    /// Deploys through the upgradeable loader as `solana program deploy` does: a buffer, its
    /// writes, the deployment; payer() pays. Gives the program's address. Errors: unreadable_file,
    /// transaction_failed.
    SandboxResult<Pubkey> deploy(ByteSpan elf, const DeployParams& params);
    SandboxResult<Pubkey> deploy(ByteSpan elf) { return deploy(elf, {}); }
    SandboxResult<Pubkey> deploy(const std::filesystem::path& elf, const DeployParams& params);
    SandboxResult<Pubkey> deploy(const std::filesystem::path& elf) { return deploy(elf, {}); }
    /// Replaces a program's ELF through the loader; extends the program first where it must.
    SandboxResult<void> upgrade(const Pubkey& program, ByteSpan elf,
                                const std::optional<crypto::Keypair>& authority = {});
    SandboxResult<void> upgrade(const Pubkey& program, const std::filesystem::path& elf,
                                const std::optional<crypto::Keypair>& authority = {});
    /// Closes a program for good; payer() gets its lamports.
    SandboxResult<void> close_program(const Pubkey& program,
                                      const std::optional<crypto::Keypair>& authority = {});

    struct PlaceParams {
        std::optional<Pubkey> program{};    ///< its address; nothing = a new one
        std::optional<Pubkey> authority{};  ///< nothing = final
    };
    /// Writes a program into the state without the loader, transactions or lamports, or replaces
    /// one: quicker, and at any address. Errors: unreadable_file, bad_program.
    SandboxResult<Pubkey> place_program(ByteSpan elf, const PlaceParams& params);
    SandboxResult<Pubkey> place_program(ByteSpan elf) { return place_program(elf, {}); }
    SandboxResult<Pubkey> place_program(const std::filesystem::path& elf,
                                        const PlaceParams& params);
    SandboxResult<Pubkey> place_program(const std::filesystem::path& elf) {
        return place_program(elf, {});
    }

    /// Functions and lines for a program's faults: its ELF with DWARF. What comes from a file
    /// brings the .debug beside it along. Error: bad_program.
    SandboxResult<void> set_debug_info(const Pubkey& program, ByteSpan elf);

    // Accounts

    std::optional<Account> account(const Pubkey& key) const;
    Lamports balance(const Pubkey& key) const;  ///< 0 where there is none
    /// The account's bytes from `offset` on as a T. Nothing where they are too few.
    template <class T>
    std::optional<T> read(const Pubkey& key, std::size_t offset = 0) const;
    /// Every account of an owner, sorted by key.
    std::vector<std::pair<Pubkey, Account>> owned_by(const Pubkey& owner) const;
    /// Replaces an account, or makes it; without lamports it is gone. Its rent epoch will be the
    /// exempt one's.
    void set_account(const Pubkey& key, const Account& account);

    // Tokens: through a token program that is there (SandboxParams::programs, place_program)

    struct MintParams {
        Pubkey authority;
        std::uint8_t decimals = 0;
        std::optional<Pubkey> freeze_authority{};
        std::optional<crypto::Keypair> mint{};  ///< its address' key; nothing = a new one
        Pubkey program = ids::spl_token;
    };
    /// Errors: missing_program, transaction_failed.
    SandboxResult<Pubkey> create_mint(const MintParams& params);
    struct TokenAccountParams {
        Pubkey mint;
        Pubkey owner;
        /// The account's key; nothing = the owner's associated account, which the associated token
        /// program makes, or lets be.
        std::optional<crypto::Keypair> account{};
    };
    /// Errors: wrong_account (no mint), missing_program, transaction_failed.
    SandboxResult<Pubkey> create_token_account(const TokenAccountParams& params);
    struct MintToParams {
        Pubkey mint;
        Pubkey account;
        std::uint64_t amount = 0;
        const crypto::Keypair& authority;  ///< the mint's; borrowed
    };
    SandboxResult<void> mint_to(const MintToParams& params);
    /// Nothing where there is no token account.
    std::optional<std::uint64_t> token_balance(const Pubkey& account) const;
    /// Of the owner's associated account for this mint.
    std::optional<std::uint64_t> token_balance(const Pubkey& owner, const Pubkey& mint) const;

    // Slots and time

    Slot slot() const;  ///< the open one
    Hash latest_blockhash() const;
    svm::Clock clock() const;
    svm::Rent rent() const;
    svm::EpochSchedule epoch_schedule() const;
    Hash genesis_hash() const;
    /// Ends the open slot and `slots` - 1 empty ones; each has a blockhash.
    void advance_slots(std::uint64_t slots = 1);
    /// Lets every blockhash that there is so far expire, by slots that go by.
    void expire_blockhash();
    /// The open slot ends, and `slot` is the next: what lies between never was. The clock stays.
    /// Errors: backwards, too_much.
    SandboxResult<void> warp_to_slot(Slot slot);
    /// The next slot begins at this time, in Unix seconds. Error: backwards.
    SandboxResult<void> warp_to_time(std::int64_t unix_timestamp);
    /// The next slot begins that many seconds later. Errors: backwards, too_much.
    SandboxResult<void> advance_time(std::int64_t seconds);

    // Snapshots

    /// Marks the present state, at no cost; they nest.
    Snapshot snapshot();
    /// Returns to it, in time proportional to what changed since; later snapshots are void, this
    /// one stays. new_wallet goes on where it was. Error: void_snapshot.
    SandboxResult<void> revert(const Snapshot& snapshot);
    /// Gives a snapshot up, and the memory that it kept. Error: void_snapshot.
    SandboxResult<void> forget(const Snapshot& snapshot);

  private:
    struct Impl;
    /// Copies [offset, offset + out.size()) of an account's data; false where it has less.
    bool copy_data(const Pubkey& key, std::size_t offset, MutByteSpan out) const;

    std::unique_ptr<Impl> impl_;
};

template <class T>
std::optional<T> Sandbox::read(const Pubkey& key, std::size_t offset) const {
    static_assert(std::is_trivially_copyable_v<T>, "only plain bytes can be read as a value");
    std::array<std::uint8_t, sizeof(T)> bytes;
    if (!copy_data(key, offset, bytes)) return std::nullopt;
    T out;
    std::memcpy(static_cast<void*>(&out), bytes.data(), sizeof(T));
    return out;
}

}  // namespace orrery
