#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "sdk/rpc/error.hpp"
#include "sdk/rpc/url.hpp"

namespace orrery::client {

/// Posts JSON to one address over a connection that is kept alive. One request at a time.
class HttpTransport {
  public:
    /// `timeout`: to connect, and for the answer to begin and to go on.
    HttpTransport(const Url& url, std::chrono::milliseconds timeout);
    HttpTransport(HttpTransport&&) noexcept;
    HttpTransport& operator=(HttpTransport&&) noexcept;
    ~HttpTransport();

    /// The answer's body. Errors: unreachable, timed_out; bad_response for a status other than 200
    /// whose body isn't JSON.
    ClientResult<std::string> post(const std::string& body);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// What to say when nobody answers at `url`.
ClientError nobody_answers(const Url& url, const std::string& reason);

}  // namespace orrery::client
