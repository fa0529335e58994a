#include "devnet/svm/runtime/loaded.hpp"

#include <algorithm>

#include "devnet/svm/programs/lookup_table.hpp"
#include "devnet/svm/runtime/instructions_sysvar.hpp"
#include "devnet/svm/runtime/upgradeable.hpp"
#include "sdk/tx/write_access.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::runtime {
namespace {

using Code = tx::TransactionErrorCode;

// SIMD-0186: what an account, and a lookup table, count for besides their data.
constexpr std::uint64_t account_base_size = 64;
constexpr std::uint64_t lookup_table_size = 8248;

void decide_access(const tx::Message& message, const tx::LoadedAddresses& loaded,
                   const invoke::AccountIndex& index, std::vector<invoke::TxAccount>& accounts) {
    const bool all_allowed = !tx::WriteAccess::asks_to_write_programs(message) ||
                             index.find(accounts, ids::loader_v3).has_value();
    const tx::WriteAccess access(message, loaded.writable.size(), all_allowed);
    for (std::size_t i = 0; i < accounts.size(); ++i)
        accounts[i].writable = access.may_write({i, accounts[i].key});
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

// Sysvars that each message has its own of: no accounts. All sysvars begin alike, so that one
// comparison tells almost every key from them.
bool is_of_message(const Pubkey& key) {
    return load_le<std::uint32_t>(key.bytes.data()) ==
               load_le<std::uint32_t>(ids::instructions.bytes.data()) &&
           (key == ids::instructions || key == ids::msg_ctx);
}

void make_sysvar_of_message(const LoadParams& p, std::vector<invoke::TxAccount>& accounts,
                            invoke::TxAccount& account) {
    account.owner = ids::sysvar_owner;
    account.writable = false;
    if (account.key == ids::msg_ctx)
        account.set_data(p.msg_ctx);
    else
        account.set_data(encode_instructions(p.message, accounts));
}

// Fills in the programdata that the accounts name and the message doesn't.
TxResult<void> load_programdata(RecordingReader& reader, SizeCounter& counter, Loaded& out) {
    auto& all = out.programdata;
    std::sort(all.begin(), all.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    all.erase(std::unique(all.begin(), all.end(),
                          [](const auto& a, const auto& b) { return a.first == b.first; }),
              all.end());
    for (auto& [key, data] : all) {
        data = reader.get(key);
        if (data.account) CHECK_OK(counter.add(account_base_size + data.account->data.size()));
    }
    return {};
}

TxResult<void> check_programs(const tx::Message& message,
                              const std::vector<invoke::TxAccount>& accounts) {
    for (const auto& instruction : message.instructions) {
        const auto& program = accounts[instruction.program_index];
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
    const auto by_key = [](const auto& a, const auto& b) { return a.key < b.key; };
    constexpr std::size_t few = 8;  // half of what std::sort takes for these
    if (reads_.size() <= few) {
        for (std::size_t i = 1; i < reads_.size(); ++i)
            for (auto k = i; k > 0 && by_key(reads_[k], reads_[k - 1]); --k)
                std::swap(reads_[k], reads_[k - 1]);
    } else if (!std::is_sorted(reads_.begin(), reads_.end(), by_key)) {
        std::sort(reads_.begin(), reads_.end(), by_key);  // many were mostly read in order
    }
    reads_.erase(std::unique(reads_.begin(), reads_.end()), reads_.end());
    return std::move(reads_);
}

TxResult<invoke::AccountIndex> lock_accounts(const LockParams& p, RecordingReader& reader,
                                             std::vector<invoke::TxAccount>& accounts,
                                             tx::LoadedAddresses& loaded) {
    const auto& message = p.message;
    for (const auto& lookup : message.lookups)
        CHECK_OK(programs::look_up(lookup, reader.get(lookup.table).account, p.sysvars, loaded));
    accounts.reserve(message.static_keys.size() + loaded.writable.size() + loaded.readonly.size());
    const auto add = [&](std::span<const Pubkey> keys) {
        for (const auto& key : keys) accounts.emplace_back().key = key;
    };
    add(message.static_keys);
    add(loaded.writable);
    add(loaded.readonly);

    invoke::AccountIndex index(accounts);
    if (index.has_duplicates(accounts)) return fail(tx::TransactionError(Code::AccountLoadedTwice));
    if (accounts.size() > p.max_locks) return fail(tx::TransactionError(Code::TooManyAccountLocks));
    decide_access(message, loaded, index, accounts);
    return index;
}

void read_accounts(std::vector<invoke::TxAccount>& accounts, const invoke::AccountIndex& index,
                   RecordingReader& reader) {
    const auto read = [&](invoke::TxAccount& account) {
        if (!is_of_message(account.key)) account.load(reader.get(account.key));
    };
    if (index.rows().empty())
        for (auto& account : accounts) read(account);
    else
        for (const auto& row : index.rows()) read(accounts[row.index]);
}

TxResult<void> load_accounts(const LoadParams& p, RecordingReader& reader,
                             std::vector<invoke::TxAccount>& accounts, Loaded& out) {
    SizeCounter counter(p.size_limit, out.data_size);
    CHECK_OK(counter.add(p.message.lookups.size() * lookup_table_size));
    for (auto& account : accounts) {
        if (is_of_message(account.key)) {
            make_sysvar_of_message(p, accounts, account);
            continue;
        }
        if (account.writable && p.rent.is_exempt(account.lamports, account.data_size()))
            account.rent_epoch = UINT64_MAX;
        if (account.loaded) CHECK_OK(counter.add(account_base_size + account.data_size()));
        if (account.owner != ids::loader_v3) continue;
        const auto key = programdata_of(account);
        if (key && !p.index.find(accounts, *key))
            out.programdata.emplace_back(*key, svm::VersionedAccount{});
    }
    CHECK_OK(load_programdata(reader, counter, out));
    return check_programs(p.message, accounts);
}

void add_top_level_instructions(const tx::Message& message,
                                const std::vector<invoke::TxAccount>& accounts,
                                std::vector<invoke::InstructionFrame>& out) {
    constexpr std::size_t expected_cpis = 4;
    out.reserve(message.instructions.size() + expected_cpis);
    for (const auto& instruction : message.instructions) {
        auto& top = out.emplace_back();
        top.program_index = instruction.program_index;
        top.data = instruction.data;
        top.accounts.reserve(instruction.accounts.size());
        for (const auto index : instruction.accounts)
            top.accounts.push_back({index, message.is_signer(index), accounts[index].writable});
    }
}

}  // namespace orrery::runtime
