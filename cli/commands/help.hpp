#pragma once

#include <CLI/CLI.hpp>

namespace orrery::cli {

/// The help of the application and its commands: dense enough for a screen, one line per command
/// and option where it fits.
class HelpFormatter final : public CLI::FormatterBase {
  public:
    std::string make_help(const CLI::App* app, std::string name,
                          CLI::AppFormatMode mode) const override;
};

}  // namespace orrery::cli
