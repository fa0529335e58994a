#include "devnet/node/chain_genesis.hpp"

#include <charconv>
#include <set>

#include "devnet/node/genesis_files.hpp"
#include "devnet/sequencer/genesis_record.hpp"
#include "devnet/svm/programs/builtins.hpp"
#include "devnet/svm/syscalls/table.hpp"
#include "sdk/codec/base58.hpp"

namespace orrery::node {
namespace {

// A name in GenesisRecord::configuration: it stands in ledgers.
constexpr std::string_view log_bytes_limit_name = "node.log_bytes_limit";

// In auto mode every transaction is a slot: 150 of them pass within a moment.
constexpr std::uint64_t max_blockhash_age = 150;
constexpr std::uint64_t max_blockhash_age_auto = 16'384;

std::vector<std::pair<Pubkey, std::string>> builtin_accounts() {
    std::vector<std::pair<Pubkey, std::string>> out;
    for (const auto& builtin : programs::solana_builtins())
        out.emplace_back(builtin.id, std::string(builtin.name));
    return out;
}

template <class Addresses>
NodeResult<void> claim(Addresses& seen, const Pubkey& key, const std::filesystem::path& file) {
    if (seen.insert(key).second) return {};
    return fail(NodeError{ExitCode::failure, file.string() + ": another file gives the address " +
                                                 codec::to_string(key) + " already"});
}

NodeResult<void> add_files(const GenesisConfig& config, bank::GenesisParams& params) {
    std::set<Pubkey> seen;
    for (const auto& source : config.programs) {
        TRY(auto program, read_program(source));
        CHECK_OK(claim(seen, program.address, source.file));
        params.programs.push_back(std::move(program));
    }
    auto sources = config.accounts;
    for (const auto& dir : config.account_dirs) {
        TRY(const auto listed, list_accounts(dir));
        sources.insert(sources.end(), listed.begin(), listed.end());
    }
    for (const auto& source : sources) {
        TRY(auto account, read_account(source));
        CHECK_OK(claim(seen, account.first, source.file));
        params.accounts.push_back(std::move(account));
    }
    return {};
}

NodeResult<std::uint64_t> read_log_bytes_limit(const store::GenesisRecord& record) {
    for (const auto& [name, text] : record.configuration) {
        if (name != log_bytes_limit_name) continue;
        std::uint64_t value = 0;
        const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (ec == std::errc{} && end == text.data() + text.size()) return value;
    }
    return fail(NodeError{ExitCode::ledger,
                          "the genesis of the ledger is damaged: it has no log limit; restore a "
                          "copy, or start over with --reset"});
}

}  // namespace

NodeResult<ChainGenesis> make_genesis(const NodeConfig& config, std::int64_t now) {
    bank::GenesisParams params;
    // A random key's seed is as random as a seed can be.
    params.seed = config.genesis.seed.value_or(crypto::Keypair::random().seed.bytes());
    params.unix_timestamp = now;
    params.slots_per_epoch = config.genesis.slots_per_epoch;
    params.max_blockhash_age = config.block_mode == sequencer::BlockMode::automatic
                                   ? max_blockhash_age_auto
                                   : max_blockhash_age;
    params.mints = config.genesis.mints;
    params.builtins = builtin_accounts();
    CHECK_OK(add_files(config.genesis, params));
    return ChainGenesis{bank::make_genesis(params), config.genesis.log_bytes_limit};
}

store::GenesisRecord to_record(const ChainGenesis& from) {
    return sequencer::to_record(
        from.genesis, {{std::string(log_bytes_limit_name), std::to_string(from.log_bytes_limit)}});
}

NodeResult<ChainGenesis> from_record(const store::GenesisRecord& record) {
    auto genesis = sequencer::from_record(record);
    if (!genesis) return fail(NodeError{ExitCode::ledger, std::move(genesis.error().message)});
    TRY(const auto log_bytes_limit, read_log_bytes_limit(record));
    return ChainGenesis{std::move(*genesis), log_bytes_limit};
}

bank::BankConfig bank_config(ChainGenesis genesis) {
    bank::BankConfig config{.genesis = std::move(genesis.genesis),
                            .builtins = programs::solana_builtins(),
                            .syscalls = syscalls::syscall_registry()};
    config.limits.log_bytes = genesis.log_bytes_limit;
    return config;
}

}  // namespace orrery::node
