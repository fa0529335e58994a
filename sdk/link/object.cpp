#include "sdk/link/object.hpp"

#include <algorithm>
#include <bit>
#include <optional>
#include <tuple>

#include "sdk/sbpf/demangle.hpp"

namespace orrery::link {
namespace {

namespace elf = sbpf::elf;
using Checked = Result<void, LinkError>;

constexpr std::uint64_t max_align = 4096;

struct Architecture {
    std::uint16_t machine;
    std::string_view name;
};
constexpr Architecture architectures[] = {
    {3, "i386"},
    {8, "MIPS"},
    {20, "PowerPC"},
    {21, "PowerPC64"},
    {22, "S/390"},
    {40, "Arm"},
    {62, "x86-64"},
    {183, "AArch64"},
    {243, "RISC-V"},
    {258, "LoongArch"},
    {elf::machine_sbpf, "sBPF (machine 263)"},
};

std::string architecture(std::uint16_t machine) {
    for (const auto& row : architectures) {
        if (row.machine == machine) return std::string(row.name);
    }
    return "machine " + std::to_string(machine);
}

SectionKind kind_of(const elf::SectionHeader& header, std::string_view name) {
    if (header.type == elf::section_init_array || header.type == elf::section_fini_array ||
        header.type == elf::section_preinit_array || name.starts_with(".ctors") ||
        name.starts_with(".dtors")) {
        return SectionKind::initialiser;
    }
    const bool bytes = header.type == elf::section_progbits;
    if (!bytes && header.type != elf::section_nobits) return SectionKind::other;
    if ((header.flags & elf::section_flag_alloc) == 0) {
        return bytes && name.starts_with(".debug_") ? SectionKind::debug : SectionKind::other;
    }
    if (!bytes) return SectionKind::writable;
    if ((header.flags & elf::section_flag_execute) != 0) return SectionKind::text;
    const bool written = (header.flags & elf::section_flag_write) != 0;
    return written && !name.starts_with(".data.rel.ro") ? SectionKind::writable
                                                        : SectionKind::rodata;
}

/// How many bytes a relocation reads or changes; of an unknown one, 1.
std::uint64_t width_of(std::uint32_t type) {
    switch (type) {
        case elf::relocation_64_64:
            return 16;
        case elf::relocation_64_32:
        case elf::relocation_abs64:
            return 8;
        case elf::relocation_abs32:
            return 4;
        default:
            return 1;
    }
}

/// One object on its way into the inputs.
class Reader {
  public:
    Reader(std::string_view name, ByteSpan bytes, Inputs& inputs)
        : bytes_(bytes),
          inputs_(inputs),
          object_(static_cast<std::uint32_t>(inputs.objects.size())),
          first_section_(static_cast<std::uint32_t>(inputs.sections.size())),
          first_symbol_(static_cast<std::uint32_t>(inputs.symbols.size())) {
        inputs.objects.emplace_back(name);
    }

    Checked run() {
        CHECK_OK(read_header());
        CHECK_OK(read_sections());
        CHECK_OK(read_names());
        for (const auto& header : headers_) {
            if (header.type == elf::section_symtab) CHECK_OK(read_symbols(header));
        }
        for (const auto& header : headers_) {
            if (header.type == elf::section_rel) CHECK_OK(read_relocations(header));
            if (header.type == elf::section_rela) {
                return reject("has relocations with addends, which BPF objects don't have");
            }
            if (header.type == elf::section_group) CHECK_OK(read_group(header));
        }
        return {};
    }

  private:
    Checked check_magic() const;
    Checked read_header();
    Checked read_sections();
    Checked read_names();
    Checked read_symbols(const elf::SectionHeader& header);
    Checked add_symbol(const elf::Symbol& from, std::string_view name);
    Checked read_relocations(const elf::SectionHeader& header);
    Checked read_group(const elf::SectionHeader& header);
    std::optional<std::string_view> string_at(std::uint64_t table, std::uint64_t offset) const;

    tl::unexpected<LinkError> reject(std::string text) const {
        return fail(LinkError{inputs_.objects[object_], {}, std::move(text)});
    }
    auto truncated() const {
        return reject("is cut off or damaged: a table or section lies outside the file");
    }
    template <class T>
    T read(std::uint64_t offset) const {
        T value;
        std::memcpy(&value, bytes_.data() + offset, sizeof value);
        return value;
    }
    Section& section(std::uint64_t index) { return inputs_.sections[first_section_ + index]; }
    std::size_t symbol_count() const { return inputs_.symbols.size() - first_symbol_; }

    ByteSpan bytes_;
    Inputs& inputs_;
    std::uint32_t object_;
    std::uint32_t first_section_;
    std::uint32_t first_symbol_;
    elf::FileHeader header_{};
    std::vector<elf::SectionHeader> headers_;
};

Checked Reader::check_magic() const {
    const auto text = as_text(bytes_);
    if (text.starts_with("!<arch>\n")) {
        return reject("is an archive; give the objects in it");
    }
    if (text.starts_with("BC\xC0\xDE")) {
        return reject("is LLVM bitcode, not an object; compile it without -flto");
    }
    constexpr std::string_view magic(
        "\x7f"
        "ELF",
        4);
    if (!text.starts_with(magic)) return reject("isn't an object file");
    if (bytes_.size() < sizeof(elf::FileHeader)) return truncated();
    return {};
}

Checked Reader::read_header() {
    CHECK_OK(check_magic());
    header_ = read<elf::FileHeader>(0);
    const bool known =
        header_.file_class == elf::class_64 && header_.data == elf::data_little_endian;
    if (header_.machine != elf::machine_bpf && known) {
        return reject("is for " + architecture(header_.machine) +
                      ", not BPF; compile it with --target=bpf");
    }
    if (!known) {
        return reject("isn't a 64-bit little-endian object; compile it with --target=bpf");
    }
    if (header_.type != elf::type_rel) {
        return reject("isn't a relocatable object: has it been linked already?");
    }
    return {};
}

Checked Reader::read_sections() {
    const std::uint64_t table = sizeof(elf::SectionHeader) * header_.shnum;
    if (header_.shnum == 0 || header_.shentsize != sizeof(elf::SectionHeader) ||
        header_.shoff > bytes_.size() || table > bytes_.size() - header_.shoff) {
        return truncated();
    }
    std::uint64_t total = 0;
    for (std::uint64_t i = 0; i < header_.shnum; ++i) {
        const auto header =
            read<elf::SectionHeader>(header_.shoff + i * sizeof(elf::SectionHeader));
        auto& to = inputs_.sections.emplace_back();
        to.object = object_;
        to.flags = header.flags;
        to.align = std::max<std::uint64_t>(header.addralign, 1);
        to.entsize = header.entsize;
        to.size = header.size;
        headers_.push_back(header);
        if (header.type == elf::section_nobits || header.type == elf::section_null) continue;
        if (header.offset > bytes_.size() || header.size > bytes_.size() - header.offset) {
            return truncated();
        }
        to.data = bytes_.subspan(header.offset, header.size);
        total += header.size;
        if (total > bytes_.size()) return reject("is damaged: its sections overlap");
    }
    return {};
}

// The string at `offset` of the section with index `table`.
std::optional<std::string_view> Reader::string_at(std::uint64_t table, std::uint64_t offset) const {
    if (table >= headers_.size()) return std::nullopt;
    const auto text = as_text(inputs_.sections[first_section_ + table].data);
    if (offset >= text.size()) return std::nullopt;
    const auto end = text.find('\0', offset);
    if (end == std::string_view::npos) return std::nullopt;
    return text.substr(offset, end - offset);
}

Checked Reader::read_names() {
    for (std::size_t i = 0; i < headers_.size(); ++i) {
        auto& to = section(i);
        const auto name = string_at(header_.shstrndx, headers_[i].name);
        if (!name) return truncated();
        to.name = *name;
        to.kind = kind_of(headers_[i], *name);
        if (to.kind == SectionKind::other) continue;
        if (!std::has_single_bit(to.align) || to.align > max_align) {
            return reject("section " + std::string(*name) + " wants an alignment of " +
                          std::to_string(to.align) + " bytes; at most 4096 are possible");
        }
        if (to.kind == SectionKind::text && to.size % 8 != 0) {
            return reject("section " + std::string(*name) +
                          " doesn't hold whole instructions: its size is no multiple of 8");
        }
    }
    return {};
}

Checked Reader::read_symbols(const elf::SectionHeader& header) {
    if (symbol_count() != 0) return reject("is damaged: it has two symbol tables");
    for (std::uint64_t i = 0; i < header.size / sizeof(elf::Symbol); ++i) {
        const auto from = read<elf::Symbol>(header.offset + i * sizeof(elf::Symbol));
        const auto name = string_at(header.link, from.name);
        if (!name) return truncated();
        CHECK_OK(add_symbol(from, *name));
    }
    return {};
}

Checked Reader::add_symbol(const elf::Symbol& from, std::string_view name) {
    auto& to = inputs_.symbols.emplace_back();
    to.object = object_;
    to.name = name;
    to.type = from.info & 0x0f;
    to.binding = static_cast<std::uint8_t>(from.info >> 4);
    to.value = from.value;
    to.size = from.size;
    if (from.shndx == elf::index_undefined) return {};
    if (from.shndx == elf::index_absolute) {
        to.home = Home::absolute;
    } else if (from.shndx == elf::index_common) {
        to.home = Home::common;
    } else if (from.shndx < headers_.size() && from.value <= headers_[from.shndx].size) {
        to.home = Home::section;
        to.section = first_section_ + from.shndx;
    } else {
        return reject("is damaged: symbol " + sbpf::readable_name(name) +
                      " lies outside its section");
    }
    return {};
}

Checked Reader::read_relocations(const elf::SectionHeader& header) {
    if (header.info >= headers_.size()) return truncated();
    auto& to = section(header.info);
    if (to.has(elf::section_flag_compressed)) return {};  // they are for what comes out of it
    for (std::uint64_t i = 0; i < header.size / sizeof(elf::Relocation); ++i) {
        const auto from = read<elf::Relocation>(header.offset + i * sizeof(elf::Relocation));
        const auto symbol = from.info >> 32;
        const auto type = static_cast<std::uint32_t>(from.info);
        const auto width = width_of(type);
        if (symbol >= symbol_count() || from.offset > to.data.size() ||
            width > to.data.size() - from.offset) {
            return reject("is damaged: a relocation of " + std::string(to.name) +
                          " lies outside it or has no symbol");
        }
        to.relocations.push_back(
            {from.offset, type, first_symbol_ + static_cast<std::uint32_t>(symbol)});
    }
    std::sort(to.relocations.begin(), to.relocations.end(), [](const auto& a, const auto& b) {
        return std::tie(a.offset, a.type, a.symbol) < std::tie(b.offset, b.type, b.symbol);
    });
    return {};
}

Checked Reader::read_group(const elf::SectionHeader& header) {
    const auto words = header.size / sizeof(std::uint32_t);
    if (words == 0 || header.info >= symbol_count()) return truncated();
    if ((read<std::uint32_t>(header.offset) & elf::group_comdat) == 0) return {};
    Group group{inputs_.symbols[first_symbol_ + header.info].name, {}};
    for (std::uint64_t i = 1; i < words; ++i) {
        const auto member = read<std::uint32_t>(header.offset + i * sizeof(std::uint32_t));
        if (member >= headers_.size()) return truncated();
        group.sections.push_back(first_section_ + member);
    }
    inputs_.groups.push_back(std::move(group));
    return {};
}

}  // namespace

Result<void, LinkError> read_object(std::string_view name, ByteSpan bytes, Inputs& inputs) {
    return Reader(name, bytes, inputs).run();
}

}  // namespace orrery::link
