#pragma once

#include <concepts>
#include <string>
#include <string_view>

#include "devnet/svm/invoke/context.hpp"
#include "sdk/codec/base58.hpp"

namespace orrery::programs {

inline std::string log_text(std::string_view text) { return std::string(text); }
inline std::string log_text(const Pubkey& key) { return codec::to_string(key); }
std::string log_text(std::integral auto number) { return std::to_string(number); }

/// Adds one line to the transaction's log, its parts joined: texts as they are, keys in base58.
template <class... Parts>
void log(invoke::InvokeContext& context, const Parts&... parts) {
    context.log().line((log_text(parts) + ...));
}

/// Logs why and fails: `return refuse(context, Code::Immutable, "Buffer is immutable");`
template <class... Parts>
auto refuse(invoke::InvokeContext& context, const tx::InstructionError& error,
            const Parts&... why) {
    log(context, why...);
    return fail(error);
}

}  // namespace orrery::programs
