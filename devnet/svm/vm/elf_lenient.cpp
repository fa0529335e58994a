#include <algorithm>
#include <charconv>
#include <cstring>

#include "devnet/svm/vm/elf_error.hpp"
#include "devnet/svm/vm/elf_file.hpp"
#include "devnet/svm/vm/program.hpp"
#include "sdk/sbpf/hash.hpp"
#include "sdk/sbpf/isa.hpp"

// sbpf: elf.rs, load_with_lenient_parser.
namespace orrery::vm {
namespace {

namespace elf = sbpf::elf;
using Checked = Result<void, LoadError>;

constexpr std::uint32_t entrypoint_key = sbpf::murmur3("entrypoint");
constexpr std::uint64_t imm_offset = 4;  // of the immediate field in an instruction

std::string hex(std::uint64_t value) {
    char digits[16];
    return "0x" + std::string(digits, std::to_chars(digits, digits + sizeof digits, value, 16).ptr);
}

bool is_readonly_section(std::string_view name) {
    return name == ".text" || name == ".rodata" || name == ".data.rel.ro" || name == ".eh_frame";
}

/// One load; the members are the state that sbpf's loader keeps.
class Loader {
  public:
    Loader(ElfFile file, ByteSpan bytes, const LoadOptions& options)
        : file_(std::move(file)), bytes_(bytes.begin(), bytes.end()), options_(options) {}

    Result<Image, LoadError> run() {
        CHECK_OK(validate());
        text_ = file_.sections[*file_.find_section(".text")];
        const auto address = saturating_add(text_.addr, sbpf::program_start);
        if ((options_.strict_deploy && text_.addr != text_.offset) ||
            address >= sbpf::stack_start) {
            return elf_error::out_of_bounds();
        }
        CHECK_OK(relocate_calls());
        for (const auto& relocation : file_.relocations) CHECK_OK(relocate(relocation));
        CHECK_OK(set_entry());
        CHECK_OK(map_readonly_sections());
        image_.text_address = address;
        image_.text_offset = text_.addr;
        image_.text_length = file_extent(text_).length();
        return std::move(image_);
    }

  private:
    Checked validate() const;
    Checked relocate_calls();
    Checked relocate(const elf::Relocation& relocation);
    Checked relocate_symbol_address(const elf::Relocation& relocation);
    Checked relocate_lddw(std::uint64_t at);
    Checked relocate_data(std::uint64_t at);
    Checked relocate_call(const elf::Relocation& relocation);
    Result<std::uint32_t, LoadError> call_key(const elf::Symbol& symbol, std::string_view name,
                                              std::uint64_t at);
    Result<elf::Symbol, LoadError> symbol_of(const elf::Relocation& relocation) const;
    Result<std::uint32_t, LoadError> add_function(std::string_view name, std::uint64_t pc);
    Checked set_entry();
    Checked map_readonly_sections();
    const Syscall* find_syscall(std::uint32_t key) const;

    Result<std::uint32_t, LoadError> read_word(std::uint64_t at) const {
        if (!Extent{at, saturating_add(at, 4)}.inside(bytes_.size())) {
            return elf_error::out_of_bounds();
        }
        return load_le<std::uint32_t>(bytes_.data() + at);
    }
    Checked write_word(std::uint64_t at, std::uint64_t value) {
        if (!Extent{at, saturating_add(at, 4)}.inside(bytes_.size())) {
            return elf_error::out_of_bounds();
        }
        store_le(bytes_.data() + at, static_cast<std::uint32_t>(value));
        return {};
    }

    ElfFile file_;
    Bytes bytes_;  ///< the file, relocated in place
    const LoadOptions& options_;
    elf::SectionHeader text_{};
    Image image_;
};

Checked Loader::validate() const {
    const auto& header = file_.header;
    if (header.os_abi != 0) return elf_error::make("Incompatible ELF: wrong ABI");
    if (header.machine != elf::machine_bpf && header.machine != elf::machine_sbpf) {
        return elf_error::make("Incompatible ELF: wrong machine");
    }
    if (header.type != elf::type_dyn) return elf_error::make("Incompatible ELF: wrong type");
    const auto& names = file_.section_names;
    if (std::count(names.begin(), names.end(), ".text") != 1) {
        return elf_error::make(
            "Multiple or no text sections, consider removing llc option: -function-sections");
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        constexpr auto both = elf::section_flag_alloc | elf::section_flag_write;
        const bool writable = (file_.sections[i].flags & both) == both;
        const bool data = names[i].starts_with(".data") && !names[i].starts_with(".data.rel");
        if (names[i].starts_with(".bss") || (writable && data)) {
            return elf_error::make("Found writable section (" + lossy_text(names[i]) +
                                   ") in ELF, read-write data not supported");
        }
    }
    for (const auto& section : file_.sections) {
        const auto end = section.offset + section.size;
        if (end < section.offset || end > bytes_.size()) return elf_error::out_of_bounds();
    }
    const auto& text = file_.sections[*file_.find_section(".text")];
    if (!address_extent(text).contains(header.entry)) {
        return elf_error::make("Entrypoint out of bounds");
    }
    return {};
}

const Syscall* Loader::find_syscall(std::uint32_t key) const {
    const auto* const found = options_.syscalls.find(key);
    return found != nullptr && options_.strict_deploy && !found->deployable ? nullptr : found;
}

// A function's key must not be a syscall's, nor another function's.
Result<std::uint32_t, LoadError> Loader::add_function(std::string_view name, std::uint64_t pc) {
    const auto key = name == "entrypoint" ? entrypoint_key : sbpf::function_key(pc);
    const auto [at, fresh] = image_.functions.try_emplace(key, pc);
    if (find_syscall(key) != nullptr || (!fresh && at->second != pc)) {
        return elf_error::make("Symbol hash collision " + hex(key));
    }
    return key;
}

// Calls that the linker left relative to the program counter become calls by key.
Checked Loader::relocate_calls() {
    const auto at = file_extent(text_);
    const auto count = at.length() / sbpf::instruction_size;
    for (std::uint64_t pc = 0; pc < count; ++pc) {
        auto* const slot = bytes_.data() + at.begin + pc * sbpf::instruction_size;
        const auto in = sbpf::read_instruction(slot);
        if (in.opcode != sbpf::info(sbpf::Opcode::call).byte || in.imm == -1) continue;
        const auto target = pc + 1 + static_cast<std::uint64_t>(std::int64_t{in.imm});
        if (target >= count) {  // a negative target is a huge one
            return elf_error::make("Relative jump out of bounds at instruction #" +
                                   std::to_string(pc));
        }
        TRY(const auto key, add_function({}, target));
        store_le(slot + imm_offset, key);
    }
    return {};
}

Checked Loader::relocate(const elf::Relocation& relocation) {
    const auto type = static_cast<std::uint32_t>(relocation.info);
    switch (type) {
        case elf::relocation_64_64:
            return relocate_symbol_address(relocation);
        case elf::relocation_relative:
            return file_extent(text_).contains(relocation.offset)
                       ? relocate_lddw(relocation.offset)
                       : relocate_data(relocation.offset);
        case elf::relocation_64_32:
            return relocate_call(relocation);
        default:
            return elf_error::make("Relocation failed, unknown type " + std::to_string(type));
    }
}

Result<elf::Symbol, LoadError> Loader::symbol_of(const elf::Relocation& relocation) const {
    const auto index = relocation.info >> 32;
    if (index < file_.symbols.size()) return file_.symbols[index];
    return elf_error::make("Unknown symbol with index " + std::to_string(index));
}

// Addresses below the program region are offsets into it: linkers place sections from 0.
std::uint64_t rebased(std::uint64_t address) {
    return address < sbpf::program_start ? address + sbpf::program_start : address;
}

Checked Loader::relocate_symbol_address(const elf::Relocation& relocation) {
    const auto low = saturating_add(relocation.offset, imm_offset);
    TRY(const auto addend, read_word(low));
    TRY(const auto symbol, symbol_of(relocation));
    const auto address = rebased(saturating_add(symbol.value, addend));
    CHECK_OK(write_word(low, address));
    return write_word(saturating_add(low, sbpf::instruction_size), address >> 32);
}

Checked Loader::relocate_lddw(std::uint64_t at) {
    const auto low = saturating_add(at, imm_offset);
    const auto high = saturating_add(saturating_add(at, sbpf::instruction_size), imm_offset);
    TRY(const auto low_word, read_word(low));
    TRY(const auto high_word, read_word(high));
    const auto address = std::uint64_t{high_word} << 32 | low_word;
    if (address == 0) {
        return elf_error::make("Relocation failed, invalid referenced virtual address 0x0");
    }
    CHECK_OK(write_word(low, rebased(address)));
    return write_word(high, rebased(address) >> 32);
}

// Outside the text the low 32 bits stand where an instruction's immediate would: what toolchains
// before llvm-project pull 35 wrote.
Checked Loader::relocate_data(std::uint64_t at) {
    TRY(const auto low_word, read_word(saturating_add(at, imm_offset)));
    if (!Extent{at, saturating_add(at, 8)}.inside(bytes_.size())) {
        return elf_error::out_of_bounds();
    }
    store_le(bytes_.data() + at, sbpf::program_start + low_word);
    return {};
}

Checked Loader::relocate_call(const elf::Relocation& relocation) {
    TRY(const auto symbol, symbol_of(relocation));
    const auto name = file_.symbol_name(symbol.name);
    if (!name) {
        return elf_error::make("Unknown symbol with index " + std::to_string(symbol.name));
    }
    TRY(const auto key, call_key(symbol, *name, relocation.offset));
    return write_word(saturating_add(relocation.offset, imm_offset), key);
}

Result<std::uint32_t, LoadError> Loader::call_key(const elf::Symbol& symbol, std::string_view name,
                                                  std::uint64_t at) {
    if ((symbol.info & 0xf) == elf::symbol_type_function && symbol.value != 0) {
        if (!address_extent(text_).contains(symbol.value)) return elf_error::out_of_bounds();
        return add_function(name, (symbol.value - text_.addr) / sbpf::instruction_size);
    }
    const auto key = sbpf::murmur3(name);
    if (options_.strict_deploy && find_syscall(key) == nullptr) {
        return elf_error::make("Unresolved symbol (" + lossy_text(name) + ") at instruction #" +
                               std::to_string(at / sbpf::instruction_size) + " (ELF file offset " +
                               hex(at) + ")");
    }
    return key;
}

Checked Loader::set_entry() {
    const auto offset = file_.header.entry - text_.addr;  // validate() has put it inside
    if (offset % sbpf::instruction_size != 0) return elf_error::make("Invalid entrypoint");
    image_.entry_pc = offset / sbpf::instruction_size;
    image_.functions.erase(entrypoint_key);
    CHECK_OK(add_function("entrypoint", image_.entry_pc));
    return {};
}

// The program sees the read-only sections at their addresses and zeroes elsewhere.
Checked Loader::map_readonly_sections() {
    std::uint64_t lowest = UINT64_MAX;
    std::uint64_t highest = 0;
    std::uint64_t filled = 0;
    bool misplaced = false;
    std::vector<const elf::SectionHeader*> found;
    for (std::size_t i = 0; i < file_.sections.size(); ++i) {
        if (!is_readonly_section(file_.section_names[i])) continue;
        const auto& section = file_.sections[i];
        misplaced = misplaced || section.addr != section.offset;
        if ((options_.strict_deploy && misplaced) || section.addr > sbpf::region_size) {
            return elf_error::out_of_bounds();
        }
        const auto at = file_extent(section);
        if (!at.inside(bytes_.size())) return elf_error::out_of_bounds();
        lowest = std::min(lowest, section.addr);
        highest = std::max(highest, section.addr + at.length());
        filled += at.length();
        found.push_back(&section);
    }
    if (options_.strict_deploy && saturating_add(lowest, filled) > highest) {
        return elf_error::out_of_bounds();
    }
    if (highest > bytes_.size()) return elf_error::out_of_bounds();
    image_.bytes.resize(highest);
    for (const auto* section : found) {
        const auto at = file_extent(*section);
        std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(at.begin), at.length(),
                    image_.bytes.begin() + static_cast<std::ptrdiff_t>(section->addr));
    }
    image_.rodata_length = highest;
    return {};
}

}  // namespace

Result<Image, LoadError> read_lenient_elf(ByteSpan bytes, const LoadOptions& options) {
    TRY(auto file, ElfFile::parse(bytes));
    return Loader(std::move(file), bytes, options).run();
}

}  // namespace orrery::vm
