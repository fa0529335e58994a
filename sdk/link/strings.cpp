#include "sdk/link/strings.hpp"

#include <algorithm>

namespace orrery::link {

namespace elf = sbpf::elf;

bool MergedStrings::can_merge(const Section& section) {
    return section.kind == SectionKind::rodata && section.has(elf::section_flag_merge) &&
           section.has(elf::section_flag_strings) && section.entsize == 1 && section.align == 1 &&
           section.relocations.empty();
}

void MergedStrings::add(std::uint32_t index, const Section& section) {
    const auto text = as_text(section.data);
    auto& pieces = sections_[index];
    order_.push_back(index);
    for (std::size_t begin = 0; begin < text.size();) {
        const auto nul = text.find('\0', begin);
        const auto end = nul == std::string_view::npos ? text.size() : nul + 1;
        pieces.push_back({.begin = begin, .text = text.substr(begin, end - begin)});
        begin = end;
    }
}

// The piece with that offset, or their number.
std::size_t MergedStrings::index_of(const Pieces& pieces, std::uint64_t offset) {
    const auto after =
        std::upper_bound(pieces.begin(), pieces.end(), offset,
                         [](std::uint64_t at, const Piece& piece) { return at < piece.begin; });
    if (after == pieces.begin()) return pieces.size();
    const auto found = after - 1;
    const bool inside = offset - found->begin < found->text.size();
    return inside ? static_cast<std::size_t>(found - pieces.begin()) : pieces.size();
}

bool MergedStrings::use(Spot spot) {
    const auto at = sections_.find(spot.section);
    if (at == sections_.end()) return false;
    const auto i = index_of(at->second, spot.offset);
    if (i == at->second.size()) return false;
    at->second[i].used = true;
    return true;
}

void MergedStrings::place(Bytes& image) {
    boost::unordered_flat_map<std::string_view, std::uint64_t> placed;
    for (const auto index : order_) {
        for (auto& piece : sections_[index]) {
            if (!piece.used) continue;
            const auto [at, fresh] = placed.try_emplace(piece.text, image.size());
            piece.placed = at->second;
            if (fresh) image.insert(image.end(), piece.text.begin(), piece.text.end());
        }
    }
}

std::optional<std::uint64_t> MergedStrings::find(Spot spot) const {
    const auto at = sections_.find(spot.section);
    if (at == sections_.end()) return std::nullopt;
    const auto i = index_of(at->second, spot.offset);
    if (i == at->second.size() || !at->second[i].used) return std::nullopt;
    const auto& piece = at->second[i];
    return piece.placed + (spot.offset - piece.begin);
}

}  // namespace orrery::link
