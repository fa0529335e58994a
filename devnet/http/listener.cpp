#include "devnet/http/internal/listener.hpp"

#include <fcntl.h>

#include <boost/asio/ip/v6_only.hpp>
#include <limits>
#include <utility>

namespace orrery::http {
namespace {

// How often a free main port may turn out to have a busy mirror. Each try is a few microseconds.
constexpr int port_attempts = 64;
constexpr unsigned highest_port = std::numeric_limits<std::uint16_t>::max();

struct Host {
    std::string text;
    asio::ip::address address;
};

StartErrorKind kind_of(error_code ec) {
    if (ec == asio::error::address_in_use) return StartErrorKind::port_busy;
    if (ec == asio::error::access_denied) return StartErrorKind::permission_denied;
    if (ec == boost::system::errc::address_not_available ||
        ec == asio::error::address_family_not_supported)
        return StartErrorKind::bad_address;
    return StartErrorKind::system;
}

StartError bad_address(std::string address, std::uint16_t port, std::string detail) {
    return {StartErrorKind::bad_address, std::move(address), port, std::move(detail)};
}

/// With SO_REUSEADDR two sockets may be bound to a port as long as neither listens; so a port is
/// only ours once listen() has succeeded as well.
Result<Acceptor, StartError> bind_one(const Strand& strand, const Host& host, std::uint16_t port) {
    const tcp::endpoint endpoint(host.address, port);
    Acceptor acceptor(strand);
    error_code ec;
    const auto step = [&](auto&& call) {
        if (!ec) call();
    };
    step([&] { acceptor.open(endpoint.protocol(), ec); });
    step([&] { close_on_exec(acceptor.native_handle()); });
    step([&] { acceptor.set_option(asio::socket_base::reuse_address(true), ec); });
    step([&] {
        if (host.address.is_v6()) acceptor.set_option(asio::ip::v6_only(true), ec);
    });
    step([&] { acceptor.bind(endpoint, ec); });
    step([&] { acceptor.listen(asio::socket_base::max_listen_connections, ec); });
    if (ec) return fail(StartError{kind_of(ec), host.text, port, ec.message()});
    return acceptor;
}

Result<std::vector<Host>, StartError> parse_hosts(const ServerConfig& config) {
    std::vector<Host> hosts;
    for (const std::string& text : config.hosts) {
        error_code ec;
        const auto address = asio::ip::make_address(text, ec);
        if (ec) return fail(bad_address(text, config.port, "not a numeric IPv4 or IPv6 address"));
        hosts.push_back({text, address});
    }
    if (hosts.empty()) return fail(bad_address("", config.port, "no address to listen on"));
    return hosts;
}

/// Whether the failure only says that this machine has no IPv6, and other hosts do without.
bool is_missing_ipv6(const Host& host, const StartError& error, std::size_t hosts) {
    return host.address.is_v6() && hosts > 1 && error.kind == StartErrorKind::bad_address;
}

/// The main port and its mirrors on one host. A port of 0 is chosen by the first socket.
Result<void, StartError> bind_host(const ServerConfig& config, const Strand& strand,
                                   const Host& host, Listeners& into) {
    for (unsigned offset = 0; offset <= config.mirrors; ++offset) {
        const unsigned port = into.port == 0 ? 0U : into.port + offset;
        if (port > highest_port)
            return fail(bad_address(host.text, into.port, "its mirror port would be above 65535"));
        auto acceptor = bind_one(strand, host, static_cast<std::uint16_t>(port));
        if (!acceptor) return fail(std::move(acceptor.error()));
        error_code ec;
        if (into.port == 0) into.port = acceptor->local_endpoint(ec).port();
        into.acceptors.push_back(std::move(*acceptor));
    }
    into.hosts.push_back(host.text);
    return {};
}

Result<Listeners, StartError> bind_all(const ServerConfig& config, const Strand& strand,
                                       const std::vector<Host>& hosts) {
    Listeners listeners;
    listeners.port = config.port;
    for (const Host& host : hosts) {
        auto bound = bind_host(config, strand, host, listeners);
        if (!bound && !is_missing_ipv6(host, bound.error(), hosts.size()))
            return fail(std::move(bound.error()));
    }
    if (listeners.acceptors.empty())
        return fail(bad_address(hosts.front().text, config.port, "this machine has no IPv6"));
    return listeners;
}

}  // namespace

void close_on_exec(int descriptor) { ::fcntl(descriptor, F_SETFD, FD_CLOEXEC); }

Result<Listeners, StartError> listen_on(const ServerConfig& config, const Strand& strand) {
    TRY(const auto hosts, parse_hosts(config));
    auto listeners = bind_all(config, strand, hosts);
    for (int attempt = 1; attempt < port_attempts && config.port == 0 && !listeners; ++attempt)
        listeners = bind_all(config, strand, hosts);
    return listeners;
}

}  // namespace orrery::http
