#include "sdk/lower/type_information.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>

#include "sdk/sbpf/elf.hpp"

namespace orrery::lower {
namespace {

using sbpf::elf::FileHeader;
using sbpf::elf::SectionHeader;

template <class T>
T read_at(std::span<const std::uint8_t> bytes, std::uint64_t offset) {
    T value;
    std::memcpy(&value, bytes.subspan(offset, sizeof value).data(), sizeof value);
    return value;
}

}  // namespace

void blank_type_information(std::span<std::uint8_t> object) {
    auto header = read_at<FileHeader>(object, 0);
    auto section = [&](std::uint64_t index) {
        return read_at<SectionHeader>(object, header.shoff + index * sizeof(SectionHeader));
    };
    std::uint64_t names = section(header.shstrndx).offset;
    for (std::uint64_t i = 1; i < header.shnum; ++i) {
        SectionHeader one = section(i);
        std::string_view name =
            reinterpret_cast<const char*>(object.subspan(names + one.name).data());
        if (name == ".BTF" || name == ".BTF.ext")
            std::ranges::fill(object.subspan(one.offset, one.size), std::uint8_t{0});
    }
}

}  // namespace orrery::lower
