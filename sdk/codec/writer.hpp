#pragma once

#include <cstdint>
#include <utility>

#include "sdk/codec/shortvec.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/key.hpp"

namespace orrery::codec {

/// Appends little-endian values to a buffer it owns; every call returns the writer, so that a
/// layout reads as one chain: `ByteWriter().u32(2).u64(lamports).take()`.
class ByteWriter {
  public:
    ByteWriter& u8(std::uint8_t value) { return integer(value); }
    ByteWriter& u16(std::uint16_t value) { return integer(value); }
    ByteWriter& u32(std::uint32_t value) { return integer(value); }
    ByteWriter& u64(std::uint64_t value) { return integer(value); }
    ByteWriter& i64(std::int64_t value) { return integer(value); }
    ByteWriter& boolean(bool value) { return u8(value ? 1 : 0); }

    ByteWriter& short_u16(std::uint16_t value) {
        write_short_u16(bytes_, value);
        return *this;
    }

    ByteWriter& bytes(ByteSpan value) {
        bytes_.insert(bytes_.end(), value.begin(), value.end());
        return *this;
    }

    template <std::size_t N, class Tag>
    ByteWriter& key(const FixedBytes<N, Tag>& value) {
        return bytes(value.bytes);
    }

    ByteWriter& reserve(std::size_t n) {
        bytes_.reserve(n);
        return *this;
    }

    std::size_t size() const { return bytes_.size(); }
    ByteSpan span() const { return bytes_; }
    /// Hands the buffer over; the writer is empty afterwards.
    Bytes take() { return std::exchange(bytes_, {}); }

  private:
    template <class T>
    ByteWriter& integer(T value) {
        const std::size_t at = bytes_.size();
        bytes_.resize(at + sizeof value);
        store_le(bytes_.data() + at, value);
        return *this;
    }

    Bytes bytes_;
};

}  // namespace orrery::codec
