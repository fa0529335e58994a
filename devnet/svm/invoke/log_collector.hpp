#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "devnet/svm/invoke/program_texts.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"
#include "sdk/types/log_lines.hpp"

namespace orrery::invoke {

/// A transaction's log lines under a byte limit: a line that doesn't fit is dropped and the first
/// drop leaves "Log truncated"; later, shorter lines may still fit (svm-runtime.md 2.2). Also the
/// one place that knows the runtime's own line formats.
class LogCollector {
  public:
    /// `limit` in bytes; 0 = unlimited. `texts` is borrowed; without it every address is encoded
    /// anew.
    explicit LogCollector(std::size_t limit, ProgramTexts* texts = nullptr)
        : limit_(limit), texts_(texts) {}
    void set_texts(ProgramTexts* texts) { texts_ = texts; }

    void line(std::string_view text) { add(std::span(&text, 1)); }

    void program_log(std::string_view text);                 ///< Program log: <text>
    void program_data(std::string_view joined_base64);       ///< Program data: <b64> <b64>
    void invoke(const Pubkey& program, std::size_t height);  ///< Program <id> invoke [h]
    void consumed(const Pubkey& program, std::uint64_t used, std::uint64_t of);
    void program_return(const Pubkey& program, ByteSpan data);  ///< Program return: <id> <b64>
    void success(const Pubkey& program);
    void failure(const Pubkey& program, std::string_view error);  ///< Program <id> failed: <error>

    const LogLines& lines() const { return lines_; }
    LogLines take() { return std::move(lines_); }

  private:
    void add(std::span<const std::string_view> parts);
    void program_line(const Pubkey& program, std::initializer_list<std::string_view> rest);

    std::size_t limit_;
    ProgramTexts* texts_;
    std::size_t bytes_ = 0;
    bool truncated_ = false;
    LogLines lines_;
};

}  // namespace orrery::invoke
