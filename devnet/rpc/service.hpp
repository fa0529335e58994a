#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "devnet/http/server.hpp"
#include "devnet/sequencer/chain.hpp"
#include "devnet/traces/debug_files.hpp"

namespace orrery::rpc {

struct ServiceConfig {
    std::string orrery_version = "0.1.0";
    std::string solana_version = "4.2.0";  ///< the release whose behaviour the chain follows
    /// Where the programs' debug information is kept; null: in memory, until the service ends.
    std::shared_ptr<traces::DebugFiles> debug_files{};
    std::uint32_t feature_set = 0;  ///< names the active feature gates; 0 = none of Agave's sets
};

/// Solana's JSON-RPC and PubSub on one chain. Every method is thread-safe. The chain must outlive
/// the service; the service must outlive the server that has its handlers.
class Service {
  public:
    Service(sequencer::Chain& chain, ServiceConfig config);
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;
    ~Service();

    /// POST: JSON-RPC, but to /v1/jumbo a jumbo transaction's bytes; GET /health; WebSocket: JSON-RPC
    /// and subscriptions.
    http::Handlers handlers();

    /// Answers a request body, be it one call or a batch. Empty when there is nothing to answer
    /// because all of it were notifications.
    std::string handle(std::string_view body) const;

    /// Tells the main port, so that getClusterNodes can name it.
    void listens_on(std::uint16_t port);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace orrery::rpc
