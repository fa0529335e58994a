#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sdk/types/amounts.hpp"
#include "sdk/types/key.hpp"

namespace orrery::json {

/// Appends JSON to a string as it goes: no tree, no allocation but the text's. The caller keeps
/// objects and arrays balanced and writes keys in the order wanted. Solana's nodes sort the keys of
/// every object by name, and so does everything in this folder. Calls return the writer:
/// `Writer out; out.begin_object().field("slot", 5).end_object().take()`.
class Writer {
  public:
    Writer() = default;
    /// Continues after `text`, which must be empty or end where a value may stand.
    explicit Writer(std::string text) : text_(std::move(text)) {}

    Writer& begin_object() { return open('{'); }
    Writer& end_object() { return close('}'); }
    Writer& begin_array() { return open('['); }
    Writer& end_array() { return close(']'); }

    /// The name of the next value. Must not need escaping: names here are literals.
    Writer& key(std::string_view name);

    /// Text, escaped as serde_json does; bytes that aren't UTF-8 become U+FFFD.
    Writer& string(std::string_view text);
    /// Text that needs no escaping (base58, base64, names): copied as it is.
    Writer& plain(std::string_view text);
    /// A Pubkey, Hash, Signature or Txid in base58.
    template <std::size_t N, class Tag>
    Writer& base58(const FixedBytes<N, Tag>& key) {
        return base58(key.span());
    }
    Writer& base58(ByteSpan bytes);
    Writer& base64(ByteSpan bytes);
    Writer& number(std::uint64_t value);
    Writer& number(std::int64_t value);
    template <std::integral T>
    Writer& number(T value) {
        if constexpr (std::signed_integral<T>)
            return number(static_cast<std::int64_t>(value));
        else
            return number(static_cast<std::uint64_t>(value));
    }
    /// A float in serde_json's shortest form ("1.0", "1e-7"); null when not finite.
    Writer& number(double value);
    /// An unsigned integer as a string, as Solana writes amounts.
    Writer& decimal(std::uint64_t value);
    Writer& boolean(bool value);
    Writer& null();
    /// JSON that is already rendered.
    Writer& raw(std::string_view json);

    Writer& value(std::string_view text) { return string(text); }
    Writer& value(const char* text) { return string(text); }
    Writer& value(bool v) { return boolean(v); }
    template <std::integral T>
        requires(!std::same_as<T, bool>)
    Writer& value(T v) {
        return number(v);
    }
    Writer& value(double v) { return number(v); }
    Writer& value(Slot slot) { return number(slot.value); }
    Writer& value(Lamports lamports) { return number(lamports.value); }
    template <std::size_t N, class Tag>
    Writer& value(const FixedBytes<N, Tag>& key) {
        return base58(key);
    }
    /// Nothing becomes null.
    template <class T>
    Writer& value(const std::optional<T>& v) {
        return v ? value(*v) : null();
    }

    /// A key and its value.
    template <class T>
    Writer& field(std::string_view name, const T& v) {
        return key(name).value(v);
    }
    /// A key and its value; neither when there is none.
    template <class T>
    Writer& field_if(std::string_view name, const std::optional<T>& v) {
        return v ? key(name).value(*v) : *this;
    }

    std::string_view text() const { return text_; }
    /// Hands the text over; the writer is empty afterwards.
    std::string take();

  private:
    Writer& open(char bracket);
    Writer& close(char bracket);
    /// Puts the comma before a value or a key that isn't the first.
    void separate() {
        if (comma_) text_ += ',';
        comma_ = true;
    }

    std::string text_;
    bool comma_ = false;
};

}  // namespace orrery::json
