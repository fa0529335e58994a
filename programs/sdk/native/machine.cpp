#include "programs/sdk/native/machine.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "programs/sdk/native/input.hpp"

namespace sol::test {
namespace {

thread_local Machine* running = nullptr;

constexpr uint64_t max_cpi_accounts = 255;

void refuse_if(std::string message) {
    if (!message.empty()) throw Stop{End::refused, 0, std::move(message)};
}

uint8_t* data_of(AccountRecord* record) {
    return reinterpret_cast<uint8_t*>(record) + sizeof *record;
}

}  // namespace

Machine& machine() {
    if (running) return *running;
    static thread_local Machine idle(CallParams{});
    return idle;
}

Machine::Machine(const CallParams& params)
    : environment(params.environment), program_id(params.program_id), outer_(running) {
    auto accounts = distinct(params.accounts);
    const auto input = make_input(accounts, params.data, params.program_id);
    input_ = std::make_unique_for_overwrite<uint8_t[]>(input.bytes.size());
    std::memcpy(input_.get(), input.bytes.data(), input.bytes.size());
    for (const auto offset : input.records)
        records_.push_back(reinterpret_cast<AccountRecord*>(input_.get() + offset));
    before_ = std::move(accounts.accounts);
    listed_ = std::move(accounts.listed);
    for (const auto& account : before_) lengths_.push_back(account.data.size());
}

Machine::~Machine() { running = outer_; }

// No local of this function lives across setjmp and longjmp.
void Machine::run(Entrypoint program) {
    running = this;
    if (setjmp(exit_) == 0) {
        outcome.code = program(input_.get());
        syscall([](Machine& self) { self.check_changes(); });
    }
    running = outer_;
}

void Machine::leave() {
    if (running != this) throw std::runtime_error(outcome.message);  // there is no call to end
    std::longjmp(exit_, 1);
}

AccountRecord* Machine::record_of(const Pubkey& key) const {
    for (size_t i = 0; i < records_.size(); ++i)
        if (before_[i].key == key) return records_[i];
    return nullptr;
}

// A successful call's lamports also have the sum they had.
void Machine::check_changes() {
    if (outcome.code != 0) return;
    unsigned long long had = 0, has = 0;
    for (size_t i = 0; i < records_.size(); ++i) {
        const auto* record = records_[i];
        had += before_[i].lamports;
        has += record->lamports;
        if (record->data_len > lengths_[i] + SOL_MAX_GROWTH)
            refuse_if("InvalidRealloc: " + to_text(before_[i].key) + " grew by over 10240 bytes");
        auto after = before_[i];
        after.owner = record->owner;
        after.lamports = record->lamports;
        after.executable = record->executable;
        after.data.assign(data_of(records_[i]), data_of(records_[i]) + record->data_len);
        if (record->key != after.key) refuse_if("a key in the input was overwritten");
        refuse_if(refusal(program_id, before_[i], after));
        before_[i] = std::move(after);
    }
    if (had != has)
        refuse_if("UnbalancedInstruction: the accounts had " + std::to_string(had) +
                  " lamports and have " + std::to_string(has));
}

Cpi Machine::describe(const SolInstruction& instruction, std::span<const SolAccountInfo> infos,
                      std::span<const SolSignerSeeds> signers) {
    std::vector<Pubkey> signing;
    for (const auto& one : signers) {
        Pubkey address;
        if (sol_create_program_address(one.addr, one.len, abi(program_id), abi(address)))
            refuse_if("InvalidSeeds: seeds of a signer give no address");
        signing.push_back(address);
    }
    Cpi cpi;
    std::memcpy(cpi.program.bytes, instruction.program_id->x, sizeof(Pubkey));
    cpi.data.assign(instruction.data, instruction.data + instruction.data_len);
    std::vector<TestAccount> listed;
    for (const auto& meta : std::span(instruction.accounts, instruction.account_len)) {
        const auto& wanted = *reinterpret_cast<const Pubkey*>(meta.pubkey);
        auto* record = record_of(wanted);
        const auto info = std::ranges::find_if(infos, [&](const SolAccountInfo& one) {
            return std::memcmp(one.key->x, wanted.bytes, sizeof(Pubkey)) == 0;
        });
        if (!record || info == infos.end())
            refuse_if("MissingAccount: the instruction names " + to_text(wanted) +
                      ", which isn't among the accounts");
        if (info->lamports != &record->lamports || info->data != data_of(record))
            refuse_if("InvalidPointer: an account of the instruction isn't the input's");
        const bool may_sign =
            record->is_signer || std::ranges::find(signing, wanted) != signing.end();
        if (meta.is_signer && !may_sign)
            refuse_if("PrivilegeEscalation: " + to_text(wanted) + " can't sign");
        if (meta.is_writable && !record->is_writable)
            refuse_if("PrivilegeEscalation: " + to_text(wanted) + " isn't writable");
        listed.push_back({wanted, record->owner, record->lamports,
                          Data(data_of(record), data_of(record) + record->data_len), meta.is_signer,
                          meta.is_writable, record->executable});
    }
    auto each_once = distinct(listed);
    cpi.accounts = std::move(each_once.accounts);
    for (size_t i = 0; i < listed.size(); ++i)
        cpi.metas.push_back({each_once.listed[i], listed[i].is_signer, listed[i].is_writable});
    return cpi;
}

void Machine::write_back(const Cpi& cpi) {
    for (const auto& account : cpi.accounts) {
        for (size_t i = 0; i < records_.size(); ++i) {
            if (before_[i].key != account.key) continue;
            if (account.data.size() > lengths_[i] + SOL_MAX_GROWTH)
                refuse_if("InvalidRealloc: a program that was invoked made " +
                          to_text(account.key) + " over 10240 bytes longer");
            auto* record = records_[i];
            record->owner = account.owner;
            record->lamports = account.lamports;
            record->data_len = account.data.size();
            if (!account.data.empty())
                std::memcpy(data_of(record), account.data.data(), account.data.size());
            before_[i].owner = account.owner;
            before_[i].lamports = account.lamports;
            before_[i].data = account.data;
        }
    }
}

void Machine::invoke(const SolInstruction& instruction, std::span<const SolAccountInfo> infos,
                     std::span<const SolSignerSeeds> signers) {
    if (instruction.account_len > max_cpi_accounts || signers.size() > 16)
        refuse_if("MaxInstructionAccountsExceeded");
    check_changes();
    auto cpi = describe(instruction, infos, signers);
    if (!record_of(cpi.program))
        refuse_if("MissingAccount: the invoked program " + to_text(cpi.program) +
                  " isn't among the instruction's accounts");
    outcome.cpis.push_back(cpi);
    outcome.return_data.clear();
    const auto code = environment.on_cpi ? environment.on_cpi(cpi) : 0;
    if (code) throw Stop{End::failed, code, "the program " + to_text(cpi.program) + " failed"};
    write_back(cpi);
    outcome.return_data = cpi.return_data;
    return_program = cpi.program;
}

Outcome Machine::take_outcome() {
    std::vector<TestAccount> now;
    for (size_t i = 0; i < records_.size(); ++i) {
        auto* record = records_[i];
        auto account = before_[i];
        const auto length = std::min<uint64_t>(record->data_len, lengths_[i] + SOL_MAX_GROWTH);
        account.owner = record->owner;
        account.lamports = record->lamports;
        account.data.assign(data_of(record), data_of(record) + length);
        now.push_back(std::move(account));
    }
    for (const auto at : listed_) outcome.accounts.push_back(now[at]);
    return std::move(outcome);
}

Outcome run(Entrypoint program, const CallParams& params) {
    Machine one(params);
    one.run(program);
    return one.take_outcome();
}

}  // namespace sol::test
