#include "tests/unit/devnet/rpc/world.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "devnet/sequencer/genesis_record.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/codec/base64.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/tx/signing.hpp"
#include "tests/unit/devnet/bank/test_chain.hpp"

namespace orrery::rpc::test {
namespace {

struct StillClock final : sequencer::Clock {
    std::int64_t unix_seconds() const override { return 1'700'000'000; }
    std::chrono::steady_clock::time_point now() const override { return {}; }
};

std::unique_ptr<store::Ledger> create_ledger(const std::filesystem::path& dir,
                                             const bank::Genesis& genesis) {
    auto ledger = store::Ledger::create(dir / "ledger", sequencer::to_record(genesis));
    REQUIRE(ledger);
    return std::move(*ledger);
}

std::filesystem::path temporary_directory() {
    std::string name = (std::filesystem::temp_directory_path() / "orrery-rpc-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    return name;
}

}  // namespace

World::World(const WorldParams& params) {
    sequencer::ChainConfig config{.bank = bank::TestChain::config(7), .ledger = {}, .clock = {}};
    config.block_mode = params.mode;
    config.finality_lag = params.finality_lag;
    config.clock = std::make_shared<StillClock>();
    if (params.has_ledger) {
        dir_ = temporary_directory();
        config.ledger = create_ledger(dir_, config.bank.genesis);
    }
    auto chain = sequencer::Chain::start(std::move(config));
    REQUIRE(chain);
    chain_ = std::move(*chain);
    chain_->flush();  // its first slot is open and told of
    payer_ = chain_->genesis().dev_account(0);
    service_ = std::make_unique<Service>(*chain_, ServiceConfig{});
}

World::~World() {
    service_.reset();
    chain_.reset();
    if (!dir_.empty()) std::filesystem::remove_all(dir_);
}

std::string World::ask(std::string_view method, std::string_view params) const {
    std::string body = R"({"jsonrpc":"2.0","id":1,"method":")";
    body += method;
    body += R"(","params":)";
    body += params;
    return service_->handle(body + '}');
}

std::string World::result(std::string_view method, std::string_view params) const {
    const auto answer = ask(method, params);
    constexpr std::string_view before = R"({"jsonrpc":"2.0","result":)";
    constexpr std::string_view after = R"(,"id":1})";
    if (!answer.starts_with(before)) return answer;
    return answer.substr(before.size(), answer.size() - before.size() - after.size());
}

Bytes World::wire(const std::vector<Instruction>& instructions,
                  const std::vector<crypto::Keypair>& signers) const {
    std::vector<const crypto::Keypair*> all{&payer_};
    for (const auto& signer : signers) all.push_back(&signer);
    const auto wire =
        tx::build_signed({.payer = payer_.pubkey,
                          .lifetime = chain_->at(events::Commitment::processed).blockhash.hash,
                          .instructions = instructions,
                          .tables = {}},
                         all);
    REQUIRE(wire);
    return *wire;
}

Bytes World::transfer(const Pubkey& to, std::uint64_t lamports) const {
    return wire({tx::system::transfer({payer_.pubkey, to, Lamports{lamports}})});
}

std::string World::land(const Bytes& wire) {
    auto transaction = tx::decode(wire);
    REQUIRE(transaction);
    const auto shared = std::make_shared<const tx::Transaction>(std::move(*transaction));
    REQUIRE(chain_->submit(shared));
    chain_->flush();
    return codec::to_string(shared->id());
}

void World::advance(std::uint64_t slots) {
    REQUIRE(chain_->advance(slots));
    chain_->flush();
}

Pubkey key(std::uint8_t fill) {
    Pubkey out;
    out.bytes.fill(fill);
    return out;
}

std::string text(const Pubkey& key) { return codec::to_string(key); }
std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }
std::string base64(const Bytes& wire) { return codec::base64_encode(wire); }

void Transcript::ask(std::string_view method, std::string_view params) {
    text_ += "> ";
    text_ += method;
    text_ += ' ';
    text_ += params;
    text_ += "\n< " + world_.ask(method, params) + '\n';
}

void Transcript::compare() const {
    const std::string path = ORRERY_SOURCE_DIR "/tests/golden/rpc/" + name_ + ".txt";
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        std::ofstream(path, std::ios::binary) << text_;
        return;
    }
    // Line by line, so that a failure shows one answer and not all of them.
    std::ifstream golden(path, std::ios::binary);
    std::istringstream actual(text_);
    std::string request, expected, line;
    while (std::getline(actual, line)) {
        if (line.starts_with("> ")) request = line;
        std::getline(golden, expected);
        INFO(path << '\n' << request);
        CHECK(line == expected);
    }
    CHECK_FALSE(std::getline(golden, expected));
}

}  // namespace orrery::rpc::test
