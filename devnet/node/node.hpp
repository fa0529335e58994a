#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "devnet/node/config.hpp"
#include "devnet/node/error.hpp"
#include "devnet/traces/trace.hpp"
#include "sdk/crypto/ed25519.hpp"
#include "sdk/types/log_lines.hpp"

namespace orrery::node {

/// A funded key pair of a chain, and the file it stands in.
struct DevKey {
    crypto::Keypair keypair;
    std::filesystem::path file;
};

/// A running node, for people and for programs that use it.
struct NodeInfo {
    std::string rpc_url;
    std::string ws_url;
    std::uint16_t port = 0;
    std::uint16_t ws_port = 0;
    std::vector<std::string> hosts;
    Hash genesis_hash;
    Pubkey identity;
    Pubkey faucet;
    std::filesystem::path ledger;
    bool new_chain = false;
    bool ephemeral = false;
    sequencer::BlockMode block_mode = sequencer::BlockMode::interval;
    std::chrono::milliseconds slot_time{0};
    std::vector<DevKey> dev_keys;
    std::vector<std::string> notices;  ///< what the user should know, a sentence each
};

/// A confirmed transaction in which a program was stopped.
struct Fault {
    Txid id;
    std::string error;  ///< the transaction's
    LogLines logs;
    traces::Trace trace;  ///< innermost program first
};

/// A ledger, a chain, its RPC and its listener, built and stopped in the right order. The one place
/// that knows them all.
class Node {
  public:
    /// Binds the ports, opens or makes the ledger, brings the chain to its last shred, serves.
    static NodeResult<std::unique_ptr<Node>> start(const NodeConfig& config);
    /// Stops serving, finishes what was accepted, stores it, closes the ledger.
    ~Node();

    const NodeInfo& info() const { return info_; }

    /// Why nothing is being stored now (a full disk), or empty. Any thread.
    std::string trouble() const;

    /// Transactions in which a program was stopped, since the last call. Any thread.
    std::vector<Fault> take_faults();

  private:
    struct Parts;
    explicit Node(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> parts_;
    NodeInfo info_;
};

std::string_view name(sequencer::BlockMode mode);

}  // namespace orrery::node
