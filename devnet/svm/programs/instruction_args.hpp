#pragma once

#include <string_view>

#include "devnet/svm/invoke/builtin.hpp"
#include "sdk/codec/reader.hpp"
#include "sdk/codec/utf8.hpp"

namespace orrery::programs {

/// A builtin's instruction data, read as bincode with fixed-size integers: read all arguments, then
/// ask `end` once. Spans and texts borrow from the data.
class InstructionArgs : public codec::ByteReader {
  public:
    /// Bytes that the arguments may take; more may follow them unread (upstream:
    /// limited_deserialize with the packet size).
    static constexpr std::size_t max_size = 1232;

    using ByteReader::ByteReader;

    /// Bytes behind their u64 length.
    ByteSpan sized_bytes() { return bytes(u64()); }

    /// A string behind its u64 length; bytes that aren't UTF-8 fail the arguments.
    std::string_view text() {
        const auto raw = sized_bytes();
        if (codec::check_utf8(raw)) bad_text_ = true;
        return as_text(raw);
    }

    /// Error: InvalidInstructionData when the data ended early, was malformed or is too long.
    [[nodiscard]] invoke::InstructionResult end() const {
        if (failed() || bad_text_ || position() > max_size)
            return invoke::error(invoke::InstructionErrorCode::InvalidInstructionData);
        return {};
    }

  private:
    bool bad_text_ = false;
};

}  // namespace orrery::programs
