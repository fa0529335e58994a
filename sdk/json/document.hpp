#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "sdk/types/result.hpp"

namespace orrery::json {

/// A borrowed JSON value, or the absence of one; the document it came from must outlive it. Cheap
/// to copy, safe to read from any thread. Accessors of the wrong type give nothing.
class View {
  public:
    View() = default;
    explicit View(const boost::json::value* value) : value_(value) {}

    bool is_absent() const { return value_ == nullptr; }
    bool is_null() const;
    /// Absent or null: what serde reads as None.
    bool is_none() const { return is_absent() || is_null(); }
    bool is_string() const;
    bool is_number() const;
    bool is_array() const;
    bool is_object() const;

    std::optional<bool> boolean() const;
    std::optional<std::string_view> string() const;
    /// Whole numbers only, exactly: 1.0 isn't one.
    std::optional<std::uint64_t> u64() const;
    std::optional<std::int64_t> i64() const;
    /// Any number.
    std::optional<double> f64() const;

    /// Elements of an array, members of an object; 0 for the rest.
    std::size_t size() const;
    /// Element `index`; absent beyond the end or where this is no array.
    View at(std::size_t index) const;
    /// The member `name`; absent where there is none or this is no object.
    View operator[](std::string_view name) const;
    /// The name and the value of member `index` of an object, in the text's order.
    std::pair<std::string_view, View> member(std::size_t index) const;

    /// The value as JSON text; "null" when absent.
    std::string dump() const;

    const boost::json::value* get() const { return value_; }

  private:
    const boost::json::value* value_ = nullptr;
};

/// Why a text isn't the JSON wanted: the place and the cause.
struct ParseError {
    std::size_t offset = 0;  ///< bytes before the fault
    std::string what;        ///< "syntax error", "nested deeper than 32 levels", ...
};

/// What a name that stands twice in one object means.
enum class Duplicates : std::uint8_t {
    last_wins,  ///< as serde_json's Value does
    refuse,     ///< an error naming the member's path
};

struct ParseOptions {
    std::size_t max_depth = 32;
    Duplicates duplicates = Duplicates::last_wins;
};

/// A parsed JSON text and its memory. Whole numbers up to u64 stay exact, others are the nearest
/// double. Strings must be valid UTF-8.
class Document {
  public:
    static Result<Document, ParseError> parse(std::string_view text,
                                              const ParseOptions& options = {});

    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    View root() const;

    /// Whether the text named a member of the root object twice; for a root array, of its element
    /// `element`. Nested objects aren't looked at.
    bool repeats_members(std::size_t element = 0) const;

  private:
    struct Storage;
    explicit Document(std::unique_ptr<Storage> storage);
    std::unique_ptr<Storage> storage_;
};

}  // namespace orrery::json
