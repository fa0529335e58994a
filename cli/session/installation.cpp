#include "cli/session/installation.hpp"

namespace orrery::cli {
namespace {

namespace fs = std::filesystem;

// PREFIX/bin/orrery has PREFIX/share/orrery; a build's bin/orrery is two or three folders below the
// sources.
std::vector<fs::path> roots() {
    std::error_code ec;
    const auto program = fs::read_symlink("/proc/self/exe", ec);
    std::vector<fs::path> out{program.parent_path().parent_path() / "share" / "orrery"};
    auto folder = program.parent_path();
    for (int i = 0; i < 3; ++i) {
        folder = folder.parent_path();
        out.push_back(folder);
    }
    return out;
}

}  // namespace

Outcome<fs::path> find_shared(const Surroundings& surroundings, const std::string& folder,
                              const std::string& variable) {
    std::error_code ec;
    if (const auto given = surroundings.environment(variable); given && !given->empty()) {
        if (fs::is_directory(*given, ec)) return fs::canonical(*given, ec);
        return failed(variable + " is " + *given + ", and that is no folder");
    }
    for (const auto& root : roots())
        if (fs::is_directory(root / folder, ec)) return fs::canonical(root / folder, ec);
    return failed("Orrery's folder " + folder + " is neither in " + roots().front().string() +
                  " nor beside the build; install Orrery again, or set " + variable);
}

}  // namespace orrery::cli
