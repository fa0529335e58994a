#include "devnet/svm/invoke/log_collector.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "sdk/codec/base58.hpp"
#include "sdk/codec/base64.hpp"

namespace orrery::invoke {
namespace {

// By stack height, from 1: as high as a stack gets with the limits we know.
constexpr std::array<std::string_view, 9> invoke_texts = {
    " invoke [1]", " invoke [2]", " invoke [3]", " invoke [4]", " invoke [5]",
    " invoke [6]", " invoke [7]", " invoke [8]", " invoke [9]"};

/// Decimal text without an allocation.
class Decimal {
  public:
    explicit Decimal(std::uint64_t value)
        : end_(std::to_chars(digits_.data(), digits_.data() + digits_.size(), value).ptr) {}
    operator std::string_view() const { return {digits_.data(), end_}; }

  private:
    std::array<char, 20> digits_;
    const char* end_;
};

}  // namespace

void LogCollector::add(std::span<const std::string_view> parts) {
    std::size_t size = 0;
    for (const auto part : parts) size += part.size();
    if (limit_ != 0 && bytes_ + size >= limit_) {
        if (!truncated_) lines_.add("Log truncated");
        truncated_ = true;
        return;
    }
    bytes_ += size;
    lines_.add(parts);
}

void LogCollector::program_line(const Pubkey& program,
                                std::initializer_list<std::string_view> rest) {
    std::string own;
    if (!texts_) own = program_text(program);
    std::array<std::string_view, 8> parts{texts_ ? texts_->text(program) : own};
    const auto end = std::copy(rest.begin(), rest.end(), parts.begin() + 1);
    add({parts.begin(), end});
}

void LogCollector::program_log(std::string_view text) {
    const std::array parts{std::string_view("Program log: "), text};
    add(parts);
}

void LogCollector::program_data(std::string_view joined_base64) {
    const std::array parts{std::string_view("Program data: "), joined_base64};
    add(parts);
}

void LogCollector::invoke(const Pubkey& program, std::size_t height) {
    if (height <= invoke_texts.size())
        program_line(program, {invoke_texts[height - 1]});
    else
        program_line(program, {" invoke [", Decimal(height), "]"});
}

void LogCollector::consumed(const Pubkey& program, std::uint64_t used, std::uint64_t of) {
    program_line(program, {" consumed ", Decimal(used), " of ", Decimal(of), " compute units"});
}

void LogCollector::program_return(const Pubkey& program, ByteSpan data) {
    line("Program return: " + codec::to_string(program) + " " + codec::base64_encode(data));
}

void LogCollector::success(const Pubkey& program) { program_line(program, {" success"}); }

void LogCollector::failure(const Pubkey& program, std::string_view error) {
    program_line(program, {" failed: ", error});
}

}  // namespace orrery::invoke
