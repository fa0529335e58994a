#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "devnet/svm/programs/builtins.hpp"
#include "devnet/svm/runtime/execute.hpp"
#include "sdk/tx/builder.hpp"
#include "sdk/tx/transaction.hpp"
#include "sdk/types/ids.hpp"
#include "tests/unit/devnet/svm/runtime/puppet.hpp"

namespace orrery::runtime::testing {

using Code = tx::TransactionErrorCode;
using IxCode = tx::InstructionErrorCode;
using svm::TxStatus;

/// A test key; equal numbers give equal keys, which sort by number.
inline Pubkey key(std::uint8_t n) {
    Pubkey out;
    out.bytes.fill(n);
    return out;
}

constexpr std::uint64_t sol = 1'000'000'000;

inline Account account(std::uint64_t lamports, const Pubkey& owner = ids::system,
                       const Bytes& data = {}) {
    return {Lamports{lamports}, owner, false, UINT64_MAX, AccountData::from(data)};
}

/// What a transaction says; everything has a default.
struct Spec {
    std::vector<Instruction> instructions = {};
    Pubkey payer = key(1);
    std::optional<Hash> lifetime = {};  ///< nothing = the newest blockhash
    tx::Version version = tx::Version::legacy;
    std::vector<tx::LookupTable> tables = {};
};

/// Accounts and their versions, with all that an execution needs around them. Signatures are zeros:
/// the runtime leaves them to others.
class World : public svm::AccountReader, public LifetimeView {
  public:
    World();

    std::map<Pubkey, svm::VersionedAccount> accounts;
    svm::Sysvars sysvars;
    Hash blockhash;            ///< the newest
    std::set<Hash> recent;     ///< further ones
    std::set<Hash> processed;  ///< message hashes
    svm::Features features;
    invoke::Limits limits;
    std::uint64_t lamports_per_signature = 5000;

    void put(const Pubkey& key, Account account);
    const Account* find(const Pubkey& key) const;
    std::uint64_t lamports(const Pubkey& key) const;
    std::uint64_t rent(std::size_t size) const { return sysvars.rent.minimum_balance(size); }
    void set_slot(std::uint64_t slot);

    /// A program of the upgradeable loader; the key of its programdata.
    Pubkey put_program(const Pubkey& key, const Bytes& elf, std::uint64_t slot = 0);
    /// An account that loader v2 (or v1) runs.
    void put_old_program(const Pubkey& key, const Bytes& elf,
                         const Pubkey& loader = ids::loader_v2);
    void put_nonce(const Pubkey& key, const Pubkey& authority, const Hash& nonce,
                   std::uint64_t lamports);
    void put_table(const Pubkey& key, const std::vector<Pubkey>& addresses,
                   std::uint64_t extended_slot, std::uint8_t extended_from);

    tx::Transaction transaction(const Spec& spec) const;
    /// Executes and drops the outcome.
    svm::TxOutcome run(const Spec& spec) const { return run(transaction(spec)); }
    svm::TxOutcome run(const tx::Transaction& transaction) const;
    /// Executes and applies the outcome's writes.
    svm::TxOutcome apply(const Spec& spec) { return apply(transaction(spec)); }
    svm::TxOutcome apply(const tx::Transaction& transaction);
    /// The parameters of an execution; borrows the transaction and this world.
    ExecuteParams params(const tx::Transaction& transaction) const;

    svm::VersionedAccount get(const Pubkey& key) const override;
    bool is_recent(const Hash& hash) const override {
        return hash == blockhash || recent.contains(hash);
    }
    bool was_processed(const tx::Transaction& transaction) const override {
        return processed.contains(tx::hash_message(transaction.message.signed_bytes));
    }

  private:
    class Programs final : public invoke::ProgramSource {
      public:
        Result<std::shared_ptr<const vm::Program>, vm::LoadError> load(
            const Pubkey& key, const AccountRef& account, std::size_t elf_offset) const override;
    };

    std::vector<invoke::Builtin> builtins_;
    Programs programs_;
    mutable vm::VmPool pool_;
};

/// An sBPF v3 program from its assembly.
Bytes program(std::string_view assembly, const Bytes& rodata = {});

/// The account that a write left behind, null when it was deleted; fails when there is no write.
AccountRef written(const svm::TxOutcome& outcome, const Pubkey& key);
bool writes(const svm::TxOutcome& outcome, const Pubkey& key);

inline tx::TransactionError at(std::uint16_t instruction, tx::InstructionError error) {
    return {instruction, error};
}
inline AccountMeta readonly(const Pubkey& k) { return {k, false, false}; }
inline AccountMeta writable(const Pubkey& k) { return {k, false, true}; }
inline AccountMeta signing(const Pubkey& k) { return {k, true, true}; }

/// An error as text, so that a failed check shows both.
std::string text(const std::optional<tx::TransactionError>& error);

}  // namespace orrery::runtime::testing
