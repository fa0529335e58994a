#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace orrery::http::test {

struct RawResponse {
    int status = 0;  ///< 0: the connection ended instead
    std::string head;
    std::string body;

    [[nodiscard]] bool has(std::string_view text) const {
        return head.find(text) != std::string::npos;
    }
};

/// A blocking socket that sends exactly the given bytes; reads give up after 10 seconds.
class RawClient {
  public:
    explicit RawClient(std::uint16_t port, const char* host = "127.0.0.1");
    RawClient(RawClient&& other) noexcept;
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;
    ~RawClient();

    [[nodiscard]] bool connected() const { return descriptor_ >= 0; }
    void shrink_receive_buffer();

    bool send(std::string_view bytes);
    /// One response; without its body if the request was HEAD.
    RawResponse receive(bool with_body = true);
    RawResponse ask(std::string_view bytes) {
        send(bytes);
        return receive();
    }
    /// Whether the server has closed the connection and sent nothing more.
    bool at_end();

  private:
    bool fill();

    int descriptor_ = -1;
    std::string buffered_;
};

/// A POST / of HTTP/1.1.
std::string post(std::string_view body, std::string_view more_fields = "");

}  // namespace orrery::http::test
