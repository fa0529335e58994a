#include "sdk/json/document.hpp"

#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_stack.hpp>
#include <charconv>
#include <set>
#include <vector>

namespace orrery::json {
namespace bj = boost::json;
namespace {

// The place in a document while it is parsed: object members and array elements, outermost first.
// Only kept where duplicates are refused, which is not the case on hot paths.
class Path {
  public:
    void open(bool is_object) { frames_.push_back({is_object, {}, {}, 0}); }
    void close() { frames_.pop_back(); }

    // False when the innermost object has the member already.
    bool enter_member(std::string_view name) {
        Frame& frame = frames_.back();
        frame.member = name;
        return frame.members.emplace(name).second;
    }
    // A value ends: the next one of an array has the next index.
    void next() {
        if (!frames_.empty()) ++frames_.back().index;
    }

    std::string text() const {
        std::string out;
        for (const Frame& frame : frames_) {
            if (!frame.is_object)
                out += '[' + std::to_string(frame.index) + ']';
            else if (!frame.member.empty())
                out += (out.empty() ? "" : ".") + frame.member;
        }
        return out;
    }

  private:
    struct Frame {
        bool is_object;
        std::string member;
        std::set<std::string, std::less<>> members;
        std::size_t index;
    };
    std::vector<Frame> frames_;
};

}  // namespace

// Builds the tree through Boost's value_stack; a DOM parser of Boost's own would drop duplicates
// without a word and round floats.
struct Document::Storage {
    std::array<unsigned char, 4096> first_block;
    bj::monotonic_resource memory{first_block.data(), first_block.size()};
    bj::value root;
    std::vector<std::size_t>
        member_counts;  // of the root, or of a root array's objects, as written
};

namespace {

struct Handler {
    static constexpr std::size_t max_object_size = bj::object::max_size();
    static constexpr std::size_t max_array_size = bj::array::max_size();
    static constexpr std::size_t max_key_size = bj::string::max_size();
    static constexpr std::size_t max_string_size = bj::string::max_size();

    bj::value_stack stack;
    bool refuse = false;
    std::string fault;
    std::vector<std::size_t> member_counts;
    std::size_t depth = 0;
    bool root_is_array = false;
    Path path;
    std::string key;

    bool on_document_begin(bj::error_code&) { return true; }
    bool on_document_end(bj::error_code&) { return true; }

    bool on_object_begin(bj::error_code&) { return open(true); }
    bool on_array_begin(bj::error_code&) {
        if (depth == 0) root_is_array = true;
        return open(false);
    }
    bool on_object_end(std::size_t n, bj::error_code&) {
        stack.push_object(n);
        close();
        if (depth == (root_is_array ? 1u : 0u)) member_counts.push_back(n);
        return true;
    }
    bool on_array_end(std::size_t n, bj::error_code&) {
        stack.push_array(n);
        close();
        if (root_is_array && depth == 1) member_counts.push_back(0);
        return true;
    }

    bool on_key_part(bj::string_view part, std::size_t, bj::error_code&) {
        stack.push_chars(part);
        if (refuse) key += std::string_view(part.data(), part.size());
        return true;
    }
    bool on_key(bj::string_view part, std::size_t, bj::error_code& ec) {
        stack.push_key(part);
        if (!refuse) return true;
        key += std::string_view(part.data(), part.size());
        const bool is_new = path.enter_member(key);
        key.clear();
        if (is_new) return true;
        fault = path.text() + " stands twice; keep one of them";
        ec = bj::error::incomplete;
        return false;
    }

    bool on_string_part(bj::string_view part, std::size_t, bj::error_code&) {
        stack.push_chars(part);
        return true;
    }
    bool on_string(bj::string_view part, std::size_t, bj::error_code&) {
        stack.push_string(part);
        return scalar();
    }
    bool on_number_part(bj::string_view, bj::error_code&) { return true; }
    bool on_int64(std::int64_t value, bj::string_view, bj::error_code&) {
        stack.push_int64(value);
        return scalar();
    }
    bool on_uint64(std::uint64_t value, bj::string_view, bj::error_code&) {
        stack.push_uint64(value);
        return scalar();
    }
    // Boost's own conversion may be off by a bit in the last place.
    bool on_double(double value, bj::string_view text, bj::error_code&) {
        double exact = value;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), exact);
        stack.push_double(read.ec == std::errc{} ? exact : value);
        return scalar();
    }
    bool on_bool(bool value, bj::error_code&) {
        stack.push_bool(value);
        return scalar();
    }
    bool on_null(bj::error_code&) {
        stack.push_null();
        return scalar();
    }
    bool on_comment_part(bj::string_view, bj::error_code&) { return true; }
    bool on_comment(bj::string_view, bj::error_code&) { return true; }

  private:
    bool open(bool is_object) {
        ++depth;
        if (refuse) path.open(is_object);
        return true;
    }
    void close() {
        --depth;
        if (!refuse) return;
        path.close();
        path.next();
    }
    bool scalar() {
        if (root_is_array && depth == 1) member_counts.push_back(0);
        if (refuse) path.next();
        return true;
    }
};

std::string cause(const bj::error_code& ec, const ParseOptions& options) {
    if (ec == bj::error::incomplete) return "the text ends in the middle of a value";
    if (ec == bj::error::extra_data) return "text follows the value";
    if (ec == bj::error::too_deep)
        return "nested deeper than " + std::to_string(options.max_depth) + " levels";
    return ec.message();
}

}  // namespace

Result<Document, ParseError> Document::parse(std::string_view text, const ParseOptions& options) {
    auto storage = std::make_unique_for_overwrite<Storage>();  // the first block stays as it is
    bj::parse_options limits;
    limits.max_depth = options.max_depth;
    bj::basic_parser<Handler> parser(limits);
    Handler& handler = parser.handler();
    handler.stack.reset(bj::storage_ptr(&storage->memory));
    handler.refuse = options.duplicates == Duplicates::refuse;

    bj::error_code ec;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
    if (!handler.fault.empty()) return fail(ParseError{used, handler.fault});
    if (!ec && used < text.size()) ec = bj::error::extra_data;
    if (ec) return fail(ParseError{used, cause(ec, options)});

    storage->root = handler.stack.release();
    storage->member_counts = std::move(handler.member_counts);
    return Document(std::move(storage));
}

Document::Document(std::unique_ptr<Storage> storage) : storage_(std::move(storage)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

View Document::root() const { return View(&storage_->root); }

bool Document::repeats_members(std::size_t element) const {
    const View value = root().is_array() ? root().at(element) : root();
    if (!value.is_object()) return false;
    const auto& counts = storage_->member_counts;
    return element < counts.size() && counts[element] != value.size();
}

bool View::is_null() const { return value_ != nullptr && value_->is_null(); }
bool View::is_string() const { return value_ != nullptr && value_->is_string(); }
bool View::is_number() const { return value_ != nullptr && value_->is_number(); }
bool View::is_array() const { return value_ != nullptr && value_->is_array(); }
bool View::is_object() const { return value_ != nullptr && value_->is_object(); }

std::optional<bool> View::boolean() const {
    if (value_ == nullptr || !value_->is_bool()) return std::nullopt;
    return value_->get_bool();
}

std::optional<std::string_view> View::string() const {
    if (!is_string()) return std::nullopt;
    const auto& text = value_->get_string();
    return std::string_view(text.data(), text.size());
}

std::optional<std::uint64_t> View::u64() const {
    if (value_ == nullptr) return std::nullopt;
    if (value_->is_uint64()) return value_->get_uint64();
    if (value_->is_int64() && value_->get_int64() >= 0)
        return static_cast<std::uint64_t>(value_->get_int64());
    return std::nullopt;
}

std::optional<std::int64_t> View::i64() const {
    if (value_ == nullptr || !value_->is_int64()) return std::nullopt;
    return value_->get_int64();
}

std::optional<double> View::f64() const {
    if (!is_number()) return std::nullopt;
    if (value_->is_double()) return value_->get_double();
    if (value_->is_int64()) return static_cast<double>(value_->get_int64());
    return static_cast<double>(value_->get_uint64());
}

std::size_t View::size() const {
    if (is_array()) return value_->get_array().size();
    return is_object() ? value_->get_object().size() : 0;
}

View View::at(std::size_t index) const {
    if (!is_array() || index >= size()) return View();
    return View(&value_->get_array()[index]);
}

View View::operator[](std::string_view name) const {
    if (!is_object()) return View();
    return View(value_->get_object().if_contains({name.data(), name.size()}));
}

std::pair<std::string_view, View> View::member(std::size_t index) const {
    if (!is_object() || index >= size()) return {};
    const auto& pair = *(value_->get_object().begin() + static_cast<std::ptrdiff_t>(index));
    return {{pair.key().data(), pair.key().size()}, View(&pair.value())};
}

std::string View::dump() const { return value_ == nullptr ? "null" : bj::serialize(*value_); }

}  // namespace orrery::json
