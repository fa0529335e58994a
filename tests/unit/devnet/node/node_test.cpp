#include "devnet/node/node.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "devnet/node/ledger_dir.hpp"
#include "devnet/node/replay.hpp"
#include "devnet/store/ledger.hpp"
#include "sdk/json/account_file.hpp"
#include "sdk/rpc/client.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::node {
namespace {

namespace fs = std::filesystem;

constexpr auto some_key = "4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM"_key;

struct Folder {
    TemporaryDir dir = std::move(*TemporaryDir::make());

    NodeConfig config() const {
        NodeConfig out;
        out.port = 0;
        out.ledger = dir.path() / "ledger";
        out.slot_time = std::chrono::milliseconds(50);
        return out;
    }
    fs::path write(const std::string& name, const std::string& text) const {
        std::ofstream(dir.path() / name) << text;
        return dir.path() / name;
    }
};

std::unique_ptr<Node> start(const NodeConfig& config) {
    auto node = Node::start(config);
    INFO((node ? "" : node.error().message));
    REQUIRE(node);
    return std::move(*node);
}

NodeError refusal(const NodeConfig& config) {
    const auto node = Node::start(config);
    REQUIRE(!node);
    return node.error();
}

client::Client client_of(const Node& node) {
    return client::Client(*client::parse_url(node.info().rpc_url));
}

void airdrop(const Node& node, std::uint64_t sol) {
    auto client = client_of(node);
    const auto id = client.request_airdrop(some_key, Lamports{sol * lamports_per_sol});
    REQUIRE(id);
    REQUIRE(client.confirm(*id, std::chrono::seconds(10)));
}

std::uint64_t sol_of(const Node& node, const Pubkey& key) {
    const auto balance = client_of(node).balance(key);
    REQUIRE(balance);
    return balance->value / lamports_per_sol;
}

}  // namespace

TEST_CASE("a node tells where it is and who has money") {
    const Folder folder;
    const auto node = start(folder.config());
    const auto& info = node->info();
    CHECK(info.ws_port == info.port + 1);
    CHECK(info.new_chain);
    REQUIRE(info.dev_keys.size() == 10);
    CHECK(sol_of(*node, info.dev_keys[9].keypair.pubkey) == 10'000);
    CHECK(fs::status(info.dev_keys[0].file).permissions() ==
          (fs::perms::owner_read | fs::perms::owner_write));
    CHECK(client_of(*node).genesis_hash() == info.genesis_hash);
}

TEST_CASE("a chain goes on where it was") {
    const Folder folder;
    const auto first = [&] {
        const auto node = start(folder.config());
        airdrop(*node, 7);
        return node->info().genesis_hash;
    }();
    const auto node = start(folder.config());
    CHECK(node->info().genesis_hash == first);
    CHECK(!node->info().new_chain);
    CHECK(sol_of(*node, some_key) == 7);
}

TEST_CASE("reset begins a new chain, with new keys") {
    const Folder folder;
    auto config = folder.config();
    const auto identity = start(config)->info().identity;
    config.reset = true;
    const auto node = start(config);
    CHECK(node->info().identity != identity);
    CHECK(sol_of(*node, node->info().dev_keys[0].keypair.pubkey) == 10'000);
}

TEST_CASE("a reset that can't begin a new chain keeps the old one") {
    const Folder folder;
    auto config = folder.config();
    const auto hash = start(config)->info().genesis_hash;
    config.reset = true;
    config.genesis.programs.push_back({some_key, folder.write("bad.so", "no ELF"), {}});
    CHECK(refusal(config).exit_code == ExitCode::failure);
    CHECK(start(folder.config())->info().genesis_hash == hash);
}

TEST_CASE("the same seed and time apart, two chains have the same keys") {
    const Folder a, b;
    auto config = a.config();
    config.genesis.seed.emplace().fill(7);
    const auto first = start(config);
    config.ledger = b.config().ledger;
    const auto second = start(config);
    CHECK(first->info().identity == second->info().identity);
    CHECK(first->info().dev_keys[3].keypair.pubkey == second->info().dev_keys[3].keypair.pubkey);
}

TEST_CASE("settings for new chains are refused by a ledger that has one") {
    const Folder folder;
    start(folder.config());
    auto config = folder.config();
    config.genesis_origins = {"--seed"};
    const auto error = refusal(config);
    CHECK(error.exit_code == ExitCode::usage);
    CHECK(error.message == "--seed is for new chains, and " + config.ledger.string() +
                               " has one already; drop it, or begin anew with --reset");
}

TEST_CASE("busy ports and locked ledgers have their own exit codes") {
    const Folder folder;
    const auto node = start(folder.config());
    auto config = folder.config();
    CHECK(refusal(config).exit_code == ExitCode::ledger);
    config.port = node->info().port;
    CHECK(refusal(config).exit_code == ExitCode::port_busy);
}

TEST_CASE("an ephemeral chain leaves nothing behind") {
    const Folder folder;
    auto config = folder.config();
    config.ephemeral = true;
    auto node = start(config);
    const auto dir = node->info().ledger;
    CHECK(fs::exists(dir));
    node.reset();
    CHECK(!fs::exists(dir.parent_path()));
    CHECK(!fs::exists(config.ledger));
}

TEST_CASE("account files are loaded to the letter") {
    const Folder folder;
    const Account account{Lamports{123}, ids::spl_memo, false, 18446744073709551615ull,
                          AccountData::from(as_bytes("hello"))};
    auto config = folder.config();
    fs::create_directory(folder.dir.path() / "accounts");
    folder.write("accounts/one.json", json::format_account_file(some_key, account));
    folder.write("accounts/readme.txt", "not an account");
    config.genesis.account_dirs.push_back(folder.dir.path() / "accounts");
    const auto node = start(config);
    const auto found = client_of(*node).account(some_key);
    REQUIRE(found);
    REQUIRE(*found);
    CHECK(**found == account);
}

TEST_CASE("a replay gives the ledger's last shred hash") {
    const Folder folder;
    {
        const auto node = start(folder.config());
        airdrop(*node, 1);
        airdrop(*node, 2);
    }
    std::uint64_t seen = 0;
    const auto report = replay_ledger(folder.config().ledger, [&](const ReplayReport&) { ++seen; });
    REQUIRE(report);
    CHECK(report->transactions == 2);
    CHECK(report->shreds == seen);
    const auto ledger = store::Ledger::open(folder.config().ledger);
    REQUIRE(ledger);
    CHECK(report->last_shred_hash == (*ledger)->tip().last_shred_hash);
}

TEST_CASE("a replay names the shred that doesn't follow") {
    const Folder folder;
    {
        const auto node = start(folder.config());
        airdrop(*node, 1);
    }
    {
        const auto ledger = store::Ledger::open(folder.config().ledger);
        REQUIRE(ledger);
        store::ShredRecord again;  // the first shred, where another one should follow
        REQUIRE((*ledger)->each_shred(0, [&](store::StoredShred&& first) {
            again.bytes = std::make_shared<const Bytes>(first.bytes);
            again.hash = first.hash;
            again.state = first.state;
            return false;
        }));
        again.slot = Slot{(*ledger)->tip().slot->value + 1};
        REQUIRE((*ledger)->append({&again, 1}));
    }
    const auto report = replay_ledger(folder.config().ledger, [](const ReplayReport&) {});
    REQUIRE(!report);
    INFO(report.error().message);
    CHECK(report.error().exit_code == ExitCode::failure);
    CHECK(report.error().message.starts_with("replay differs in slot "));
    CHECK(report.error().message.ends_with(": the shred doesn't follow the one before it"));
}

TEST_CASE("a ledger that isn't there can't be replayed") {
    const auto report = replay_ledger("/nowhere/ledger", [](const ReplayReport&) {});
    REQUIRE(!report);
    CHECK(report.error().exit_code == ExitCode::ledger);
}

}  // namespace orrery::node
