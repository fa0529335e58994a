#include "sdk/link/debug.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace orrery::link {
namespace {

namespace elf = sbpf::elf;

class DebugLinker {
  public:
    DebugLinker(const LayoutParams& params, const Layout& layout)
        : p_(params), layout_(layout), offsets_(params.inputs.sections.size()) {}

    Result<std::vector<DebugSection>, LinkError> run() {
        const auto& sections = p_.inputs.sections;
        for (std::uint32_t i = 0; i < sections.size(); ++i) {
            if (takes_part(i)) CHECK_OK(append(i));
        }
        for (std::uint32_t i = 0; i < sections.size(); ++i) {
            if (!takes_part(i)) continue;
            for (const auto& relocation : sections[i].relocations) {
                CHECK_OK(relocate(i, relocation));
            }
        }
        std::vector<DebugSection> out;
        out.reserve(merged_.size());
        for (auto& [name, data] : merged_) out.push_back({name, std::move(data)});
        return out;
    }

  private:
    bool takes_part(std::uint32_t i) const {
        return p_.inputs.sections[i].kind == SectionKind::debug && !p_.resolution.discarded(i);
    }
    Result<void, LinkError> append(std::uint32_t i);
    Result<void, LinkError> relocate(std::uint32_t i, const Relocation& relocation);
    std::optional<std::uint64_t> value(std::uint32_t i, const Relocation& relocation) const;

    auto reject(std::uint32_t i, std::string text) const {
        return fail(
            LinkError{p_.inputs.objects[p_.inputs.sections[i].object], {}, std::move(text)});
    }

    const LayoutParams& p_;
    const Layout& layout_;
    std::map<std::string_view, Bytes> merged_;
    std::vector<std::uint64_t> offsets_;  ///< of each input section in its merged one
};

Result<void, LinkError> DebugLinker::append(std::uint32_t i) {
    const auto& section = p_.inputs.sections[i];
    if (section.has(elf::section_flag_compressed)) {
        return reject(i, "has compressed debug sections; compile without -gz");
    }
    auto& to = merged_[section.name];
    offsets_[i] = to.size();
    to.insert(to.end(), section.data.begin(), section.data.end());
    return {};
}

// The value of a debug relocation; nothing where it describes what was dropped.
std::optional<std::uint64_t> DebugLinker::value(std::uint32_t i,
                                                const Relocation& relocation) const {
    const auto& section = p_.inputs.sections[i];
    // A local symbol of a dropped group's section must not be looked up by name elsewhere.
    const auto& own = p_.inputs.symbols[relocation.symbol];
    if (own.home == Home::section && p_.resolution.discarded(own.section)) return std::nullopt;
    const auto& symbol = p_.resolution.definition(relocation.symbol);
    if (symbol.home != Home::section) return std::nullopt;
    const auto target = p_.resolution.target(section, relocation);
    const auto plus = static_cast<std::uint64_t>(target.plus);
    if (takes_part(target.spot.section)) {
        return offsets_[target.spot.section] + target.spot.offset + plus;
    }
    const auto address = layout_.address(p_.inputs, target.spot);
    if (!address) return std::nullopt;
    const auto rebase = sbpf::strict_elf(p_.version) ? 0 : sbpf::program_start;
    return *address - rebase + plus;
}

// All ones marks what was dropped, but in lists that a pair of them would select a base in, and a
// pair of zeros would end: there an empty range does.
Result<void, LinkError> DebugLinker::relocate(std::uint32_t i, const Relocation& relocation) {
    const auto& section = p_.inputs.sections[i];
    const bool wide = relocation.type == elf::relocation_abs64;
    if (!wide && relocation.type != elf::relocation_abs32) {
        return reject(i, "unknown relocation: type " + std::to_string(relocation.type) + " in " +
                             std::string(section.name));
    }
    const bool list = section.name == ".debug_ranges" || section.name == ".debug_loc";
    const auto number = value(i, relocation).value_or(list ? 1 : UINT64_MAX);
    auto* const at = merged_[section.name].data() + offsets_[i] + relocation.offset;
    if (wide) {
        store_le(at, number);
    } else {
        store_le(at, static_cast<std::uint32_t>(number));
    }
    return {};
}

}  // namespace

std::vector<PlacedFunction> placed_functions(const Inputs& inputs, const Layout& layout) {
    std::vector<PlacedFunction> out;
    for (const auto& symbol : inputs.symbols) {
        if (!symbol.is_function() || symbol.home != Home::section) continue;
        if (inputs.sections[symbol.section].kind != SectionKind::text) continue;
        const auto offset = layout.offsets[symbol.section];
        if (offset) out.push_back({symbol.name, *offset + symbol.value, symbol.size});
    }
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
        return std::tie(a.offset, a.name, a.size) < std::tie(b.offset, b.name, b.size);
    });
    return out;
}

Result<std::vector<DebugSection>, LinkError> relocate_debug(const LayoutParams& params,
                                                            const Layout& layout) {
    return DebugLinker(params, layout).run();
}

}  // namespace orrery::link
