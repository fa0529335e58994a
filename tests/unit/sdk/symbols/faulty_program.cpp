#include "tests/unit/sdk/symbols/faulty_program.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <string>

namespace orrery::test {

link::Linked link_faulty(std::string_view object, sbpf::SbpfVersion version) {
    const auto path =
        std::string(ORRERY_SOURCE_DIR "/tests/unit/sdk/symbols/objects/") + std::string(object);
    std::ifstream in(path, std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    const link::ObjectFile file{object, as_bytes(bytes)};
    auto linked = link::link({.objects = std::span(&file, 1), .version = version, .debug = true});
    REQUIRE(linked);
    return std::move(*linked);
}

}  // namespace orrery::test
