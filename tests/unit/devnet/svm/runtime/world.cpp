#include "tests/unit/devnet/svm/runtime/world.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "devnet/svm/programs/lookup_table.hpp"
#include "devnet/svm/programs/nonce.hpp"
#include "devnet/svm/syscalls/table.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/loader_v3_state.hpp"
#include "sdk/tx/signing.hpp"
#include "sdk/types/check.hpp"
#include "tests/unit/devnet/svm/vm/assembler.hpp"

namespace orrery::runtime::testing {
namespace {

constexpr std::uint64_t start_slot = 100;

Account sysvar(const Bytes& data) { return account(1, ids::sysvar_owner, data); }

Account builtin(std::string_view name) {
    auto out = account(1, ids::native_loader, {name.begin(), name.end()});
    out.executable = true;
    return out;
}

Bytes slot_hashes(std::uint64_t newest) {
    codec::ByteWriter out;
    out.u64(2).u64(newest).key(Hash{}).u64(newest - 1).key(Hash{});
    return out.take();
}

}  // namespace

World::World() {
    const auto solana = programs::solana_builtins();
    builtins_.assign(solana.begin(), solana.end());
    builtins_.push_back({puppet, "puppet", 100, run_puppet});
    builtins_.push_back({other_puppet, "other_puppet", 100, run_puppet});
    builtins_.push_back({idle_puppet, "idle_puppet", 0, run_puppet});
    for (const auto& b : builtins_) put(b.id, builtin(b.name));
    blockhash.bytes.fill(0xB1);
    codec::ByteWriter recent_blockhashes;
    put(ids::recent_blockhashes, sysvar(recent_blockhashes.u64(1).key(blockhash).u64(5000).take()));
    put(ids::rent, sysvar(svm::Rent{}.encode()));
    put(ids::epoch_schedule, sysvar(svm::EpochSchedule{}.encode()));
    set_slot(start_slot);
    put(key(1), account(100 * sol));
}

void World::put(const Pubkey& k, Account a) {
    auto& at = accounts[k];
    at.version += 1;
    at.account = std::make_shared<const Account>(std::move(a));
}

const Account* World::find(const Pubkey& k) const { return get(k).account.get(); }

std::uint64_t World::lamports(const Pubkey& k) const {
    const auto* found = find(k);
    return found ? found->lamports.value : 0;
}

void World::set_slot(std::uint64_t slot) {
    svm::Clock clock;
    clock.slot = slot;
    put(ids::clock, sysvar(clock.encode()));
    put(ids::slot_hashes, sysvar(slot_hashes(slot - 1)));
    sysvars = svm::Sysvars::from(*this);
}

Pubkey World::put_program(const Pubkey& k, const Bytes& elf, std::uint64_t slot) {
    const auto data_key = tx::loader_v3::programdata_address(k);
    auto data = tx::encode(tx::LoaderProgramData{slot, key(1)});
    data.resize(tx::LoaderProgramData::header_size);
    data.insert(data.end(), elf.begin(), elf.end());
    put(data_key, account(rent(data.size()), ids::loader_v3, data));
    auto pointer = account(rent(tx::LoaderProgram::size), ids::loader_v3,
                           tx::encode(tx::LoaderProgram{data_key}));
    pointer.executable = true;
    put(k, std::move(pointer));
    return data_key;
}

void World::put_old_program(const Pubkey& k, const Bytes& elf, const Pubkey& loader) {
    auto a = account(rent(elf.size()), loader, elf);
    a.executable = true;
    put(k, std::move(a));
}

void World::put_nonce(const Pubkey& k, const Pubkey& authority, const Hash& nonce,
                      std::uint64_t lamports) {
    const programs::NonceState state{false, programs::NonceData{authority, nonce, 5000}};
    put(k, account(lamports, ids::system, state.encode()));
}

void World::put_table(const Pubkey& k, const std::vector<Pubkey>& addresses,
                      std::uint64_t extended_slot, std::uint8_t extended_from) {
    programs::LookupTableMeta meta;
    meta.last_extended_slot = extended_slot;
    meta.last_extended_slot_start_index = extended_from;
    auto data = meta.encode();
    for (const auto& address : addresses)
        data.insert(data.end(), address.bytes.begin(), address.bytes.end());
    put(k, account(rent(data.size()), ids::address_lookup_table, data));
}

tx::Transaction World::transaction(const Spec& spec) const {
    const auto message = tx::compile_message({.payer = spec.payer,
                                              .lifetime = spec.lifetime.value_or(blockhash),
                                              .version = spec.version,
                                              .instructions = spec.instructions,
                                              .tables = spec.tables});
    ORRERY_CHECK(message);  // Catch's own assertions are for the main thread only
    auto decoded = tx::decode(tx::PartialTransaction::from_message(*message)->wire());
    ORRERY_CHECK(decoded);
    return std::move(*decoded);
}

ExecuteParams World::params(const tx::Transaction& transaction) const {
    return {.tx = transaction,
            .accounts = *this,
            .sysvars = sysvars,
            .lifetimes = *this,
            .builtins = builtins_,
            .syscalls = syscalls::syscall_registry(),
            .programs = programs_,
            .blockhash = blockhash,
            .features = features,
            .limits = limits,
            .lamports_per_signature = lamports_per_signature,
            .pool = pool_};
}

svm::TxOutcome World::run(const tx::Transaction& transaction) const {
    return execute(params(transaction));
}

svm::TxOutcome World::apply(const tx::Transaction& transaction) {
    auto outcome = run(transaction);
    for (const auto& write : outcome.writes) {
        auto& at = accounts[write.key];
        at = {at.version + 1, write.account};
    }
    if (outcome.processed()) processed.insert(tx::hash_message(transaction.message.signed_bytes));
    return outcome;
}

svm::VersionedAccount World::get(const Pubkey& k) const {
    const auto at = accounts.find(k);
    return at == accounts.end() ? svm::VersionedAccount{} : at->second;
}

Result<std::shared_ptr<const vm::Program>, vm::LoadError> World::Programs::load(
    const Pubkey&, const AccountRef& account, std::size_t elf_offset) const {
    return vm::Program::load(account->data.slice(elf_offset, account->data.size()),
                             {.syscalls = syscalls::syscall_registry()});
}

Bytes program(std::string_view assembly, const Bytes& rodata) {
    return vm::test::build(sbpf::SbpfVersion::v3, assembly, {.rodata = rodata});
}

bool writes(const svm::TxOutcome& outcome, const Pubkey& k) {
    return std::any_of(outcome.writes.begin(), outcome.writes.end(),
                       [&](const svm::AccountWrite& w) { return w.key == k; });
}

AccountRef written(const svm::TxOutcome& outcome, const Pubkey& k) {
    REQUIRE(writes(outcome, k));
    return std::find_if(outcome.writes.begin(), outcome.writes.end(),
                        [&](const svm::AccountWrite& w) { return w.key == k; })
        ->account;
}

std::string text(const std::optional<tx::TransactionError>& error) {
    if (!error) return "no error";
    auto out = std::string(tx::name(error->code)) + " " + std::to_string(error->index);
    if (error->code == Code::InstructionError) out += " " + tx::display(error->instruction);
    return out;
}

}  // namespace orrery::runtime::testing
