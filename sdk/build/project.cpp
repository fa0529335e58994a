#include "sdk/build/project.hpp"

#include <algorithm>

#include "sdk/build/compile.hpp"

namespace orrery::build {
namespace {

namespace fs = std::filesystem;

// Below `folder`, sorted, relative to `root`.
std::vector<fs::path> sources_in(const fs::path& root, const fs::path& folder) {
    std::vector<fs::path> out;
    std::error_code ec;
    const auto options = fs::directory_options::skip_permission_denied;
    // Not a range's loop, which throws where a folder vanishes meanwhile.
    for (auto it = fs::recursive_directory_iterator(root / folder, options, ec);
         it != fs::recursive_directory_iterator(); it.increment(ec))
        if (it->is_regular_file(ec) && is_source(it->path()))
            out.push_back(it->path().lexically_relative(root));
    std::ranges::sort(out);
    return out;
}

Result<Project, std::string> project_of_folder(const fs::path& folder) {
    Project out;
    std::error_code ec;
    out.root = fs::canonical(folder, ec);
    out.name = out.root.filename().string();
    out.sources = sources_in(out.root, "src");
    out.tests = sources_in(out.root, "tests");
    if (!out.sources.empty()) return out;
    return fail("there are no sources in " + (folder / "src").lexically_normal().string() +
                "; give a project's folder or files: orrery program build hello.c");
}

Result<Project, std::string> project_of_files(const std::vector<fs::path>& files) {
    Project out;
    std::error_code ec;
    out.root = fs::current_path(ec);
    out.name = files.front().stem().string();
    for (const auto& file : files) {
        if (!fs::exists(file, ec)) return fail("there is no file " + file.string());
        if (fs::is_directory(file, ec))
            return fail(file.string() + " is a folder; give one folder alone, or files");
        if (!is_source(file))
            return fail(file.string() + " is no source that can be compiled: .c, .cc, .cpp, .cxx");
        const auto relative = fs::canonical(file, ec).lexically_relative(out.root);
        const bool below = !relative.empty() && *relative.begin() != "..";
        out.sources.push_back(below ? relative : fs::canonical(file, ec));
    }
    std::ranges::sort(out.sources);
    return out;
}

fs::path deployed(const Project& project, const char* ending) {
    return project.root / "target" / "deploy" / (project.name + ending);
}

}  // namespace

fs::path Project::program() const { return deployed(*this, ".so"); }
fs::path Project::debug() const { return deployed(*this, ".debug"); }
fs::path Project::keypair() const { return deployed(*this, "-keypair.json"); }
fs::path Project::cache() const { return root / "target" / "objects"; }

Result<Project, std::string> find_project(const std::vector<fs::path>& paths,
                                          const std::string& name) {
    std::error_code ec;
    const bool is_folder = paths.size() == 1 && fs::is_directory(paths.front(), ec);
    TRY(auto out, is_folder ? project_of_folder(paths.front()) : project_of_files(paths));
    if (!name.empty()) out.name = name;
    if (out.name.empty() || out.name.starts_with('.') || out.name.find('/') != out.name.npos)
        return fail("\"" + out.name + "\" can't be a program's name; give another with --name");
    return out;
}

}  // namespace orrery::build
