#include "cli/session/progress.hpp"

#include <algorithm>
#include <cstdio>

namespace orrery::cli {

Progress::~Progress() {
    if (shown_) std::fputs("\r\033[K", stderr);
}

void Progress::show(std::size_t done, std::size_t total) {
    if (!visible_ || total == 0) return;
    shown_ = true;
    constexpr std::size_t width = 30;
    const auto filled = std::min(done, total) * width / total;
    const auto bar = std::string(filled, '#') + std::string(width - filled, '.');
    std::fprintf(stderr, "\r%s [%s] %zu/%zu\033[K", label_.c_str(), bar.c_str(), done, total);
    std::fflush(stderr);
}

}  // namespace orrery::cli
