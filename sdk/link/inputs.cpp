#include "sdk/link/inputs.hpp"

#include <algorithm>
#include <charconv>

#include "sdk/link/error.hpp"
#include "sdk/link/lines.hpp"
#include "sdk/sbpf/demangle.hpp"

namespace orrery::link {
namespace {

namespace elf = sbpf::elf;

std::string plus_hex(std::uint64_t value) {
    char digits[16];
    return "+0x" + std::string(digits, std::to_chars(digits, digits + 16, value, 16).ptr);
}

bool covers(const Symbol& symbol, Spot spot) {
    return symbol.is_function() && symbol.home == Home::section && symbol.section == spot.section &&
           symbol.value <= spot.offset && spot.offset - symbol.value < symbol.size;
}

}  // namespace

std::string LinkError::message() const {
    std::string out = object.empty() ? "" : object + ": ";
    if (!place.empty()) out += "in " + place + ": ";
    return out + text;
}

// A lddw has its addend in two halves, of which LLVM fills the lower only.
std::int64_t addend(const Section& section, const Relocation& relocation) {
    const auto* const at = section.data.data() + relocation.offset;
    switch (relocation.type) {
        case elf::relocation_64_64: {
            const auto low = load_le<std::uint32_t>(at + 4);
            const auto high = load_le<std::uint32_t>(at + 12);
            if (high == 0) return static_cast<std::int32_t>(low);
            return static_cast<std::int64_t>(std::uint64_t{high} << 32 | low);
        }
        case elf::relocation_64_32:
            return (std::int64_t{load_le<std::int32_t>(at + 4)} + 1) * 8;
        case elf::relocation_abs64:
            return load_le<std::int64_t>(at);
        case elf::relocation_abs32:
            return load_le<std::uint32_t>(at);
        default:
            return 0;
    }
}

std::string place_of(const Inputs& inputs, Spot spot) {
    const auto& symbols = inputs.symbols;
    const auto found = std::find_if(symbols.begin(), symbols.end(),
                                    [spot](const auto& symbol) { return covers(symbol, spot); });
    const auto place =
        found != symbols.end()
            ? sbpf::readable_name(found->name) + plus_hex(spot.offset - found->value)
            : std::string(inputs.sections[spot.section].name) + plus_hex(spot.offset);
    const auto line = source_line(inputs, spot);
    return line ? place + " (" + *line + ")" : place;
}

}  // namespace orrery::link
