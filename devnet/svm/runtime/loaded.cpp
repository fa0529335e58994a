#include "devnet/svm/runtime/loaded.hpp"

#include <algorithm>

#include "devnet/svm/programs/lookup_table.hpp"
#include "devnet/svm/programs/reserved_keys.hpp"
#include "devnet/svm/runtime/instructions_sysvar.hpp"
#include "devnet/svm/runtime/upgradeable.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::runtime {
namespace {

using Code = tx::TransactionErrorCode;

// SIMD-0186: what an account, and a lookup table, count for besides their data.
constexpr std::uint64_t account_base_size = 64;
constexpr std::uint64_t lookup_table_size = 8248;

bool has_duplicates(const std::vector<Pubkey>& keys) {
    auto sorted = keys;
    std::sort(sorted.begin(), sorted.end());
    return std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
}

std::vector<bool> invoked(const tx::Message& message, std::size_t num_keys) {
    std::vector<bool> out(num_keys);
    for (const auto& instruction : message.instructions) out[instruction.program_index] = true;
    return out;
}

std::vector<bool> writable(const tx::Message& message, const AccountLocks& locks) {
    const auto is_program = invoked(message, locks.keys.size());
    const bool upgrades =
        std::find(locks.keys.begin(), locks.keys.end(), ids::loader_v3) != locks.keys.end();
    const auto loaded_writable_end = message.static_keys.size() + locks.loaded.writable.size();
    std::vector<bool> out(locks.keys.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        const bool asked = i < message.static_keys.size() ? message.is_static_writable(i)
                                                          : i < loaded_writable_end;
        out[i] = asked && !programs::is_reserved(locks.keys[i]) && !(is_program[i] && !upgrades);
    }
    return out;
}

class SizeCounter {
  public:
    SizeCounter(std::uint64_t limit, std::uint64_t& size) : limit_(limit), size_(size) {}
    TxResult<void> add(std::uint64_t bytes) {
        size_ += bytes;
        if (size_ <= limit_) return {};
        size_ = limit_;  // what is reported never exceeds what was asked for
        return fail(tx::TransactionError(Code::MaxLoadedAccountsDataSizeExceeded));
    }

  private:
    std::uint64_t limit_;
    std::uint64_t& size_;
};

invoke::TxAccount instructions_account(const tx::Message& message, const AccountLocks& locks) {
    auto account = invoke::TxAccount::from(ids::instructions, {});
    account.owner = ids::sysvar_owner;
    account.set_data(encode_instructions(message, locks));
    return account;
}

bool contains(const LoadedAccounts& loaded, const Pubkey& key) {
    return std::any_of(loaded.programdata.begin(), loaded.programdata.end(),
                       [&](const auto& p) { return p.first == key; });
}

TxResult<void> load_programdata(const invoke::TxAccount& account, const AccountLocks& locks,
                                RecordingReader& reader, SizeCounter& counter,
                                LoadedAccounts& out) {
    const auto key = programdata_of(account);
    if (!key || contains(out, *key)) return {};
    if (std::find(locks.keys.begin(), locks.keys.end(), *key) != locks.keys.end()) return {};
    auto data = reader.get(*key);
    if (data.account) CHECK_OK(counter.add(account_base_size + data.account->data.size()));
    out.programdata.emplace_back(*key, std::move(data));
    return {};
}

TxResult<void> check_programs(const tx::Message& message, const LoadedAccounts& loaded) {
    for (const auto& instruction : message.instructions) {
        const auto& program = loaded.accounts[instruction.program_index];
        if (program.lamports == 0) return fail(tx::TransactionError(Code::ProgramAccountNotFound));
        const auto& owner = program.owner;
        if (owner != ids::native_loader && owner != ids::loader_v1 && owner != ids::loader_v2 &&
            owner != ids::loader_v3 && owner != ids::loader_v4)
            return fail(tx::TransactionError(Code::InvalidProgramForExecution));
    }
    return {};
}

}  // namespace

svm::VersionedAccount RecordingReader::get(const Pubkey& key) {
    auto account = reader_.get(key);
    reads_.push_back({key, account.version});
    return account;
}

std::vector<svm::AccountRead> RecordingReader::take_reads() {
    std::sort(reads_.begin(), reads_.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
    reads_.erase(std::unique(reads_.begin(), reads_.end()), reads_.end());
    return std::move(reads_);
}

TxResult<AccountLocks> lock_accounts(const tx::Message& message, RecordingReader& reader,
                                     const svm::Sysvars& sysvars, std::size_t max_locks) {
    AccountLocks locks;
    for (const auto& lookup : message.lookups)
        CHECK_OK(
            programs::look_up(lookup, reader.get(lookup.table).account, sysvars, locks.loaded));
    const auto& loaded = locks.loaded;
    locks.keys.reserve(message.static_keys.size() + loaded.writable.size() +
                       loaded.readonly.size());
    locks.keys.assign(message.static_keys.begin(), message.static_keys.end());
    locks.keys.insert(locks.keys.end(), loaded.writable.begin(), loaded.writable.end());
    locks.keys.insert(locks.keys.end(), loaded.readonly.begin(), loaded.readonly.end());

    if (has_duplicates(locks.keys)) return fail(tx::TransactionError(Code::AccountLoadedTwice));
    if (locks.keys.size() > max_locks) return fail(tx::TransactionError(Code::TooManyAccountLocks));
    locks.writable = writable(message, locks);
    return locks;
}

std::vector<svm::VersionedAccount> read_accounts(const AccountLocks& locks,
                                                 RecordingReader& reader) {
    std::vector<svm::VersionedAccount> out;
    out.reserve(locks.keys.size());
    for (const auto& key : locks.keys)
        out.push_back(key == ids::instructions ? svm::VersionedAccount{} : reader.get(key));
    return out;
}

TxResult<void> load_accounts(const LoadParams& p, RecordingReader& reader, LoadedAccounts& out) {
    SizeCounter counter(p.size_limit, out.data_size);
    CHECK_OK(counter.add(p.message.lookups.size() * lookup_table_size));
    out.accounts.reserve(p.locks.keys.size());
    for (std::size_t i = 0; i < p.locks.keys.size(); ++i) {
        if (p.locks.keys[i] == ids::instructions) {
            out.accounts.push_back(instructions_account(p.message, p.locks));
            continue;
        }
        auto account = invoke::TxAccount::from(p.locks.keys[i], p.states[i]);
        account.writable = p.locks.writable[i];
        if (account.writable && p.rent.is_exempt(account.lamports, account.data_size()))
            account.rent_epoch = UINT64_MAX;
        if (account.loaded) CHECK_OK(counter.add(account_base_size + account.data_size()));
        if (account.owner == ids::loader_v3)
            CHECK_OK(load_programdata(account, p.locks, reader, counter, out));
        out.accounts.push_back(std::move(account));
    }
    return check_programs(p.message, out);
}

std::vector<invoke::TopLevelInstruction> top_level_instructions(const tx::Message& message,
                                                                const AccountLocks& locks) {
    std::vector<invoke::TopLevelInstruction> out;
    out.reserve(message.instructions.size());
    for (const auto& instruction : message.instructions) {
        invoke::TopLevelInstruction top{instruction.program_index, {}, instruction.data};
        top.accounts.reserve(instruction.accounts.size());
        for (const auto index : instruction.accounts)
            top.accounts.push_back({index, message.is_signer(index), locks.writable[index]});
        out.push_back(std::move(top));
    }
    return out;
}

}  // namespace orrery::runtime
