#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

namespace orrery::invoke {

/// A transaction's log lines under a byte limit: a line that doesn't fit is dropped and the first
/// drop leaves "Log truncated"; later, shorter lines may still fit (svm-runtime.md 2.2). Also the
/// one place that knows the runtime's own line formats.
class LogCollector {
  public:
    /// `limit` in bytes; 0 = unlimited.
    explicit LogCollector(std::size_t limit) : limit_(limit) {}

    void line(std::string text);

    void program_log(std::string_view text);                 ///< Program log: <text>
    void program_data(std::string_view joined_base64);       ///< Program data: <b64> <b64>
    void invoke(const Pubkey& program, std::size_t height);  ///< Program <id> invoke [h]
    void consumed(const Pubkey& program, std::uint64_t used, std::uint64_t of);
    void program_return(const Pubkey& program, ByteSpan data);  ///< Program return: <id> <b64>
    void success(const Pubkey& program);
    void failure(const Pubkey& program, std::string_view error);  ///< Program <id> failed: <error>

    const std::vector<std::string>& lines() const { return lines_; }
    std::vector<std::string> take() { return std::move(lines_); }

  private:
    std::size_t limit_;
    std::size_t bytes_ = 0;
    bool truncated_ = false;
    std::vector<std::string> lines_;
};

}  // namespace orrery::invoke
