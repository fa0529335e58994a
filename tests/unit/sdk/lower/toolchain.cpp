#include "tests/unit/sdk/lower/toolchain.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "sdk/sbpf/elf.hpp"

namespace orrery::lower {
namespace {

namespace fs = std::filesystem;

constexpr const char* clang = "/usr/bin/clang-19";
constexpr std::uint16_t symbols_type = 2, executable_flag = 4;

struct TemporaryFolder {
    TemporaryFolder() {
        std::string name = (fs::temp_directory_path() / "orrery-lower-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path = name;
    }
    ~TemporaryFolder() { fs::remove_all(path); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    fs::path path;
};

std::string language_flags(const std::string& name) {
    if (name.ends_with(".cpp"))
        return " -std=c++20 -fno-exceptions -fno-rtti -fno-threadsafe-statics -fno-use-cxa-atexit";
    return name.ends_with(".c") ? " -std=c17" : "";
}

std::string command(const Source& source, const fs::path& folder) {
    std::string flags =
        " -O2 -Xclang -disable-llvm-passes -emit-llvm -w -ffreestanding -fno-builtin"
        " -fno-discard-value-names -gdwarf-4 -gsce -gline-tables-only -gcolumn-info";
    if (source.target == "bpf") flags += " -mcpu=v2";
    return "cd " + folder.string() + " && " + clang + " --target=" + source.target + flags +
           language_flags(source.name) + " -I" ORRERY_SOURCE_DIR "/tests/unit/sdk/lower/programs" +
           " -c " + source.name + " -o out.bc";
}

template <class T>
T at(std::span<const std::uint8_t> bytes, std::uint64_t offset) {
    T value;
    REQUIRE(offset + sizeof value <= bytes.size());
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

std::string text_at(std::span<const std::uint8_t> bytes, std::uint64_t offset) {
    REQUIRE(offset < bytes.size());
    return reinterpret_cast<const char*>(bytes.data() + offset);
}

void add_opcodes(Object& object, std::span<const std::uint8_t> bytes,
                 const sbpf::elf::SectionHeader& section) {
    for (std::uint64_t i = 0; i < section.size; i += 8) {
        object.opcodes.push_back(at<std::uint8_t>(bytes, section.offset + i));
        if (object.opcodes.back() == 0x18) i += 8;  // lddw's second half has no opcode
    }
}

}  // namespace

bool toolchain_ready() {
    if (::access(clang, X_OK) != 0) {
        WARN("skipped: " << clang << " isn't installed");
        return false;
    }
    auto ready = available();
    if (!ready) WARN("skipped: " << ready.error());
    return ready.has_value();
}

std::vector<std::uint8_t> compile_to_bitcode(const Source& source) {
    TemporaryFolder folder;
    std::ofstream(folder.path / source.name) << source.text;
    REQUIRE(std::system(command(source, folder.path).c_str()) == 0);
    std::ifstream file(folder.path / "out.bc", std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

Source program(const std::string& name) {
    std::ifstream file(ORRERY_SOURCE_DIR "/tests/unit/sdk/lower/programs/" + name);
    REQUIRE(file);
    return {std::string(std::istreambuf_iterator<char>(file), {}), name};
}

Object read_object(std::span<const std::uint8_t> bytes) {
    using namespace sbpf::elf;
    Object object;
    auto header = at<FileHeader>(bytes, 0);
    object.machine = header.machine;
    auto section = [&](std::uint64_t index) {
        return at<SectionHeader>(bytes, header.shoff + index * sizeof(SectionHeader));
    };
    auto names = section(header.shstrndx);
    for (std::uint64_t i = 1; i < header.shnum; ++i) {
        auto one = section(i);
        object.sections.insert(text_at(bytes, names.offset + one.name));
        if (one.flags & executable_flag) add_opcodes(object, bytes, one);
        if (one.type != symbols_type) continue;
        auto strings = section(one.link);
        for (std::uint64_t s = sizeof(Symbol); s < one.size; s += sizeof(Symbol)) {
            auto symbol = at<Symbol>(bytes, one.offset + s);
            if (symbol.shndx == 0)
                object.undefined.insert(text_at(bytes, strings.offset + symbol.name));
        }
    }
    return object;
}

Object lowered(const Source& source, Optimization optimization) {
    auto bitcode = compile_to_bitcode(source);
    LowerParams params;
    params.bitcode = bitcode;
    params.optimization = optimization;
    auto object = lower(params);
    if (!object) FAIL(object.error().front().function << ": " << object.error().front().message);
    return read_object(*object);
}

}  // namespace orrery::lower
