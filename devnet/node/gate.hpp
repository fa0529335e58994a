#pragma once

#include <memory>

#include "devnet/http/server.hpp"

namespace orrery::node {

/// Stands at the listener while the chain behind it is still being built, so that the ports are
/// taken before a ledger is touched: 503 and closed WebSockets until handlers are let in.
class Gate {
  public:
    Gate();
    ~Gate();
    /// Handlers for the server; they live as long as the server needs them.
    http::Handlers handlers() const;
    /// Lets requests through to `handlers`, from any thread, once.
    void open(http::Handlers handlers);

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace orrery::node
