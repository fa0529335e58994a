#include "devnet/node/gate.hpp"

#include <atomic>

namespace orrery::node {

struct Gate::State {
    http::Handlers handlers;
    std::atomic<bool> open{false};  ///< published after `handlers`
};

namespace {

http::Response starting() {
    return {503,
            "application/json",
            R"({"error":{"code":503,"message":"the chain is starting; try again in a moment"}})",
            {{"Retry-After", "1"}}};
}

}  // namespace

Gate::Gate() : state_(std::make_shared<State>()) {}
Gate::~Gate() = default;

http::Handlers Gate::handlers() const {
    const auto state = state_;
    return {.http =
                [state](const http::Request& request) {
                    return state->open ? state->handlers.http(request) : starting();
                },
            .ws = {.on_open =
                       [state](const auto& session) {
                           if (!state->open)
                               session->close();
                           else if (state->handlers.ws.on_open)
                               state->handlers.ws.on_open(session);
                       },
                   .on_message =
                       [state](const auto& session, std::string_view message) {
                           if (state->open) state->handlers.ws.on_message(session, message);
                       },
                   .on_close =
                       [state](const auto& session) {
                           if (state->open && state->handlers.ws.on_close)
                               state->handlers.ws.on_close(session);
                       }}};
}

void Gate::open(http::Handlers handlers) {
    state_->handlers = std::move(handlers);
    state_->open = true;
}

}  // namespace orrery::node
