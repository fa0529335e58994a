#include "devnet/rpc/service.hpp"

#include "devnet/rpc/dispatch.hpp"
#include "devnet/rpc/jumbo_post.hpp"
#include "devnet/rpc/pubsub.hpp"

namespace orrery::rpc {
namespace {

http::Response text_response(int status, std::string body) {
    return {.status = status, .content_type = "text/plain", .body = std::move(body)};
}

std::shared_ptr<traces::DebugFiles> debug_files(const ServiceConfig& config) {
    return config.debug_files ? config.debug_files : std::make_shared<traces::DebugFiles>("");
}

}  // namespace

struct Service::Parts {
    Parts(sequencer::Chain& chain, const ServiceConfig& config)
        : node{chain, config, debug_files(config)}, subscriptions(chain) {
        chain.add_sink(node.fees);
        chain.add_sink(node.performance);
    }
    ~Parts() {
        node.chain.remove_sink(node.performance);
        node.chain.remove_sink(node.fees);
    }

    http::Response health() const {
        return text_response(200, node.chain.storage_trouble().empty() ? "ok" : "unknown");
    }

    Node node;
    Subscriptions subscriptions;
};

Service::Service(sequencer::Chain& chain, ServiceConfig config)
    : parts_(std::make_unique<Parts>(chain, config)) {}

Service::~Service() = default;

std::string Service::handle(std::string_view body) const {
    return answer(body, [&](const json::Call& request, json::Writer& out) {
        return call(parts_->node, request.method, request.params, out);
    });
}

http::Handlers Service::handlers() {
    http::Handlers handlers;
    handlers.http = [this](const http::Request& request) -> http::Response {
        if (is_jumbo_post(request.target)) return post_jumbo(parts_->node, request);
        if (request.method == "POST") return {.body = handle(request.body)};
        if (request.method == "GET" && request.target == "/health") return parts_->health();
        return text_response(405, "Used HTTP Method is not allowed. POST or OPTIONS is required\n");
    };
    handlers.ws.on_message = [this](const SessionRef& session, std::string_view text) {
        handle_message(parts_->node, parts_->subscriptions, session, text);
    };
    handlers.ws.on_close = [this](const SessionRef& session) {
        parts_->subscriptions.topics().leave_all(session);
    };
    return handlers;
}

void Service::listens_on(std::uint16_t port) { parts_->node.port = port; }

}  // namespace orrery::rpc
