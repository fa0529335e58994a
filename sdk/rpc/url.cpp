#include "sdk/rpc/url.hpp"

#include <charconv>
#include <optional>

namespace orrery::client {
namespace {

struct Scheme {
    std::string_view name;
    std::uint16_t port;
    std::string_view websocket;
};
constexpr Scheme schemes[] = {
    {"http", 80, "ws"}, {"https", 443, "wss"}, {"ws", 80, "ws"}, {"wss", 443, "wss"}};

const Scheme* find_scheme(std::string_view name) {
    for (const auto& scheme : schemes)
        if (scheme.name == name) return &scheme;
    return nullptr;
}

auto refuse(std::string_view text, std::string_view cause) {
    return fail(ClientError{
        ErrorKind::bad_url,
        "\"" + std::string(text) + "\" is no address of a chain: " + std::string(cause) +
            "; write one like http://127.0.0.1:8899, or a moniker (l, d, t, m)"});
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (ec != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
    return port;
}

bool is_host(std::string_view host) {
    return !host.empty() && host.find_first_of(" \t\r\n@[]\\\"<>") == std::string_view::npos;
}

}  // namespace

std::string Url::authority() const {
    const bool v6 = host.find(':') != std::string::npos;
    return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string Url::text() const {
    auto place = authority();
    if (!port_given) place.resize(place.rfind(':'));
    return scheme + "://" + place + (target == "/" ? "" : target);
}

bool Url::is_local() const {
    return host == "localhost" || host == "::1" || host.starts_with("127.") ||
           host.ends_with(".localhost");
}

ClientResult<Url> parse_url(std::string_view text) {
    const auto colon = text.find("://");
    if (colon == std::string_view::npos) return refuse(text, "it doesn't start with http://");
    const auto* scheme = find_scheme(text.substr(0, colon));
    if (!scheme) return refuse(text, "its scheme is neither http, https, ws nor wss");

    auto rest = text.substr(colon + 3);
    Url url{std::string(scheme->name), {}, scheme->port, false, "/"};
    if (const auto path = rest.find_first_of("/?#"); path != std::string_view::npos) {
        url.target = rest.substr(path);
        if (url.target[0] != '/') url.target.insert(0, "/");
        rest = rest.substr(0, path);
    }
    const auto bracket = rest.starts_with('[') ? rest.find(']') : std::string_view::npos;
    const bool v6 = bracket != std::string_view::npos;
    const auto port = rest.find(':', v6 ? bracket : 0);
    const auto host = v6 ? rest.substr(1, bracket - 1) : rest.substr(0, port);
    if (!is_host(host) || (v6 && bracket + 1 != std::min(port, rest.size())))
        return refuse(text, "it names no host");
    url.host = host;
    if (port == std::string_view::npos) return url;
    const auto number = parse_port(rest.substr(port + 1));
    if (!number) return refuse(text, "its port isn't a number from 1 to 65535");
    url.port = *number;
    url.port_given = true;
    return url;
}

Url websocket_url(const Url& rpc) {
    Url url = rpc;
    url.scheme = find_scheme(rpc.scheme)->websocket;
    if (rpc.port_given && rpc.scheme.starts_with("http") && rpc.port < UINT16_MAX) ++url.port;
    return url;
}

}  // namespace orrery::client
