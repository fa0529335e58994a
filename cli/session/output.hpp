#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orrery::cli {

enum class Format : unsigned char { text, json, json_compact };

std::optional<Format> parse_format(std::string_view text);

enum class Style : unsigned char { bold, dim, good, bad };

/// Where results go. Diagnostics go to stderr, and results nowhere else than here.
class Output {
  public:
    /// `colour`: whether stdout shows styles.
    Output(Format format, bool colour) : format_(format), colour_(colour) {}

    Format format() const { return format_; }
    bool is_text() const { return format_ == Format::text; }

    /// Prints a result: `text` to people, `json` (compact) to programs.
    void result(std::string_view text, std::string_view json) const;
    /// Prints a line of a result in text format.
    void line(std::string_view text) const;

    /// `text` in a style, where stdout shows styles.
    std::string styled(Style style, std::string_view text) const;

  private:
    Format format_;
    bool colour_;
};

/// Rows of "label  value" with the values aligned, each ending in a newline.
std::string table(const std::vector<std::pair<std::string_view, std::string>>& rows);

/// Compact JSON, indented by two spaces.
std::string indent(std::string_view json);

}  // namespace orrery::cli
