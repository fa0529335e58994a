#include "devnet/node/node.hpp"

#include "devnet/http/server.hpp"
#include "devnet/node/fault_log.hpp"
#include "devnet/node/gate.hpp"
#include "devnet/node/genesis_files.hpp"
#include "devnet/node/ledger_dir.hpp"
#include "devnet/rpc/service.hpp"
#include "devnet/traces/debug_files.hpp"

namespace orrery::node {

// In the order of their making; they go in the opposite one.
struct Node::Parts {
    FaultLog faults;  ///< outlives the chain, which tells it
    TemporaryDir temporary;
    std::unique_ptr<sequencer::Chain> chain;
    std::shared_ptr<traces::DebugFiles> debug_files;
    std::unique_ptr<rpc::Service> service;
    std::unique_ptr<http::Server> server;
};

namespace {

using sequencer::BlockMode;

ExitCode exit_code(http::StartErrorKind kind) {
    switch (kind) {
        case http::StartErrorKind::port_busy:
            return ExitCode::port_busy;
        case http::StartErrorKind::permission_denied:
        case http::StartErrorKind::bad_address:
            return ExitCode::usage;
        case http::StartErrorKind::system:
            break;
    }
    return ExitCode::failure;
}

NodeResult<std::unique_ptr<http::Server>> listen(const NodeConfig& config, const Gate& gate) {
    http::ServerConfig server;
    server.hosts = config.hosts;
    server.port = config.port;
    auto started = http::Server::start(std::move(server), gate.handlers());
    if (started) return std::move(*started);
    return fail(NodeError{exit_code(started.error().kind), started.error().message()});
}

NodeResult<std::unique_ptr<sequencer::Chain>> start_chain(const NodeConfig& config,
                                                          OpenLedger ledger) {
    sequencer::ChainConfig chain{.bank = bank_config(std::move(ledger.genesis)),
                                 .block_mode = config.block_mode,
                                 .slot_time = config.slot_time,
                                 .finality_lag = config.finality_lag,
                                 .ledger = std::move(ledger.ledger),
                                 .clock = nullptr};
    chain.bank.genesis_hash = chain.ledger->genesis_hash();
    auto started = sequencer::Chain::start(std::move(chain));
    if (!started) return fail(ledger_error(started.error()));
    return std::move(*started);
}

// Where a browser or client on this machine reaches a listener.
std::string reachable(const std::string& host) {
    if (host == "0.0.0.0") return "127.0.0.1";
    if (host == "::") return "[::1]";
    return host.find(':') == std::string::npos ? host : "[" + host + "]";
}

NodeInfo describe(const NodeConfig& config, const sequencer::Chain& chain,
                  const http::Server& server) {
    const auto host = reachable(server.hosts().front());
    const auto port = server.port();
    const auto ws_port = static_cast<std::uint16_t>(port + 1);
    return {.rpc_url = "http://" + host + ":" + std::to_string(port),
            .ws_url = "ws://" + host + ":" + std::to_string(ws_port),
            .port = port,
            .ws_port = ws_port,
            .hosts = server.hosts(),
            .genesis_hash = chain.genesis_hash(),
            .identity = chain.genesis().identity().pubkey,
            .faucet = chain.genesis().faucet().pubkey,
            .ledger = {},
            .ephemeral = config.ephemeral,
            .block_mode = config.block_mode,
            .slot_time = config.slot_time,
            .dev_keys = {},
            .notices = {}};
}

NodeResult<std::vector<DevKey>> dev_keys(const bank::Genesis& genesis,
                                         const std::filesystem::path& dir) {
    TRY(const auto files, write_dev_keys(genesis, dir));
    std::vector<DevKey> out;
    out.reserve(files.size());
    for (std::uint32_t i = 0; i < files.size(); ++i)
        out.push_back({genesis.dev_account(i), files[i]});
    return out;
}

// Genesis programs may have their debug information beside them.
std::vector<std::string> keep_debug_files(const NodeConfig& config, bool created,
                                          traces::DebugFiles& files) {
    std::vector<std::string> notices;
    if (!created) return notices;
    for (const auto& source : config.genesis.programs) {
        auto file = source.file;
        std::error_code ec;
        if (!std::filesystem::exists(file.replace_extension(".debug"), ec)) continue;
        auto bytes = read_debug_file(file);
        if (!bytes) {
            notices.push_back(bytes.error().message);
        } else if (const auto kept = files.set(source.address, std::move(*bytes)); !kept) {
            notices.push_back(file.string() + " " + kept.error());
        }
    }
    return notices;
}

// The age of blockhashes is the chain's, not the mode's.
bool ages_fast(const NodeConfig& config, const bank::Genesis& genesis) {
    return config.block_mode == BlockMode::automatic && genesis.max_blockhash_age < 16'384;
}

}  // namespace

NodeResult<std::unique_ptr<Node>> Node::start(const NodeConfig& config) {
    auto parts = std::make_unique<Parts>();
    // The ports come first: whoever finds them busy leaves the ledger, and --reset, untouched.
    Gate gate;
    TRY(parts->server, listen(config, gate));
    auto dir = config.ledger;
    if (config.ephemeral) {
        TRY(parts->temporary, TemporaryDir::make());
        dir = parts->temporary.path() / "ledger";
    }
    TRY(auto ledger, open_ledger(config, dir));
    const bool created = ledger.created;
    TRY(parts->chain, start_chain(config, std::move(ledger)));
    parts->debug_files = std::make_shared<traces::DebugFiles>(dir / "debug");
    if (created) parts->debug_files->clear();
    auto notices = keep_debug_files(config, created, *parts->debug_files);
    parts->service = std::make_unique<rpc::Service>(
        *parts->chain, rpc::ServiceConfig{.debug_files = parts->debug_files});
    parts->service->listens_on(parts->server->port());

    parts->chain->add_sink(parts->faults);

    auto info = describe(config, *parts->chain, *parts->server);
    info.ledger = dir;
    info.new_chain = created;
    info.notices = std::move(notices);
    TRY(info.dev_keys, dev_keys(parts->chain->genesis(), dir));
    if (ages_fast(config, parts->chain->genesis()))
        info.notices.push_back("this chain wasn't begun in auto mode: its blockhashes last " +
                               std::to_string(parts->chain->genesis().max_blockhash_age) +
                               " transactions; --reset begins one where they last longer");
    gate.open(parts->service->handlers());

    std::unique_ptr<Node> node(new Node(std::move(parts)));
    node->info_ = std::move(info);
    return node;
}

Node::Node(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Node::~Node() {
    if (parts_->server) parts_->server->stop();
}

std::string Node::trouble() const { return parts_->chain->storage_trouble(); }

std::vector<Fault> Node::take_faults() {
    std::vector<Fault> out;
    const auto entries = parts_->faults.take();
    if (entries.empty()) return out;
    const auto point = parts_->chain->at(events::Commitment::processed);
    for (const auto& entry : entries)
        out.push_back({entry->transaction->id(), tx::display(*entry->outcome.error),
                       entry->outcome.logs,
                       traces::resolve(*entry->outcome.fault, point, *parts_->debug_files)});
    return out;
}

std::string_view name(BlockMode mode) {
    switch (mode) {
        case BlockMode::interval:
            return "interval";
        case BlockMode::automatic:
            return "auto";
        case BlockMode::manual:
            return "manual";
    }
    return "";
}

}  // namespace orrery::node
