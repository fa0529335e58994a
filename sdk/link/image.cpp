#include "sdk/link/image.hpp"

#include <algorithm>
#include <boost/unordered/unordered_flat_set.hpp>

#include "sdk/link/calls.hpp"
#include "sdk/link/undefined.hpp"
#include "sdk/sbpf/demangle.hpp"
#include "sdk/sbpf/isa.hpp"
#include "sdk/sbpf/syscalls.hpp"

namespace orrery::link {
namespace {

namespace elf = sbpf::elf;

constexpr std::uint8_t call_byte = sbpf::info(sbpf::Opcode::call).byte;
constexpr std::uint8_t callx_byte = sbpf::info(sbpf::Opcode::callx).byte;
constexpr std::uint8_t lddw_byte = sbpf::info(sbpf::Opcode::lddw).byte;

class Builder {
  public:
    Builder(const LayoutParams& params, const Layout& layout, LinkErrors& errors)
        : p_(params), layout_(layout), errors_(errors) {}

    Image run() {
        out_.version = p_.version;
        out_.geometry = layout_.geometry;
        out_.rodata = layout_.rodata_image;
        out_.entry = *layout_.offsets[p_.entry.section] + p_.entry.value;
        copy_text();
        for (const auto i : layout_.text) {
            for (const auto& relocation : section(i).relocations) relocate_code(i, relocation);
            normalise(i);
        }
        for (const auto i : layout_.rodata) {
            for (const auto& relocation : section(i).relocations) relocate_data(i, relocation);
        }
        sort_syscalls();
        return std::move(out_);
    }

  private:
    const Section& section(std::uint32_t i) const { return p_.inputs.sections[i]; }
    void copy_text();
    void relocate_code(std::uint32_t index, const Relocation& relocation);
    void relocate_data(std::uint32_t index, const Relocation& relocation);
    void relocate_call(std::uint32_t index, const Relocation& relocation);
    void call_function(std::uint32_t index, const Relocation& relocation, std::uint8_t* slot);
    void call_syscall(std::uint64_t offset, const sbpf::SyscallName& syscall);
    std::optional<std::uint64_t> value(std::uint32_t index, const Relocation& relocation);
    void normalise(std::uint32_t index);
    void sort_syscalls();

    void report(std::uint32_t index, const Relocation& relocation, std::string text) {
        errors_.push_back({p_.inputs.objects[section(index).object],
                           place_of(p_.inputs, {index, relocation.offset}), std::move(text)});
    }
    // Each undefined name is told once.
    void report_undefined(std::uint32_t index, const Relocation& relocation, const Symbol& symbol) {
        if (!undefined_.insert(symbol.name).second) return;
        report(index, relocation, explain_undefined(symbol.name));
    }

    const LayoutParams& p_;
    const Layout& layout_;
    LinkErrors& errors_;
    Image out_;
    boost::unordered_flat_set<std::string_view> undefined_;
};

void Builder::copy_text() {
    // Padding is never run, but the verifier reads it: jumps to the next instruction.
    out_.text.resize(layout_.text_size);
    for (std::size_t at = 0; at < out_.text.size(); at += sbpf::instruction_size) {
        out_.text[at] = sbpf::info(sbpf::Opcode::ja).byte;
    }
    for (const auto i : layout_.text) {
        std::copy(section(i).data.begin(), section(i).data.end(),
                  out_.text.begin() + static_cast<std::ptrdiff_t>(*layout_.offsets[i]));
    }
}

// The address that a relocation asks for; an error is told when there is none.
std::optional<std::uint64_t> Builder::value(std::uint32_t index, const Relocation& relocation) {
    const auto& symbol = p_.resolution.definition(relocation.symbol);
    if (symbol.home == Home::section) {
        const auto target = p_.resolution.target(section(index), relocation);
        if (const auto at = layout_.address(p_.inputs, target.spot)) {
            return *at + static_cast<std::uint64_t>(target.plus);
        }
        report(index, relocation,
               "refers to what isn't part of the program: " +
                   sbpf::readable_name(symbol.is_section() ? section(symbol.section).name
                                                           : symbol.name));
        return std::nullopt;
    }
    const auto plus = static_cast<std::uint64_t>(addend(section(index), relocation));
    if (symbol.home == Home::absolute) return symbol.value + plus;
    if (symbol.binding == elf::binding_weak) return plus;
    if (sbpf::find_syscall(symbol.name) != nullptr) {
        report(index, relocation,
               "the syscall " + std::string(symbol.name) +
                   " can be called, but it has no address; wrap it in a function");
    } else {
        report_undefined(index, relocation, symbol);
    }
    return std::nullopt;
}

void Builder::relocate_code(std::uint32_t index, const Relocation& relocation) {
    if (relocation.type == elf::relocation_64_32) return relocate_call(index, relocation);
    auto* const slot = out_.text.data() + *layout_.offsets[index] + relocation.offset;
    const auto address = value(index, relocation);
    if (!address) return;
    store_le(slot + 4, static_cast<std::uint32_t>(*address));
    store_le(slot + 12, static_cast<std::uint32_t>(*address >> 32));
}

void Builder::relocate_data(std::uint32_t index, const Relocation& relocation) {
    if (relocation.type != elf::relocation_abs64) {
        return report(index, relocation,
                      "unknown relocation: type " + std::to_string(relocation.type) + " on data");
    }
    if (const auto address = value(index, relocation)) {
        store_le(out_.rodata.data() + *layout_.offsets[index] + relocation.offset, *address);
    }
}

void Builder::relocate_call(std::uint32_t index, const Relocation& relocation) {
    const auto& symbol = p_.resolution.definition(relocation.symbol);
    const auto offset = *layout_.offsets[index] + relocation.offset;
    if (symbol.home == Home::section) {
        return call_function(index, relocation, out_.text.data() + offset);
    }
    const auto* const syscall = sbpf::find_syscall(symbol.name);
    if (symbol.home == Home::undefined && syscall != nullptr && syscall->deployable) {
        return call_syscall(offset, *syscall);
    }
    // Code that calls what may be missing asks first whether it is there.
    const bool missing = symbol.home == Home::undefined && symbol.binding == elf::binding_weak;
    if (missing) return call_syscall(offset, sbpf::syscall::abort);
    report_undefined(index, relocation, symbol);
}

void Builder::call_function(std::uint32_t index, const Relocation& relocation, std::uint8_t* slot) {
    const auto target = p_.resolution.target(section(index), relocation);
    const Spot spot{target.spot.section,
                    target.spot.offset + static_cast<std::uint64_t>(target.plus)};
    if (!is_code(p_.inputs, spot) || !layout_.offsets[spot.section]) {
        const auto& symbol = p_.resolution.definition(relocation.symbol);
        return report(index, relocation,
                      "calls what isn't a function: " +
                          sbpf::readable_name(symbol.is_section() ? section(symbol.section).name
                                                                  : symbol.name));
    }
    const auto from = *layout_.offsets[index] + relocation.offset;
    const auto to = *layout_.offsets[spot.section] + spot.offset;
    auto in = sbpf::read_instruction(slot);
    in.src = 1;
    const auto distance = static_cast<std::int64_t>(to) - static_cast<std::int64_t>(from);
    in.imm = static_cast<std::int32_t>(distance / 8 - 1);
    sbpf::write_instruction(in, slot);
}

// v3 names a syscall by its hash; before that a dynamic relocation does, and the call points
// nowhere.
void Builder::call_syscall(std::uint64_t offset, const sbpf::SyscallName& syscall) {
    auto* const slot = out_.text.data() + offset;
    auto in = sbpf::read_instruction(slot);
    const bool by_hash = sbpf::strict_elf(p_.version);
    in.src = by_hash ? 0 : 1;
    in.imm = by_hash ? static_cast<std::int32_t>(syscall.hash) : -1;
    sbpf::write_instruction(in, slot);
    if (!by_hash) out_.sites.push_back({offset, syscall.name});
    out_.syscalls.push_back(syscall.name);
}

// What needs no relocation but differs between versions: callx has its register elsewhere, and a
// call by a literal hash is a call by name. A resolved call has 1 as its source.
void Builder::normalise(std::uint32_t index) {
    const auto& relocations = section(index).relocations;
    auto next = relocations.begin();
    for (std::uint64_t at = 0; at < section(index).size; at += sbpf::instruction_size) {
        while (next != relocations.end() && next->offset < at) ++next;
        const bool relocated = next != relocations.end() && next->offset == at;
        const auto offset = *layout_.offsets[index] + at;
        auto* const slot = out_.text.data() + offset;
        auto in = sbpf::read_instruction(slot);
        if (in.opcode == lddw_byte) at += sbpf::instruction_size;
        if (in.opcode == callx_byte) {
            const auto reg = in.dst != 0 ? std::int32_t{in.dst} : in.imm;
            const bool in_dst = sbpf::callx_in_dst(p_.version);
            in.dst = in_dst ? static_cast<std::uint8_t>(reg & 0x0f) : std::uint8_t{0};
            in.imm = in_dst ? 0 : reg;
            sbpf::write_instruction(in, slot);
        } else if (in.opcode == call_byte && in.src == 0 && !relocated) {
            call_syscall(offset, *sbpf::find_syscall(static_cast<std::uint32_t>(in.imm)));
        }
    }
}

void Builder::sort_syscalls() {
    std::sort(out_.sites.begin(), out_.sites.end(),
              [](const auto& a, const auto& b) { return a.offset < b.offset; });
    std::sort(out_.syscalls.begin(), out_.syscalls.end());
    const auto end = std::unique(out_.syscalls.begin(), out_.syscalls.end());
    out_.syscalls.erase(end, out_.syscalls.end());
}

}  // namespace

Image build_image(const LayoutParams& params, const Layout& layout, LinkErrors& errors) {
    return Builder(params, layout, errors).run();
}

}  // namespace orrery::link
