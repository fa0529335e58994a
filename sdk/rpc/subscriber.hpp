#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sdk/json/document.hpp"
#include "sdk/json/encodings.hpp"
#include "sdk/rpc/error.hpp"
#include "sdk/rpc/url.hpp"
#include "sdk/types/key.hpp"

namespace orrery::client {

/// What a subscription delivered, and the text that its values borrow from.
struct Notification {
    std::string method;  ///< e.g. "logsNotification"
    std::uint64_t subscription = 0;
    json::Document document;

    json::View result() const { return document.root()["params"]["result"]; }
    /// The `value` of results that carry a context.
    json::View value() const { return result()["value"]; }
};

/// One WebSocket to a chain and its subscriptions. One thread at a time.
class Subscriber {
  public:
    /// `url` is ws or wss (websocket_url() derives it). Errors: unreachable, timed_out.
    static ClientResult<std::unique_ptr<Subscriber>> connect(const Url& url,
                                                             std::chrono::milliseconds timeout);
    virtual ~Subscriber() = default;

    /// Calls a subscribe method and returns the subscription's number. Notifications that come
    /// meanwhile are kept for next(). `params` is a JSON array as text.
    virtual ClientResult<std::uint64_t> subscribe(std::string_view method,
                                                  std::string_view params) = 0;
    /// The next notification of any subscription; nothing after `timeout`. Error: unreachable when
    /// the chain closed the connection.
    virtual ClientResult<std::optional<Notification>> next(std::chrono::milliseconds timeout) = 0;

    ClientResult<std::uint64_t> signature_subscribe(const Txid& id, json::Commitment level);
    ClientResult<std::uint64_t> account_subscribe(const Pubkey& key, json::Commitment level);
    /// Logs of transactions that name `mentions`, or of all.
    ClientResult<std::uint64_t> logs_subscribe(const std::optional<Pubkey>& mentions,
                                               json::Commitment level);
    ClientResult<std::uint64_t> slot_subscribe();
};

}  // namespace orrery::client
