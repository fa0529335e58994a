#include "devnet/svm/invoke/log_collector.hpp"

#include <array>
#include <charconv>
#include <cstring>

#include "sdk/codec/base58.hpp"
#include "sdk/codec/base64.hpp"

namespace orrery::invoke {
namespace {

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

std::string make_line(std::string_view program, std::initializer_list<std::string_view> rest) {
    constexpr std::string_view start = "Program ";
    auto size = start.size() + program.size();
    for (const auto part : rest) size += part.size();
    std::string out(size, ' ');
    auto* at = out.data();
    const auto put = [&](std::string_view part) {
        std::memcpy(at, part.data(), part.size());
        at += part.size();
    };
    put(start);
    put(program);
    for (const auto part : rest) put(part);
    return out;
}

}  // namespace

bool LogCollector::has_room(std::size_t size) {
    constexpr std::size_t expected_lines = 4;
    if (lines_.empty()) lines_.reserve(expected_lines);
    if (limit_ != 0 && bytes_ + size >= limit_) {
        if (!truncated_) lines_.emplace_back("Log truncated");
        truncated_ = true;
        return false;
    }
    bytes_ += size;
    return true;
}

void LogCollector::line(std::string text) {
    if (has_room(text.size())) lines_.push_back(std::move(text));
}

void LogCollector::program_line(const Pubkey& program,
                                std::initializer_list<std::string_view> rest) {
    line(texts_ ? make_line(texts_->text(program), rest)
                : make_line(codec::to_string(program), rest));
}

void LogCollector::program_log(std::string_view text) {
    line(std::string("Program log: ").append(text));
}

void LogCollector::program_data(std::string_view joined_base64) {
    line(std::string("Program data: ").append(joined_base64));
}

void LogCollector::invoke(const Pubkey& program, std::size_t height) {
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
