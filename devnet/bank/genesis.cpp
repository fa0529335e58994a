#include "devnet/bank/genesis.hpp"

#include <algorithm>
#include <map>

#include "sdk/crypto/sha256.hpp"
#include "sdk/hooks/addresses.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/loader_v3_state.hpp"
#include "sdk/types/check.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::bank {
namespace {

using Accounts = std::map<Pubkey, Account>;

// Sizes that upstream gives sysvar accounts; shorter contents are padded with zeros.
constexpr std::size_t slot_hashes_size = 20'488;
constexpr std::size_t recent_blockhashes_size = 6'008;
constexpr std::size_t stake_history_size = 16'392;
constexpr std::size_t epoch_rewards_size = 81;
constexpr std::size_t last_restart_slot_size = 8;

constexpr std::uint64_t mint_lamports = 500'000'000 * lamports_per_sol;
constexpr std::uint64_t identity_lamports = 500 * lamports_per_sol;
constexpr std::uint64_t dev_account_lamports = 10'000 * lamports_per_sol;

Account sysvar(Bytes data) {
    return {Lamports{1}, ids::sysvar_owner, false, 0, AccountData::from(data)};
}

void add_sysvars(Accounts& out, const GenesisParams& params) {
    svm::Clock clock;
    clock.unix_timestamp = clock.epoch_start_timestamp = params.unix_timestamp;
    clock.leader_schedule_epoch = 1;
    out[ids::clock] = sysvar(clock.encode());
    out[ids::rent] = sysvar(params.rent.encode());
    out[ids::epoch_schedule] =
        sysvar(svm::EpochSchedule::without_warmup(params.slots_per_epoch).encode());
    out[ids::slot_hashes] = sysvar(Bytes(slot_hashes_size));
    out[ids::recent_blockhashes] = sysvar(Bytes(recent_blockhashes_size));
    out[ids::stake_history] = sysvar(Bytes(stake_history_size));
    out[ids::epoch_rewards] = sysvar(Bytes(epoch_rewards_size));
    out[ids::last_restart_slot] = sysvar(Bytes(last_restart_slot_size));
}

void add_builtins(Accounts& out, const GenesisParams& params) {
    for (const auto& [id, name] : params.builtins)
        out[id] = {Lamports{1}, ids::native_loader, true, 0, AccountData::from(as_bytes(name))};
}

void add_hooks_config(Accounts& out, const GenesisParams& params, const Pubkey& identity) {
    if (!out.contains(ids::hooks)) return;
    const auto [address, bump] = hooks::config_address();
    auto config = params.hooks;
    config.bump = bump;
    if (config.authority == Pubkey{}) config.authority = identity;
    if (config.treasury == Pubkey{}) config.treasury = identity;
    ORRERY_CHECK(config.is_valid());
    const auto data = config.encode();
    out[address] = {Lamports{params.rent.minimum_balance(data.size())}, ids::hooks, false,
                    UINT64_MAX, AccountData::from(data)};
}

void fund(Accounts& out, const Pubkey& key, std::uint64_t lamports) {
    out[key] = {Lamports{lamports}, ids::system, false, UINT64_MAX, {}};
}

void add_program(Accounts& out, const GenesisProgram& program, const svm::Rent& rent) {
    const auto programdata = tx::loader_v3::programdata_address(program.address);
    auto state = tx::encode(tx::LoaderProgramData{0, program.authority});
    state.resize(tx::LoaderProgramData::header_size);
    state.insert(state.end(), program.elf.begin(), program.elf.end());
    const auto pointer = tx::encode(tx::LoaderProgram{programdata});
    out[programdata] = {Lamports{rent.minimum_balance(state.size())}, ids::loader_v3, false,
                        UINT64_MAX, AccountData::from(state)};
    out[program.address] = {Lamports{rent.minimum_balance(pointer.size())}, ids::loader_v3, true,
                            UINT64_MAX, AccountData::from(pointer)};
}

template <class T>
void update(crypto::Sha256& hash, T value) {
    Bytes bytes(sizeof value);
    store_le(bytes.data(), value);
    hash.update(bytes);
}

crypto::Keypair derive(const std::array<std::uint8_t, 32>& seed, std::string_view purpose,
                       std::uint32_t index) {
    Bytes number(sizeof index);
    store_le(number.data(), index);
    return crypto::Keypair::from_seed(
        crypto::Seed(crypto::sha256({as_bytes(purpose), seed, number}).bytes));
}

}  // namespace

Hash Genesis::hash() const {
    crypto::Sha256 hash;
    hash.update(as_bytes("orrery-genesis-v1")).update(seed);
    update(hash, unix_timestamp);
    update(hash, max_blockhash_age);
    update(hash, std::uint64_t{accounts.size()});
    for (const auto& [key, account] : accounts) {
        hash.update(key).update(account.owner);
        update(hash, account.lamports.value);
        update(hash, std::uint8_t{account.executable});
        update(hash, account.rent_epoch);
        update(hash, std::uint64_t{account.data.size()});
        for (const auto& chunk : account.data.chunks()) hash.update(*chunk);
    }
    return hash.finish();
}

crypto::Keypair Genesis::identity() const { return derive(seed, "orrery-identity", 0); }
crypto::Keypair Genesis::faucet() const { return derive(seed, "orrery-faucet", 0); }
crypto::Keypair Genesis::dev_account(std::uint32_t i) const {
    return derive(seed, "orrery-dev", i);
}

Genesis make_genesis(const GenesisParams& params) {
    Genesis genesis{params.seed, params.unix_timestamp, params.max_blockhash_age, {}};
    Accounts accounts;
    add_sysvars(accounts, params);
    add_builtins(accounts, params);
    add_hooks_config(accounts, params, genesis.identity().pubkey);
    fund(accounts, genesis.identity().pubkey, identity_lamports);
    fund(accounts, genesis.faucet().pubkey, mint_lamports);
    for (std::uint32_t i = 0; i < params.dev_accounts; ++i)
        fund(accounts, genesis.dev_account(i).pubkey, dev_account_lamports);
    for (const auto& mint : params.mints) fund(accounts, mint, mint_lamports);
    for (const auto& program : params.programs) add_program(accounts, program, params.rent);
    for (const auto& [key, account] : params.accounts) accounts[key] = account;
    std::erase_if(accounts, [](const auto& entry) { return entry.second.lamports.value == 0; });
    genesis.accounts.assign(accounts.begin(), accounts.end());
    return genesis;
}

}  // namespace orrery::bank
