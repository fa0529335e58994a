#pragma once

#include <sol/pubkey.hpp>

namespace sol {

/// A line of text that is put together on the stack; what doesn't fit is left away.
template <uint64_t Capacity = 200>
class Line {
  public:
    SOL_INLINE Line& add(Text text) {
        for (uint64_t i = 0; i < text.size() && size_ < Capacity; ++i) text_[size_++] = text[i];
        return *this;
    }
    template <class T>
        requires is_same<T, bool>  // not a pointer
    SOL_INLINE Line& add(T value) {
        return value ? add(Text("true")) : add(Text("false"));
    }
    template <Integer T>
    SOL_INLINE Line& add(T value) {
        if constexpr (Signed<T>) {
            if (value < 0) {
                add(Text("-"));
                return add_decimal(-static_cast<uint64_t>(value));
            }
        }
        return add_decimal(static_cast<uint64_t>(value));
    }
    SOL_INLINE Text text() const { return {text_, size_}; }

  private:
    SOL_INLINE Line& add_decimal(uint64_t value) {
        char digits[20];
        uint64_t at = sizeof digits;
        do {
            digits[--at] = static_cast<char>('0' + value % 10);
            value /= 10;
        } while (value);
        return add(Text(digits + at, sizeof digits - at));
    }

    char text_[Capacity];
    uint64_t size_ = 0;
};

/// Logs a text: "Program log: ..."; 100 CU, or a CU per byte where that is more.
SOL_INLINE void log(Text text) { sol_log_(text.data(), text.size()); }

/// Logs texts, numbers and truth values as one line: `log("count ", count)`. Putting it together
/// costs about 10 CU per character; log_64() is cheaper.
template <class First, class Second, class... More>
void log(const First& first, const Second& second, const More&... more) {
    Line line;
    line.add(first);
    line.add(second);
    (line.add(more), ...);
    log(line.text());
}

/// Logs five numbers in hexadecimal; 100 CU.
SOL_INLINE void log_64(uint64_t a, uint64_t b = 0, uint64_t c = 0, uint64_t d = 0, uint64_t e = 0) {
    sol_log_64_(a, b, c, d, e);
}

/// Logs a key in base58; 100 CU.
SOL_INLINE void log_pubkey(const Pubkey& key) { sol_log_pubkey(abi(key)); }

/// Logs how many compute units are left; 100 CU.
SOL_INLINE void log_compute_units() { sol_log_compute_units_(); }

/// Logs fields of bytes in base64: "Program data: ..."; 100 CU for each and a CU per byte.
template <class... Fields>
SOL_INLINE void log_data(const Fields&... fields) {
    const SolBytes all[] = {{Bytes(fields).data(), Bytes(fields).size()}...};
    sol_log_data(all, sizeof...(fields));
}

}  // namespace sol
