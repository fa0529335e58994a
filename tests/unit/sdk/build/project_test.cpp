#include "sdk/build/project.hpp"

#include <unistd.h>

#include "tests/unit/sdk/build/folder.hpp"

namespace orrery::build {
namespace {

using Paths = std::vector<std::filesystem::path>;

// What find_project refuses, and why.
std::string refusal(const Paths& paths, const std::string& name = "") {
    const auto project = find_project(paths, name);
    REQUIRE_FALSE(project);
    return project.error();
}

}  // namespace

TEST_CASE("a folder's project is what lies below src and tests, sorted, by the folder's name") {
    Folder folder;
    for (const auto* file : {"vault/src/z.c", "vault/src/deep/a.cpp", "vault/src/note.txt",
                             "vault/src/shared.hpp", "vault/tests/t.cc", "vault/other/x.c"})
        folder.write(file, "");
    const auto project = find_project({folder.path() / "vault"}, "");
    REQUIRE(project);
    CHECK(project->name == "vault");
    CHECK(project->root == folder.path() / "vault");
    CHECK(project->sources == Paths{"src/deep/a.cpp", "src/z.c"});
    CHECK(project->tests == Paths{"tests/t.cc"});
    CHECK(project->program() == folder.path() / "vault/target/deploy/vault.so");
    CHECK(project->debug() == folder.path() / "vault/target/deploy/vault.debug");
    CHECK(project->keypair() == folder.path() / "vault/target/deploy/vault-keypair.json");
}

TEST_CASE("files are a project of the current folder, by the first one's name or the given one") {
    Folder folder, elsewhere;
    folder.write("sub/b.c", "");
    folder.write("a.cpp", "");
    const auto far = elsewhere.write("far.c", "");
    REQUIRE(::chdir(folder.path().c_str()) == 0);
    const auto project = find_project({"sub/b.c", "a.cpp", far}, "");
    REQUIRE(project);
    CHECK(project->name == "b");
    CHECK(project->root == folder.path());
    CHECK(project->sources == Paths{"a.cpp", "sub/b.c", far});
    CHECK(find_project({"a.cpp"}, "other")->program() == folder.path() / "target/deploy/other.so");
    REQUIRE(::chdir("/") == 0);
}

TEST_CASE("what is no project is refused with what to do") {
    Folder folder;
    const auto note = folder.write("note.txt", "");
    const auto source = folder.write("a.c", "");
    CHECK_THAT(refusal({folder.path()}),
               Catch::StartsWith("there are no sources in " + (folder.path() / "src").string()));
    CHECK(refusal({folder.path() / "gone.c"}) ==
          "there is no file " + (folder.path() / "gone.c").string());
    CHECK(refusal({note}) ==
          note.string() + " is no source that can be compiled: .c, .cc, .cpp, .cxx");
    CHECK_THAT(refusal({source, folder.path()}), Catch::Contains("is a folder"));
    CHECK(refusal({source}, "a/b") ==
          "\"a/b\" can't be a program's name; give another with --name");
}

}  // namespace orrery::build
