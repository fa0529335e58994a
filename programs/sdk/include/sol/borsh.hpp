#pragma once

#include <sol/bounded.hpp>
#include <sol/pubkey.hpp>

/// Borsh as far as programs need it: integers, bool, Pubkey, fixed arrays, Option, Vec, String,
/// borrowed Bytes and Text, enums with a count of variants, and structs with SOL_FIELDS.

/// In a struct: `SOL_FIELDS(by, note)` names all its members in order, to be read and written as
/// borsh. A member left out doesn't compile.
#define SOL_FIELDS(...)                                                           \
    using HasFields = void;                                                       \
    template <class Struct, class Visitor>                                        \
    SOL_INLINE static constexpr auto with_fields(Struct& fields, Visitor visit) { \
        auto& [__VA_ARGS__] = fields;                                             \
        return visit(__VA_ARGS__);                                                \
    }

namespace sol {

/// Reads borsh from bytes, never past their end. After an error it stays where it was.
class Reader {
  public:
    SOL_INLINE explicit Reader(Bytes bytes) : at_(bytes.begin()), left_(bytes.size()) {}

    SOL_INLINE uint64_t left() const { return left_; }

    /// The next `count` bytes, borrowed. Errors: InvalidInstructionData.
    SOL_INLINE Result<Bytes> take(uint64_t count) {
        if (count > left_) return ProgramError::InvalidInstructionData;
        const Bytes taken(at_, count);
        at_ += count;
        left_ -= count;
        return taken;
    }

    /// Errors: InvalidInstructionData where bytes are missing or none of T's.
    template <class T>
    SOL_INLINE Result<T> read();
    template <class T>
    SOL_INLINE Result<void> read(T& out);

    /// That nothing is left. Errors: InvalidInstructionData.
    SOL_INLINE Result<void> finish() const {
        if (left_) return ProgramError::InvalidInstructionData;
        return {};
    }

  private:
    const uint8_t* at_;
    uint64_t left_;
};

/// Writes borsh into room that somebody else owns, never past its end.
class Writer {
  public:
    SOL_INLINE explicit Writer(MutBytes room) : start_(room.begin()), room_(room.size()) {}

    SOL_INLINE Bytes written() const { return {start_, used_}; }

    /// Room for `count` bytes, to be filled. Errors: AccountDataTooSmall.
    SOL_INLINE Result<MutBytes> reserve(uint64_t count) {
        if (count > room_ - used_) return ProgramError::AccountDataTooSmall;
        const MutBytes reserved(start_ + used_, count);
        used_ += count;
        return reserved;
    }

    /// Errors: AccountDataTooSmall.
    template <class T>
    SOL_INLINE Result<void> write(const T& value);

  private:
    uint8_t* start_;
    uint64_t room_;
    uint64_t used_ = 0;
};

/// How a type is read and written; programs may specialize it. `max_size` is in bytes.
template <class T>
struct Borsh;

template <Integer T>
struct Borsh<T> {
    static constexpr uint64_t max_size = sizeof(T);
    SOL_INLINE static Result<void> read(Reader& from, T& out) {
        SOL_TRY(bytes, from.take(sizeof(T)));
        out = load<T>(bytes.data());
        return {};
    }
    SOL_INLINE static Result<void> write(Writer& to, const T& value) {
        SOL_TRY(room, to.reserve(sizeof(T)));
        store(room.data(), value);
        return {};
    }
};

template <>
struct Borsh<bool> {
    static constexpr uint64_t max_size = 1;
    SOL_INLINE static Result<void> read(Reader& from, bool& out) {
        SOL_TRY(bytes, from.take(1));
        if (bytes[0] > 1) return ProgramError::InvalidInstructionData;
        out = bytes[0] != 0;
        return {};
    }
    SOL_INLINE static Result<void> write(Writer& to, const bool& value) {
        return Borsh<uint8_t>::write(to, value);
    }
};

template <>
struct Borsh<Pubkey> {
    static constexpr uint64_t max_size = sizeof(Pubkey);
    SOL_INLINE static Result<void> read(Reader& from, Pubkey& out) {
        SOL_TRY(bytes, from.take(sizeof(Pubkey)));
        out.assign(*reinterpret_cast<const Pubkey*>(bytes.data()));
        return {};
    }
    SOL_INLINE static Result<void> write(Writer& to, const Pubkey& value) {
        SOL_TRY(room, to.reserve(sizeof(Pubkey)));
        reinterpret_cast<Pubkey*>(room.data())->assign(value);
        return {};
    }
};

/// An enum of `uint8_t` is a byte below `variants(E)`, which its author declares beside it:
/// `constexpr uint8_t variants(Side) { return 2; }`.
template <class E>
    requires(__is_enum(E))
struct Borsh<E> {
    static_assert(is_same<__underlying_type(E), uint8_t>, "borsh's enums are one byte");
    static constexpr uint64_t max_size = 1;
    SOL_INLINE static Result<void> read(Reader& from, E& out) {
        SOL_TRY(bytes, from.take(1));
        if (bytes[0] >= variants(E{})) return ProgramError::InvalidInstructionData;
        out = static_cast<E>(bytes[0]);
        return {};
    }
    SOL_INLINE static Result<void> write(Writer& to, const E& value) {
        return Borsh<uint8_t>::write(to, static_cast<uint8_t>(value));
    }
};

template <class T, uint64_t N>
struct Borsh<T[N]> {
    static constexpr uint64_t max_size = N * Borsh<T>::max_size;
    SOL_INLINE static Result<void> read(Reader& from, T (&out)[N]) {
        for (auto& element : out) SOL_CHECK(from.read(element));
        return {};
    }
    SOL_INLINE static Result<void> write(Writer& to, const T (&value)[N]) {
        for (const auto& element : value) SOL_CHECK(to.write(element));
        return {};
    }
};

template <class T>
struct Borsh<Option<T>> {
    static constexpr uint64_t max_size = 1 + Borsh<T>::max_size;
    SOL_INLINE static Result<void> read(Reader& from, Option<T>& out) {
        SOL_CHECK(from.read(out.present));
        return out.present ? from.read(out.value) : Result<void>();
    }
    SOL_INLINE static Result<void> write(Writer& to, const Option<T>& value) {
        SOL_CHECK(to.write(value.present));
        return value.present ? to.write(value.value) : Result<void>();
    }
};

template <class T, uint64_t Capacity>
struct Borsh<Vec<T, Capacity>> {
    static constexpr uint64_t max_size = 4 + Capacity * Borsh<T>::max_size;
    SOL_INLINE static Result<void> read(Reader& from, Vec<T, Capacity>& out) {
        SOL_TRY(count, from.read<uint32_t>());
        if (count > Capacity) return ProgramError::InvalidInstructionData;
        out.clear();
        for (uint32_t i = 0; i < count; ++i) {
            T element{};
            SOL_CHECK(from.read(element));
            SOL_CHECK(out.push(element));
        }
        return {};
    }
    SOL_INLINE static Result<void> write(Writer& to, const Vec<T, Capacity>& value) {
        SOL_CHECK(to.write(static_cast<uint32_t>(value.size())));
        for (const auto& element : value) SOL_CHECK(to.write(element));
        return {};
    }
};

/// A vector of bytes, borrowed from what is read.
template <>
struct Borsh<Bytes> {
    SOL_INLINE static Result<void> read(Reader& from, Bytes& out) {
        SOL_TRY(count, from.read<uint32_t>());
        SOL_TRY(bytes, from.take(count));
        out = bytes;
        return {};
    }
    SOL_INLINE static Result<void> write(Writer& to, const Bytes& value) {
        SOL_CHECK(to.write(static_cast<uint32_t>(value.size())));
        SOL_TRY(room, to.reserve(value.size()));
        copy(room.data(), value.data(), value.size());
        return {};
    }
};

/// A string, borrowed from what is read. Whether it is UTF-8 isn't asked.
template <>
struct Borsh<Text> {
    SOL_INLINE static Result<void> read(Reader& from, Text& out) {
        SOL_TRY(bytes, from.read<Bytes>());
        out = Text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return {};
    }
    SOL_INLINE static Result<void> write(Writer& to, const Text& value) {
        return to.write(Bytes(reinterpret_cast<const uint8_t*>(value.data()), value.size()));
    }
};

template <uint64_t Capacity>
struct Borsh<String<Capacity>> {
    static constexpr uint64_t max_size = 4 + Capacity;
    SOL_INLINE static Result<void> read(Reader& from, String<Capacity>& out) {
        SOL_TRY(text, from.read<Text>());
        if (text.size() > Capacity) return ProgramError::InvalidInstructionData;
        return out.assign(text);
    }
    SOL_INLINE static Result<void> write(Writer& to, const String<Capacity>& value) {
        return to.write(value.text());
    }
};

namespace detail {

template <class... Fields>
struct FieldSizes {
    static constexpr uint64_t sum = (Borsh<Plain<Fields>>::max_size + ... + 0);
};

template <class T>
T& a();  // declared only: for decltype

}  // namespace detail

template <class T>
    requires requires { typename T::HasFields; }
struct Borsh<T> {
    static constexpr uint64_t max_size =
        decltype(T::with_fields(detail::a<T>(), []<class... Fields>(Fields&...) {
            return detail::FieldSizes<Fields...>();
        }))::sum;

    SOL_INLINE static Result<void> read(Reader& from, T& out) {
        return T::with_fields(out, [&from](auto&... fields) SOL_ALWAYS {
            Result<void> result;
            (void)(... && (result = from.read(fields)));
            return result;
        });
    }
    SOL_INLINE static Result<void> write(Writer& to, const T& value) {
        return T::with_fields(value, [&to](const auto&... fields) SOL_ALWAYS {
            Result<void> result;
            (void)(... && (result = to.write(fields)));
            return result;
        });
    }
};

template <class T>
SOL_INLINE Result<T> Reader::read() {
    T out{};
    SOL_CHECK(read(out));
    return out;
}

template <class T>
SOL_INLINE Result<void> Reader::read(T& out) {
    const Reader before = *this;
    auto result = Borsh<T>::read(*this, out);
    if (!result) *this = before;
    return result;
}

template <class T>
SOL_INLINE Result<void> Writer::write(const T& value) {
    return Borsh<T>::write(*this, value);
}

}  // namespace sol
