#include "sdk/lower/reply.hpp"

namespace orrery::lower {
namespace {

constexpr std::uint8_t object_tag = 1, errors_tag = 2;

void put(std::vector<std::uint8_t>& out, std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8)
        out.push_back(static_cast<std::uint8_t>(value >> shift));
}

void put(std::vector<std::uint8_t>& out, const std::string& text) {
    put(out, static_cast<std::uint32_t>(text.size()));
    out.insert(out.end(), text.begin(), text.end());
}

/// Reads in order; whatever goes past the end is empty and leaves whole_ false.
class Reader {
  public:
    explicit Reader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}

    std::span<const std::uint8_t> take(std::size_t count) {
        whole_ = whole_ && count <= bytes_.size();
        if (!whole_) return {};
        auto taken = bytes_.first(count);
        bytes_ = bytes_.subspan(count);
        return taken;
    }
    std::uint32_t number() {
        std::uint32_t value = 0;
        int shift = 0;
        for (std::uint8_t byte : take(4)) {
            value |= std::uint32_t{byte} << shift;
            shift += 8;
        }
        return value;
    }
    std::string text() {
        auto bytes = take(number());
        return {bytes.begin(), bytes.end()};
    }
    [[nodiscard]] bool whole() const { return whole_; }
    [[nodiscard]] bool empty() const { return bytes_.empty(); }

  private:
    std::span<const std::uint8_t> bytes_;
    bool whole_ = true;
};

Lowered cut_off() {
    LowerError error;
    error.message = "the compiler's back end ended without an answer";
    return fail(std::vector{std::move(error)});
}

Lowered decode_errors(Reader& reader) {
    std::vector<LowerError> errors;
    while (reader.whole() && !reader.empty()) {
        LowerError error;
        error.message = reader.text();
        error.function = reader.text();
        error.file = reader.text();
        error.line = reader.number();
        error.column = reader.number();
        errors.push_back(std::move(error));
    }
    if (!reader.whole() || errors.empty()) return cut_off();
    return fail(std::move(errors));
}

}  // namespace

std::vector<std::uint8_t> encode_reply(const Lowered& lowered) {
    std::vector<std::uint8_t> out{lowered ? object_tag : errors_tag};
    if (lowered) {
        put(out, static_cast<std::uint32_t>(lowered->size()));
        out.insert(out.end(), lowered->begin(), lowered->end());
        return out;
    }
    for (const LowerError& error : lowered.error()) {
        put(out, error.message);
        put(out, error.function);
        put(out, error.file);
        put(out, error.line);
        put(out, error.column);
    }
    return out;
}

Lowered decode_reply(std::span<const std::uint8_t> bytes) {
    Reader reader(bytes);
    auto tag = reader.take(1);
    if (tag.empty()) return cut_off();
    if (tag[0] == errors_tag) return decode_errors(reader);
    auto object = reader.take(reader.number());
    if (!reader.whole()) return cut_off();
    return std::vector<std::uint8_t>(object.begin(), object.end());
}

}  // namespace orrery::lower
