#include "sdk/link/lines.hpp"

#include <algorithm>

#include "sdk/codec/reader.hpp"

// DWARF 4, section 6.2.
namespace orrery::link {
namespace {

using codec::ByteReader;

std::uint64_t read_uleb(ByteReader& from) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        const auto byte = from.u8();
        value |= std::uint64_t{byte & 0x7fu} << shift;
        if ((byte & 0x80) == 0) break;
    }
    return value;
}

// Two's complement in 64 bits.
std::uint64_t read_sleb(ByteReader& from) {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64;) {
        const auto byte = from.u8();
        value |= std::uint64_t{byte & 0x7fu} << shift;
        shift += 7;
        if ((byte & 0x80) != 0) continue;
        if ((byte & 0x40) != 0 && shift < 64) value |= ~std::uint64_t{0} << shift;
        break;
    }
    return value;
}

std::string_view read_text(ByteReader& from, ByteSpan whole) {
    const auto rest = as_text(whole).substr(from.position());
    const auto end = rest.find('\0');
    from.skip(end == std::string_view::npos ? rest.size() + 1 : end + 1);
    return from.failed() ? std::string_view{} : rest.substr(0, end);
}

/// One unit of .debug_line, run until it says what a spot is.
class LineProgram {
  public:
    /// `begin`: the offset of `unit`, which starts at its version, in `section`.
    LineProgram(const Inputs& inputs, const Section& section, ByteSpan unit, std::uint64_t begin)
        : inputs_(inputs), section_(section), unit_(unit), in_(unit), begin_(begin) {}

    std::optional<std::string> find(Spot wanted) {
        if (!read_header()) return std::nullopt;
        while (in_.remaining() != 0 && !in_.failed()) {
            const auto opcode = in_.u8();
            const auto effect = opcode >= opcode_base_ ? special(opcode)
                                : opcode == 0          ? extended()
                                                       : standard(opcode);
            if (effect == Effect::none) continue;
            if (has_row_ && covers(before_, row_.at, wanted)) return text_of(before_);
            before_ = row_;
            has_row_ = effect == Effect::row;
            if (effect == Effect::end) row_ = {};
        }
        return std::nullopt;
    }

  private:
    struct Row {
        std::optional<Spot> at;
        std::uint64_t file = 1;
        std::uint64_t line = 1;
    };
    struct File {
        std::string_view name;
        std::uint64_t directory = 0;
    };
    enum class Effect : std::uint8_t { none, row, end };

    bool read_header();
    void read_files();
    Effect special(std::uint8_t opcode);
    Effect standard(std::uint8_t opcode);
    Effect extended();
    std::optional<Spot> read_address();
    void advance(std::uint64_t instructions) {
        if (row_.at) row_.at->offset += instructions * unit_size_;
    }
    static bool covers(const Row& row, const std::optional<Spot>& end, Spot wanted) {
        return row.at && end && row.at->section == wanted.section &&
               end->section == wanted.section && row.at->offset <= wanted.offset &&
               wanted.offset < end->offset;
    }
    std::optional<std::string> text_of(const Row& row) const;

    const Inputs& inputs_;
    const Section& section_;
    ByteSpan unit_;
    ByteReader in_;
    std::uint64_t begin_;
    std::uint64_t unit_size_ = 1;
    std::int8_t line_base_ = 0;
    std::uint8_t line_range_ = 1;
    std::uint8_t opcode_base_ = 1;
    ByteSpan operand_counts_;
    std::vector<std::string_view> directories_;
    std::vector<File> files_;
    Row row_;
    Row before_;
    bool has_row_ = false;
};

bool LineProgram::read_header() {
    const auto version = in_.u16();
    if (version < 2 || version > 4) return false;
    const auto length = in_.u32();
    const auto program = in_.position() + length;
    unit_size_ = in_.u8();
    if (version == 4) in_.u8();  // operations per instruction
    in_.u8();                    // is_stmt
    line_base_ = static_cast<std::int8_t>(in_.u8());
    line_range_ = in_.u8();
    opcode_base_ = in_.u8();
    if (line_range_ == 0 || opcode_base_ == 0) return false;
    operand_counts_ = in_.bytes(opcode_base_ - 1u);
    read_files();
    if (in_.failed() || program < in_.position()) return false;
    in_.skip(program - in_.position());
    return !in_.failed();
}

void LineProgram::read_files() {
    while (!in_.failed()) {
        const auto name = read_text(in_, unit_);
        if (name.empty()) break;
        directories_.push_back(name);
    }
    while (!in_.failed()) {
        const auto name = read_text(in_, unit_);
        if (name.empty()) break;
        files_.push_back({name, read_uleb(in_)});
        read_uleb(in_);  // time
        read_uleb(in_);  // size
    }
}

LineProgram::Effect LineProgram::special(std::uint8_t opcode) {
    const auto adjusted = static_cast<unsigned>(opcode - opcode_base_);
    advance(adjusted / line_range_);
    row_.line += static_cast<std::uint64_t>(std::int64_t{line_base_}) + adjusted % line_range_;
    return Effect::row;
}

LineProgram::Effect LineProgram::standard(std::uint8_t opcode) {
    switch (opcode) {
        case 1:  // copy
            return Effect::row;
        case 2:  // advance_pc
            advance(read_uleb(in_));
            break;
        case 3:  // advance_line
            row_.line += read_sleb(in_);
            break;
        case 4:  // set_file
            row_.file = read_uleb(in_);
            break;
        case 8:  // const_add_pc
            advance((255u - opcode_base_) / line_range_);
            break;
        case 9:  // fixed_advance_pc
            if (const auto by = in_.u16(); row_.at) row_.at->offset += by;
            break;
        default:
            for (auto i = operand_counts_[opcode - 1u]; i != 0; --i) read_uleb(in_);
    }
    return Effect::none;
}

LineProgram::Effect LineProgram::extended() {
    const auto length = read_uleb(in_);
    const auto at = in_.position();
    if (length == 0 || length > in_.remaining()) {
        in_.skip(in_.remaining() + 1);  // damaged: fails
        return Effect::none;
    }
    const auto opcode = in_.u8();
    if (opcode == 2) row_.at = read_address();  // set_address
    in_.skip(length - (in_.position() - at));
    return opcode == 1 ? Effect::end : Effect::none;
}

// An address is what its relocation says.
std::optional<Spot> LineProgram::read_address() {
    const auto offset = begin_ + in_.position();
    const auto found = std::lower_bound(
        section_.relocations.begin(), section_.relocations.end(), offset,
        [](const Relocation& relocation, std::uint64_t at) { return relocation.offset < at; });
    if (found == section_.relocations.end() || found->offset != offset) return std::nullopt;
    const auto& symbol = inputs_.symbols[found->symbol];
    if (symbol.home != Home::section) return std::nullopt;
    const auto plus = static_cast<std::uint64_t>(addend(section_, *found));
    return Spot{symbol.section, symbol.value + plus};
}

std::optional<std::string> LineProgram::text_of(const Row& row) const {
    if (row.file == 0 || row.file > files_.size() || row.line == 0) return std::nullopt;
    const auto& file = files_[row.file - 1];
    std::string out(file.name);
    if (file.directory != 0 && file.directory <= directories_.size() && out.front() != '/') {
        out = std::string(directories_[file.directory - 1]) + "/" + out;
    }
    return out + ":" + std::to_string(row.line);
}

}  // namespace

std::optional<std::string> source_line(const Inputs& inputs, Spot spot) {
    for (const auto& section : inputs.sections) {
        if (section.object != inputs.sections[spot.section].object ||
            section.name != ".debug_line" || section.kind != SectionKind::debug ||
            section.has(sbpf::elf::section_flag_compressed)) {
            continue;
        }
        ByteReader units(section.data);
        while (units.remaining() != 0) {
            const auto length = units.u32();
            const auto begin = units.position();
            const auto unit = units.bytes(length);
            if (units.failed()) break;
            if (auto found = LineProgram(inputs, section, unit, begin).find(spot)) return found;
        }
    }
    return std::nullopt;
}

}  // namespace orrery::link
