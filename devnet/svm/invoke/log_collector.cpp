#include "devnet/svm/invoke/log_collector.hpp"

#include "sdk/codec/base58.hpp"
#include "sdk/codec/base64.hpp"

namespace orrery::invoke {
namespace {

std::string program_line(const Pubkey& program, std::string_view rest) {
    std::string out = "Program ";
    out += codec::to_string(program);
    out += rest;
    return out;
}

}  // namespace

void LogCollector::line(std::string text) {
    if (limit_ != 0 && bytes_ + text.size() >= limit_) {
        if (!truncated_) lines_.emplace_back("Log truncated");
        truncated_ = true;
        return;
    }
    bytes_ += text.size();
    lines_.push_back(std::move(text));
}

void LogCollector::program_log(std::string_view text) {
    line(std::string("Program log: ").append(text));
}

void LogCollector::program_data(std::string_view joined_base64) {
    line(std::string("Program data: ").append(joined_base64));
}

void LogCollector::invoke(const Pubkey& program, std::size_t height) {
    line(program_line(program, " invoke [" + std::to_string(height) + "]"));
}

void LogCollector::consumed(const Pubkey& program, std::uint64_t used, std::uint64_t of) {
    line(program_line(program, " consumed " + std::to_string(used) + " of " + std::to_string(of) +
                                   " compute units"));
}

void LogCollector::program_return(const Pubkey& program, ByteSpan data) {
    line("Program return: " + codec::to_string(program) + " " + codec::base64_encode(data));
}

void LogCollector::success(const Pubkey& program) { line(program_line(program, " success")); }

void LogCollector::failure(const Pubkey& program, std::string_view error) {
    line(program_line(program, std::string(" failed: ").append(error)));
}

}  // namespace orrery::invoke
