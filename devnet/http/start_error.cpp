#include "devnet/http/server.hpp"

namespace orrery::http {
namespace {

std::string place(const StartError& error) {
    const bool is_v6 = error.address.find(':') != std::string::npos;
    const std::string host = is_v6 ? "[" + error.address + "]" : error.address;
    return host + ":" + std::to_string(error.port);
}

}  // namespace

std::string StartError::message() const {
    switch (kind) {
        case StartErrorKind::port_busy:
            return place(*this) +
                   " is in use by another program. Stop that program, or choose another port; port "
                   "0 picks a free one.";
        case StartErrorKind::permission_denied:
            return "not allowed to listen on " + place(*this) + " (" + detail +
                   "). Choose a port above 1023.";
        case StartErrorKind::bad_address:
            return "cannot listen on " + place(*this) + ": " + detail +
                   ". Choose an address of this machine, such as 127.0.0.1 or 0.0.0.0, and a port "
                   "below 65535.";
        case StartErrorKind::system:
            break;
    }
    return "the server cannot start" + (address.empty() ? "" : " on " + place(*this)) + ": " +
           detail + ". Check the limits on open files and threads (ulimit -a).";
}

}  // namespace orrery::http
