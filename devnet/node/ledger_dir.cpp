#include "devnet/node/ledger_dir.hpp"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "sdk/tx/keypair_file.hpp"

namespace orrery::node {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t dev_key_count = 10;

std::int64_t unix_now() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

NodeError settings_refused(const NodeConfig& config, const fs::path& dir) {
    return {ExitCode::usage, config.genesis_origins.front() + " is for new chains, and " +
                                 dir.string() +
                                 " has one already; drop it, or begin anew with --reset"};
}

fs::path key_file(const fs::path& dir, std::uint32_t i) {
    return dir / "keys" / ("dev-" + std::to_string(i) + ".json");
}

NodeResult<void> erase(const fs::path& dir) {
    if (const auto erased = store::Ledger::erase(dir); !erased)
        return fail(ledger_error(erased.error()));
    std::error_code ignored;
    for (std::uint32_t i = 0; i < dev_key_count; ++i) fs::remove(key_file(dir, i), ignored);
    return {};
}

NodeResult<OpenLedger> create(const NodeConfig& config, const fs::path& dir) {
    // First, so that a wrong file costs nobody the old chain.
    TRY(auto genesis, make_genesis(config, unix_now()));
    if (config.reset) CHECK_OK(erase(dir));
    auto ledger = store::Ledger::create(dir, to_record(genesis));
    if (!ledger) return fail(ledger_error(ledger.error()));
    return OpenLedger{std::move(*ledger), std::move(genesis), true};
}

NodeResult<OpenLedger> open(const fs::path& dir) {
    auto ledger = store::Ledger::open(dir);
    if (!ledger) return fail(ledger_error(ledger.error()));
    const auto record = (*ledger)->genesis();
    if (!record) return fail(ledger_error(record.error()));
    TRY(auto genesis, from_record(*record));
    return OpenLedger{std::move(*ledger), std::move(genesis), false};
}

}  // namespace

NodeError ledger_error(const store::StoreError& error) { return {ExitCode::ledger, error.message}; }

NodeResult<TemporaryDir> TemporaryDir::make() {
    std::error_code ec;
    auto path = (fs::temp_directory_path(ec) / "orrery-XXXXXX").string();
    if (ec || !::mkdtemp(path.data()))
        return fail(NodeError{ExitCode::failure,
                              "can't make a temporary folder: " +
                                  (ec ? ec.message() : std::string(std::strerror(errno))) +
                                  "; point TMPDIR at one that can be written"});
    TemporaryDir out;
    out.path_ = path;
    return out;
}

TemporaryDir::~TemporaryDir() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
}

NodeResult<OpenLedger> open_ledger(const NodeConfig& config, const fs::path& dir) {
    if (config.reset || !store::Ledger::present(dir)) return create(config, dir);
    if (!config.genesis_origins.empty()) return fail(settings_refused(config, dir));
    return open(dir);
}

NodeResult<std::vector<fs::path>> write_dev_keys(const bank::Genesis& genesis,
                                                 const fs::path& dir) {
    std::vector<fs::path> out;
    for (std::uint32_t i = 0; i < dev_key_count; ++i) {
        const auto file = key_file(dir, i);
        const auto keypair = genesis.dev_account(i);
        const auto there = tx::read_keypair_file(file.string());
        if (!there || there->pubkey != keypair.pubkey) {
            const auto written =
                tx::write_keypair_file(file.string(), keypair, tx::Overwrite::yes, tx::Durable::no);
            if (!written) return fail(NodeError{ExitCode::failure, written.error().what});
        }
        out.push_back(file);
    }
    return out;
}

}  // namespace orrery::node
