#pragma once

#include <cstdint>
#include <optional>

#include "sdk/codec/shortvec.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

namespace orrery::codec {

/// A bounds-checked little-endian cursor over borrowed bytes. Reading past the end gives zeros (an
/// empty span for `bytes`) and sets `failed`, which stays set: read a whole structure, then ask
/// once. Spans returned borrow from the input.
class ByteReader {
  public:
    constexpr explicit ByteReader(ByteSpan bytes) : bytes_(bytes) {}

    std::uint8_t u8() { return integer<std::uint8_t>(); }
    std::uint16_t u16() { return integer<std::uint16_t>(); }
    std::uint32_t u32() { return integer<std::uint32_t>(); }
    std::uint64_t u64() { return integer<std::uint64_t>(); }
    std::int64_t i64() { return integer<std::int64_t>(); }

    /// A compact-u16; a bad form fails the reader.
    std::uint16_t short_u16() {
        if (failed_) return 0;
        const auto read = read_short_u16(bytes_.subspan(at_));
        if (!read) {
            failed_ = true;
            return 0;
        }
        at_ += read->length;
        return read->value;
    }

    /// The next `n` bytes, borrowed.
    ByteSpan bytes(std::uint64_t n) {
        if (!take(n)) return {};
        return bytes_.subspan(at_ - static_cast<std::size_t>(n), static_cast<std::size_t>(n));
    }

    /// A Pubkey, Hash or Signature: `reader.key<Hash>()`.
    template <class Key = Pubkey>
    Key key() {
        if (!take(Key::size)) return {};
        return Key::from(bytes_.subspan(at_ - Key::size));
    }

    /// A bincode or borsh bool; a byte other than 0 and 1 fails the reader.
    bool boolean() {
        const std::uint8_t value = u8();
        if (value > 1) failed_ = true;
        return value == 1;
    }

    void skip(std::uint64_t n) { take(n); }

    std::size_t position() const { return at_; }
    std::size_t remaining() const { return bytes_.size() - at_; }
    bool failed() const { return failed_; }
    /// Everything was read and nothing failed.
    bool done() const { return !failed_ && remaining() == 0; }

  private:
    bool take(std::uint64_t n) {
        if (failed_ || n > remaining()) {
            failed_ = true;
            return false;
        }
        at_ += static_cast<std::size_t>(n);
        return true;
    }

    template <class T>
    T integer() {
        if (!take(sizeof(T))) return 0;
        return load_le<T>(bytes_.data() + at_ - sizeof(T));
    }

    ByteSpan bytes_;
    std::size_t at_ = 0;
    bool failed_ = false;
};

}  // namespace orrery::codec
