#include "cli/session/installation.hpp"

namespace orrery::cli {
namespace {

namespace fs = std::filesystem;

fs::path program_folder() {
    std::error_code ec;
    return fs::read_symlink("/proc/self/exe", ec).parent_path();
}

// PREFIX/bin/orrery has PREFIX/share/orrery; a build's bin/orrery is two or three folders below the
// sources.
std::vector<fs::path> roots() {
    auto folder = program_folder();
    std::vector<fs::path> out{folder.parent_path() / "share" / "orrery"};
    for (int i = 0; i < 3; ++i) {
        folder = folder.parent_path();
        out.push_back(folder);
    }
    return out;
}

}  // namespace

Outcome<fs::path> find_shared(const Surroundings& surroundings, const SharedFolder& wanted) {
    std::error_code ec;
    if (const auto given = surroundings.environment(wanted.variable); given && !given->empty()) {
        if (fs::exists(fs::path(*given) / wanted.file, ec)) return fs::canonical(*given, ec);
        return failed(wanted.variable + " is " + *given + ", and there is no " + wanted.file +
                      " in it");
    }
    for (const auto& root : roots())
        if (fs::exists(root / wanted.folder / wanted.file, ec))
            return fs::canonical(root / wanted.folder, ec);
    return failed("Orrery's folder " + wanted.folder + " is neither in " +
                  roots().front().string() +
                  " nor beside the build; install Orrery again, or set " + wanted.variable);
}

Outcome<fs::path> find_libraries() {
    const auto folder = program_folder().parent_path() / "lib";
    std::error_code ec;
    for (const auto* name : {"liborrery_native.so", "liborrery_native_main.a"})
        if (!fs::exists(folder / name, ec))
            return failed("Orrery's library " + (folder / name).string() +
                          " is missing; build all of Orrery, with catch2 installed");
    return folder;
}

}  // namespace orrery::cli
