#pragma once

#include <algorithm>
#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace orrery {

/// A transaction's log lines: one text, so that a line costs no allocation of its own. A line may
/// be any bytes, line feeds included.
class LogLines {
  public:
    class Iterator {
      public:
        using value_type = std::string_view;
        using difference_type = std::ptrdiff_t;
        using reference = std::string_view;
        using pointer = void;
        using iterator_category = std::input_iterator_tag;

        Iterator(const LogLines& lines, std::size_t index) : lines_(&lines), index_(index) {}
        std::string_view operator*() const { return (*lines_)[index_]; }
        Iterator& operator++() {
            ++index_;
            return *this;
        }
        Iterator operator++(int) {
            const auto old = *this;
            ++index_;
            return old;
        }
        bool operator==(const Iterator& other) const { return index_ == other.index_; }

      private:
        const LogLines* lines_;
        std::size_t index_;
    };

    LogLines() = default;
    LogLines(std::initializer_list<std::string_view> lines) {
        for (const auto line : lines) add(line);
    }

    void add(std::string_view line) { add(std::span(&line, 1)); }
    /// Appends one line, given in parts.
    void add(std::span<const std::string_view> parts) {
        auto size = text_.size() + (ends_.empty() ? 0 : 1);
        auto at = size;
        for (const auto part : parts) size += part.size();
        if (text_.capacity() < size)
            text_.reserve(std::max({size, 2 * text_.size(), 4 * usual_size}));
        text_.resize(size, boost::container::default_init);
        if (!ends_.empty()) text_[at - 1] = '\n';
        for (const auto part : parts) {
            if (!part.empty()) std::memcpy(text_.data() + at, part.data(), part.size());
            at += part.size();
        }
        ends_.push_back(static_cast<std::uint32_t>(size));
    }

    std::size_t size() const { return ends_.size(); }
    bool empty() const { return ends_.empty(); }
    /// Valid until the next `add`.
    std::string_view operator[](std::size_t index) const {
        const auto start = index == 0 ? 0 : ends_[index - 1] + 1;
        return joined().substr(start, ends_[index] - start);
    }
    std::string_view back() const { return (*this)[size() - 1]; }
    Iterator begin() const { return {*this, 0}; }
    Iterator end() const { return {*this, size()}; }

    /// All lines, line feeds between them.
    std::string_view joined() const { return {text_.data(), text_.size()}; }
    std::vector<std::string> to_strings() const { return {begin(), end()}; }

    bool operator==(const LogLines& other) const {
        return text_ == other.text_ && ends_ == other.ends_;
    }
    bool operator==(const std::vector<std::string>& other) const { return to_strings() == other; }

  private:
    static constexpr std::size_t usual_size = 128;  ///< two lines of a builtin

    boost::container::small_vector<char, usual_size> text_;
    boost::container::small_vector<std::uint32_t, 8> ends_;  ///< of each line in the text
};

}  // namespace orrery
