#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "devnet/svm/invoke/context.hpp"
#include "devnet/svm/programs/builtins.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/codec/writer.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::programs::testing {

using codec::ByteWriter;
using Code = tx::InstructionErrorCode;

/// A test key; equal numbers give equal keys.
inline Pubkey key(std::uint8_t n) {
    Pubkey out;
    out.bytes.fill(n);
    return out;
}

inline std::string text(const Pubkey& k) { return codec::to_string(k); }

inline Account account(std::uint64_t lamports, const Pubkey& owner = ids::system, Bytes data = {}) {
    return {Lamports{lamports}, owner, false, UINT64_MAX, AccountData::from(data)};
}

/// What became of one instruction.
struct Ran {
    std::optional<tx::InstructionError> error;
    std::vector<std::string> logs;  ///< of the program itself and of those it called
    std::vector<Instruction> inner;
    std::uint64_t units = 0;
    bool ends_slot = false;
    std::map<Pubkey, invoke::TxAccount> after;

    const invoke::TxAccount& at(const Pubkey& k) const { return after.at(k); }
    Bytes data(const Pubkey& k) const {
        const auto bytes = at(k).data();
        return {bytes.begin(), bytes.end()};
    }
    std::string last_log() const { return logs.empty() ? "" : logs.back(); }
};

/// The accounts, sysvars and environment around one top-level call of a builtin.
class World {
  public:
    World();

    std::map<Pubkey, Account> accounts;  ///< absent ones are system-owned and empty
    svm::Sysvars sysvars;
    Hash blockhash{};
    std::uint64_t compute_unit_limit = 200'000;
    invoke::Limits limits{};

    /// Newest first.
    void set_slot_hashes(const std::vector<std::uint64_t>& slots);
    void set_recent_blockhashes(std::size_t count);
    void unset(svm::SysvarId id) { slot(id) = {}; }
    std::uint64_t rent(std::size_t size) const { return sysvars.rent.minimum_balance(size); }

    Ran run(const Instruction& instruction) const;

  private:
    svm::VersionedAccount& slot(svm::SysvarId id) {
        return sysvars.accounts[static_cast<std::size_t>(id)];
    }
};

/// A world and a call that succeeds in it; cases break it in one place each.
struct Call {
    World world;
    Instruction instruction;

    Account& at(const Pubkey& k) { return world.accounts[k]; }
    AccountMeta& meta(std::size_t i) { return instruction.accounts.at(i); }
    Ran run() const { return world.run(instruction); }
};

struct Case {
    const char* what;
    std::function<void(Call&)> change;
    tx::InstructionError error;
    std::string log = {};  ///< the last line the program logs; empty = none of its own
};

/// Runs every case on a fresh copy of `call`.
void check_cases(const Call& call, const std::vector<Case>& cases);

/// The smallest ELF that deploys: sBPF v3, `mov r0, 0; exit`.
Bytes tiny_elf();

inline void set_data(Account& a, const Bytes& data) { a.data = AccountData::from(data); }
inline void resize(Account& a, std::size_t size) {
    auto data = a.data.to_bytes();
    data.resize(size);
    set_data(a, data);
}

}  // namespace orrery::programs::testing
