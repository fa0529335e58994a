#pragma once

#include <cstddef>
#include <string>

namespace orrery::cli {

/// A bar on stderr for what takes a while; nothing where stderr is no terminal.
class Progress {
  public:
    Progress(std::string label, bool visible) : label_(std::move(label)), visible_(visible) {}
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void show(std::size_t done, std::size_t total);

  private:
    std::string label_;
    bool visible_;
    bool shown_ = false;
};

}  // namespace orrery::cli
