#pragma once

#include <array>
#include <optional>
#include <string>

#include "devnet/http/internal/beast.hpp"
#include "devnet/http/internal/core.hpp"
#include "devnet/http/internal/request_parser.hpp"
#include "devnet/http/internal/response_writer.hpp"

namespace orrery::http {

/// One HTTP connection: reads, parses, answers in order, writes, until it closes or becomes a
/// WebSocket. All on its strand, except drain() and abort().
class HttpSession final : public Connection {
  public:
    HttpSession(Core& core, Socket socket, std::string remote);

    void start();
    void refuse();
    void drain() override;
    void abort() override;

  private:
    enum class Progress {
        starved,   ///< all buffered bytes are parsed and the request is not complete
        complete,  ///< a request waits in incoming_
        rejected,  ///< the error response is queued; nothing more can be parsed
    };

    void read();
    void pump();
    Progress parse();
    Progress reject(error_code ec);
    void expect_more();

    void serve();
    Response respond() const;
    void queue(Response response, Framing framing);
    void upgrade();

    bool flush();
    void after_flush();
    void linger();
    void swallow();
    void close();

    [[nodiscard]] bool is_idle() const { return !parser_ && pending() == 0; }
    [[nodiscard]] std::size_t pending() const { return head_.size() + body_.size() - written_; }
    [[nodiscard]] std::array<asio::const_buffer, 2> unwritten() const;

    template <class Member>
    auto bind(Member member);

    const Strand strand_;
    Socket socket_;
    beast::flat_buffer inbox_;
    std::optional<RequestParser> parser_;  ///< present while a request is being read
    IncomingRequest incoming_;

    // The output: head_ collects heads and small bodies; one large body may follow it uncopied.
    std::string head_;
    std::string body_;
    std::size_t written_ = 0;

    bool closing_ = false;    ///< the queued output is the last
    bool upgraded_ = false;   ///< the socket belongs to a WebSocket now
    bool draining_ = false;   ///< the server stops
    bool reading_ = false;    ///< waiting for the peer
    bool continued_ = false;  ///< 100 Continue has been sent for this request
};

}  // namespace orrery::http
