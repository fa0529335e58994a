#include "tests/unit/devnet/http/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <utility>

namespace orrery::http::test {
namespace {

int connect_to(std::uint16_t port, const char* host) {
    sockaddr_in6 v6{};
    sockaddr_in v4{};
    const bool is_v6 = std::strchr(host, ':') != nullptr;
    const int descriptor = ::socket(is_v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    v6.sin6_family = AF_INET6;
    v6.sin6_port = v4.sin_port = htons(port);
    v4.sin_family = AF_INET;
    ::inet_pton(is_v6 ? AF_INET6 : AF_INET, host,
                is_v6 ? static_cast<void*>(&v6.sin6_addr) : &v4.sin_addr);
    const auto* address =
        is_v6 ? reinterpret_cast<const sockaddr*>(&v6) : reinterpret_cast<const sockaddr*>(&v4);
    if (::connect(descriptor, address, is_v6 ? sizeof v6 : sizeof v4) == 0) return descriptor;
    ::close(descriptor);
    return -1;
}

}  // namespace

RawClient::RawClient(std::uint16_t port, const char* host) : descriptor_(connect_to(port, host)) {
    const timeval patience{10, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

RawClient::RawClient(RawClient&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), buffered_(std::move(other.buffered_)) {}

RawClient::~RawClient() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void RawClient::shrink_receive_buffer() {
    const int bytes = 4096;
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t n = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

bool RawClient::fill() {
    std::array<char, 65536> bytes;
    const ssize_t n = ::recv(descriptor_, bytes.data(), bytes.size(), 0);
    if (n <= 0) return false;
    buffered_.append(bytes.data(), static_cast<std::size_t>(n));
    return true;
}

RawResponse RawClient::receive(bool with_body) {
    std::size_t end = std::string::npos;
    while ((end = buffered_.find("\r\n\r\n")) == std::string::npos)
        if (!fill()) return {};
    RawResponse response;
    response.head = buffered_.substr(0, end + 4);
    response.status = std::stoi(response.head.substr(9, 3));
    buffered_.erase(0, end + 4);
    const std::size_t field = response.head.find("Content-Length: ");
    if (!with_body || field == std::string::npos) return response;
    const std::size_t length = std::stoul(response.head.substr(field + 16));
    while (buffered_.size() < length)
        if (!fill()) return {};
    response.body = buffered_.substr(0, length);
    buffered_.erase(0, length);
    return response;
}

bool RawClient::at_end() {
    if (!buffered_.empty()) return false;
    char byte;
    const ssize_t n = ::recv(descriptor_, &byte, 1, 0);
    return n == 0 || (n < 0 && errno == ECONNRESET);
}

std::string post(std::string_view body, std::string_view more_fields) {
    std::string text = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ";
    text += std::to_string(body.size());
    text += "\r\n";
    return text.append(more_fields).append("\r\n").append(body);
}

}  // namespace orrery::http::test
