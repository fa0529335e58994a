#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "devnet/rpc/service.hpp"
#include "sdk/crypto/ed25519.hpp"
#include "sdk/types/instruction.hpp"

namespace orrery::rpc::test {

struct WorldParams {
    sequencer::BlockMode mode = sequencer::BlockMode::manual;
    bool has_ledger = true;
    std::uint64_t finality_lag = 0;
};

/// A chain whose time stands still, and its service. Everything it answers is the same on every
/// run.
class World {
  public:
    explicit World(const WorldParams& params = {});
    ~World();

    sequencer::Chain& chain() { return *chain_; }
    Service& service() { return *service_; }
    const crypto::Keypair& payer() const { return payer_; }

    /// The whole answer to {"jsonrpc":"2.0","id":1,"method":..,"params":..}.
    std::string ask(std::string_view method, std::string_view params = "[]") const;
    /// Its `result` as JSON text; the whole answer when it is an error.
    std::string result(std::string_view method, std::string_view params = "[]") const;

    Bytes wire(const std::vector<Instruction>& instructions,
               const std::vector<crypto::Keypair>& signers = {}) const;
    /// A signed transfer from the payer.
    Bytes transfer(const Pubkey& to, std::uint64_t lamports) const;
    /// Submits without RPC and waits until it is stored; gives the id in base58.
    std::string land(const Bytes& wire);
    void advance(std::uint64_t slots = 1);

  private:
    std::filesystem::path dir_;
    std::unique_ptr<sequencer::Chain> chain_;
    std::unique_ptr<Service> service_;
    crypto::Keypair payer_;
};

/// A key of equal bytes.
Pubkey key(std::uint8_t fill);
std::string text(const Pubkey& key);
std::string in_quotes(std::string_view text);
std::string base64(const Bytes& wire);

/// Requests and their answers, compared with tests/golden/rpc/<name>.txt; UPDATE_GOLDEN=1 writes
/// it.
class Transcript {
  public:
    Transcript(const World& world, std::string name) : world_(world), name_(std::move(name)) {}
    void ask(std::string_view method, std::string_view params = "[]");
    void compare() const;

  private:
    const World& world_;
    std::string name_;
    std::string text_;
};

}  // namespace orrery::rpc::test
