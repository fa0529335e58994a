#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sdk/rpc/error.hpp"

namespace orrery::client {

/// Where a chain answers: http, https, ws or wss.
struct Url {
    std::string scheme;
    std::string host;  ///< a name or numeric address; IPv6 without brackets
    std::uint16_t port = 0;
    bool port_given = false;   ///< whether the text had one
    std::string target = "/";  ///< path and query

    bool tls() const { return scheme == "https" || scheme == "wss"; }
    /// host:port, as connections name it.
    std::string authority() const;
    /// The whole address, without a default port that wasn't given.
    std::string text() const;
    /// Whether it is this machine, by name or loopback address.
    bool is_local() const;
};

/// Error: bad_url, saying what is wrong and what an address looks like.
ClientResult<Url> parse_url(std::string_view text);

/// The WebSocket address that Solana's clients derive from an RPC address: ws for http, wss for
/// https, and the port plus one where the address names a port.
Url websocket_url(const Url& rpc);

}  // namespace orrery::client
