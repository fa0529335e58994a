#include "sdk/symbols/names.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace orrery::symbols;

TEST_CASE("shows a mangled name as its author wrote it") {
    CHECK(demangled("entrypoint") == "entrypoint");
    CHECK(demangled("_ZN4wire3sumILi4EEEmRKNS_5InputE") == "wire::sum<4>");
    CHECK(demangled("_ZN12_GLOBAL__N_14peekEm") == "peek");
    CHECK(demangled("_ZN6faulty6handle17h33d1f648c896d3cdE") == "faulty::handle");
    CHECK(demangled("_ZN1AclEi") == "A::operator()");
    CHECK(demangled("_ZN1AltERKS_") == "A::operator<");
    CHECK(demangled("_Znot") == "_Znot");
    CHECK(demangled("_RNvCsfgHYwM92fyn_7___rustc") == "_RNvCsfgHYwM92fyn_7___rustc");
}

TEST_CASE("leaves nothing in a name that a terminal would obey") {
    CHECK(printable("a\x1b[31mb\n") == "a?[31mb?");
    CHECK(printable("Grüße") == "Grüße");
    CHECK(printable("\xff\x80x") == "??x");
    CHECK(printable(std::string(5000, 'x')).size() == max_name);
}

TEST_CASE("paths below the compiler's folder are relative") {
    CHECK(shown_path("/home/a/p/src/x.cpp", "/home/a/p") == "src/x.cpp");
    CHECK(shown_path("./x.cpp", ".") == "x.cpp");
    CHECK(shown_path("/usr/include/x.hpp", "/home/a/p") == "/usr/include/x.hpp");
    CHECK(shown_path("/home/a/project/x.cpp", "/home/a/p") == "/home/a/project/x.cpp");
}

}  // namespace
