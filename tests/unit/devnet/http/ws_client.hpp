#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace orrery::http::test {

/// A blocking WebSocket client. Reads give up after 10 seconds.
class WsClient {
  public:
    explicit WsClient(std::uint16_t port, std::string_view path = "/");
    WsClient(WsClient&&) noexcept;
    ~WsClient();

    [[nodiscard]] bool is_open() const;
    bool send(std::string_view text);
    /// The next message; "<code>" of the close frame, or "<gone>", when there is none.
    std::string receive();
    /// Whether a ping is answered by a pong with the same payload, before any message.
    bool ping(std::string_view payload);
    void close();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace orrery::http::test
