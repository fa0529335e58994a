#include "tests/differential/machine.hpp"

#include <algorithm>
#include <stdexcept>

#include "devnet/svm/programs/builtins.hpp"
#include "devnet/svm/syscalls/table.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/codec/base64.hpp"

namespace orrery::differential {
namespace {

/// Only the newest blockhash is recent, as in LiteSVM (svm-runtime.md D1); nothing was seen before.
class NewestOnly final : public runtime::LifetimeView {
  public:
    explicit NewestOnly(const Hash& newest) : newest_(newest) {}
    bool is_recent(const Hash& blockhash) const override { return blockhash == newest_; }
    bool was_processed(const tx::Transaction&) const override { return false; }

  private:
    const Hash& newest_;
};

std::string instruction_error_json(const tx::InstructionError& error) {
    if (error.code == tx::InstructionErrorCode::Custom)
        return "{\"Custom\":" + std::to_string(error.custom) + "}";
    return "\"" + std::string(tx::name(error.code)) + "\"";
}

std::string error_json(const std::optional<tx::TransactionError>& error) {
    if (!error) return "null";
    const auto name = "\"" + std::string(tx::name(error->code)) + "\"";
    const auto index = std::to_string(error->index);
    switch (error->code) {
        case tx::TransactionErrorCode::InstructionError:
            return "{" + name + ":[" + index + "," + instruction_error_json(error->instruction) +
                   "]}";
        case tx::TransactionErrorCode::DuplicateInstruction:
            return "{" + name + ":" + index + "}";
        case tx::TransactionErrorCode::InsufficientFundsForRent:
            return "{" + name + ":{\"account_index\":" + index + "}}";
        default:
            return name;
    }
}

std::string status_name(svm::TxStatus status) {
    switch (status) {
        case svm::TxStatus::rejected:
            return "rejected";
        case svm::TxStatus::fees_only:
            return "fees_only";
        case svm::TxStatus::failed:
            return "failed";
        case svm::TxStatus::succeeded:
            return "succeeded";
    }
    return "unknown";
}

InnerCall inner_call(const svm::InnerInstruction& instruction, const std::vector<Pubkey>& keys) {
    return {.program = codec::to_string(keys.at(instruction.program_index)),
            .accounts = {instruction.accounts.begin(), instruction.accounts.end()},
            .data = codec::base64_encode(instruction.data),
            .stack_height = instruction.stack_height};
}

bool is_sysvar(const Pubkey& key) {
    return std::any_of(svm::sysvar_table.begin(), svm::sysvar_table.end(),
                       [&](const svm::SysvarRow& row) { return row.key == key; });
}

/// What an execution read outside the set that is closed before it; sysvars are its environment.
std::string strays(const svm::TxOutcome& outcome, const tx::Transaction& tx,
                   const svm::AccountReader& reader) {
    const auto closed = runtime::account_keys(tx, reader);
    std::string out;
    for (const auto& read : outcome.reads)
        if (!std::binary_search(closed.begin(), closed.end(), read.key) && !is_sysvar(read.key))
            out += codec::to_string(read.key) + " ";
    return out;
}

Answer answer(const svm::TxOutcome& outcome, const tx::Message& message) {
    Answer out{.status = status_name(outcome.status),
               .error = error_json(outcome.error),
               .logs = outcome.logs.to_strings(),
               .compute_units = outcome.compute_units,
               .fee = outcome.fee.value,
               .return_program = {},
               .return_data = {},
               .inner = {},
               .changed = {},
               .strays = {}};
    if (outcome.return_data && !outcome.return_data->data.empty()) {
        out.return_program = codec::to_string(outcome.return_data->program_id);
        out.return_data = codec::base64_encode(outcome.return_data->data);
    }
    const auto keys = tx::account_keys(message.static_keys, outcome.loaded_addresses);
    for (const auto& list : outcome.inner_instructions)
        for (const auto& instruction : list.instructions)
            out.inner[list.index].push_back(inner_call(instruction, keys));
    for (const auto& write : outcome.writes) out.changed.emplace(write.key, write.account);
    return out;
}

}  // namespace

Machine::Machine() = default;

Result<std::shared_ptr<const vm::Program>, vm::LoadError> Machine::Programs::load(
    const Pubkey&, const AccountRef& account, std::size_t elf_offset) const {
    const auto it = loaded_.find(account);
    if (it != loaded_.end()) return it->second;
    const auto elf = account->data.to_bytes();
    auto program = vm::Program::load(ByteSpan(elf).subspan(std::min(elf_offset, elf.size())),
                                     {.syscalls = syscalls::syscall_registry()});
    loaded_.emplace(account, program);
    return program;
}

Answer Machine::run(const Case& c, const AccountMap& base, const Execute& execute) {
    const auto tx = tx::decode(c.tx);
    if (!tx) throw std::runtime_error("not a transaction: " + tx.error().what);
    if (tx::sanitize(*tx) && !tx::verify_signatures(*tx))
        throw std::runtime_error("wrong signatures");
    const CaseReader reader(base, c.accounts);
    const NewestOnly lifetimes(c.latest_blockhash);
    const auto sysvars = svm::Sysvars::from(reader);
    const auto outcome = execute({.tx = *tx,
                                  .accounts = reader,
                                  .sysvars = sysvars,
                                  .lifetimes = lifetimes,
                                  .builtins = programs::solana_builtins(),
                                  .syscalls = syscalls::syscall_registry(),
                                  .programs = programs_,
                                  .blockhash = c.latest_blockhash,
                                  .pool = pool_});
    auto out = answer(outcome, tx->message);
    out.strays = strays(outcome, *tx, reader);
    return out;
}

}  // namespace orrery::differential
