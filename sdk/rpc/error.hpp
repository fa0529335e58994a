#pragma once

#include <cstdint>
#include <string>

#include "sdk/types/result.hpp"

namespace orrery::client {

/// Why a call got no result, by what one can do about it.
enum class ErrorKind : std::uint8_t {
    bad_url,       ///< not an address of a chain
    unreachable,   ///< nobody answers there
    timed_out,     ///< somebody is there, but took too long
    bad_response,  ///< the answer isn't JSON-RPC, or not what the method promises
    refused,       ///< the chain answered with an error
};

struct ClientError {
    ErrorKind kind = ErrorKind::bad_response;
    std::string message;    ///< cause and fix, for people; of `refused`: the chain's own words
    std::int64_t code = 0;  ///< of `refused`: the JSON-RPC error code
    std::string data{};     ///< of `refused`: the error's data as JSON text, or empty
};

template <class T>
using ClientResult = Result<T, ClientError>;

}  // namespace orrery::client
