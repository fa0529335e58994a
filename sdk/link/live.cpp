#include "sdk/link/live.hpp"

#include <algorithm>

#include "sdk/sbpf/demangle.hpp"

namespace orrery::link {
namespace {

namespace elf = sbpf::elf;

bool is_variable(const Symbol& symbol) {
    return symbol.type != elf::symbol_type_section && !symbol.name.empty();
}

std::string no_mutable(const std::string& what) {
    return what +
           " can be written, and programs have no memory that stays: make it const or constexpr, "
           "or keep it in an account";
}

// The compiler makes one beside each static local that isn't constant before the program runs.
constexpr std::string_view guard_start = "_ZGV";

bool is_guarded(const Inputs& inputs, const Symbol& variable) {
    if (!variable.name.starts_with("_Z")) return false;
    const auto guard = std::string(guard_start) + std::string(variable.name.substr(2));
    return std::any_of(inputs.symbols.begin(), inputs.symbols.end(), [&](const auto& symbol) {
        return symbol.object == variable.object && symbol.name == guard;
    });
}

std::string explain_variable(const Inputs& inputs, const Symbol& variable) {
    const auto name = sbpf::readable_name(variable.name);
    if (!is_guarded(inputs, variable)) return no_mutable("the variable " + name);
    return "the static variable " + name +
           " is initialised when it is first used, but programs have no memory that stays: make "
           "it constexpr, or no static";
}

void report_variables(const Inputs& inputs, std::uint32_t section, LinkErrors& errors) {
    const auto& object = inputs.objects[inputs.sections[section].object];
    bool named = false;
    for (const auto& symbol : inputs.symbols) {
        if (symbol.home != Home::section || symbol.section != section || !is_variable(symbol)) {
            continue;
        }
        named = true;
        if (symbol.name.starts_with(guard_start)) continue;  // its variable is reported
        errors.push_back({object, {}, explain_variable(inputs, symbol)});
    }
    if (named) return;
    const auto name = std::string(inputs.sections[section].name);
    errors.push_back({object, {}, no_mutable("section " + name)});
}

// Clang names the function after the file: _GLOBAL__sub_I_counter.cpp.
std::string_view initialised_file(const Inputs& inputs, const Resolution& resolution,
                                  const Section& section) {
    constexpr std::string_view mark = "_GLOBAL__sub_I_";
    for (const auto& relocation : section.relocations) {
        const auto& symbol = resolution.definition(relocation.symbol);
        const auto name = symbol.home == Home::section && symbol.is_section()
                              ? inputs.sections[symbol.section].name
                              : symbol.name;
        if (const auto at = name.find(mark); at != std::string_view::npos) {
            return name.substr(at + mark.size());
        }
    }
    return {};
}

void report_initialiser(const Inputs& inputs, const Resolution& resolution, const Section& section,
                        LinkErrors& errors) {
    const auto file = initialised_file(inputs, resolution, section);
    const auto whose = file.empty() ? "" : " of " + std::string(file);
    errors.push_back({inputs.objects[section.object],
                      {},
                      "a global" + whose +
                          " is initialised or destroyed at run time, but nothing runs before or "
                          "after a program: make it constexpr or constinit"});
}

void report_common(const Inputs& inputs, const Resolution& resolution, const Section& section,
                   LinkErrors& errors) {
    for (const auto& relocation : section.relocations) {
        const auto& symbol = resolution.definition(relocation.symbol);
        if (symbol.home != Home::common) continue;
        LinkError error{inputs.objects[symbol.object],
                        {},
                        no_mutable("the variable " + sbpf::readable_name(symbol.name))};
        if (errors.empty() || errors.back() != error) errors.push_back(std::move(error));
    }
}

}  // namespace

Result<const Symbol*, LinkError> find_entry(const Inputs& inputs, const Resolution& resolution,
                                            std::string_view name) {
    const auto* const entry = resolution.find(name);
    if (entry == nullptr) {
        return fail(LinkError{{},
                              {},
                              "there is no function " + std::string(name) +
                                  "; define it: extern \"C\" uint64_t " + std::string(name) +
                                  "(const uint8_t* input)"});
    }
    if (entry->home == Home::section && inputs.sections[entry->section].kind == SectionKind::text &&
        entry->value % 8 == 0 && entry->value < inputs.sections[entry->section].size) {
        return entry;
    }
    return fail(
        LinkError{inputs.objects[entry->object], {}, std::string(name) + " isn't a function"});
}

Live mark_live(const Inputs& inputs, const Resolution& resolution, const Symbol& entry) {
    Live live(inputs.sections.size());
    std::vector<std::uint32_t> reached;
    const auto reach = [&](std::uint32_t section) {
        if (live[section] || inputs.sections[section].kind == SectionKind::debug) return;
        live[section] = true;
        reached.push_back(section);
    };
    reach(entry.section);
    for (std::uint32_t i = 0; i < inputs.sections.size(); ++i) {
        const auto& section = inputs.sections[i];
        if (section.has(elf::section_flag_retain) && section.has(elf::section_flag_alloc) &&
            !resolution.discarded(i)) {
            reach(i);
        }
    }
    while (!reached.empty()) {
        const auto& section = inputs.sections[reached.back()];
        reached.pop_back();
        for (const auto& relocation : section.relocations) {
            const auto& symbol = resolution.definition(relocation.symbol);
            if (symbol.home == Home::section) reach(symbol.section);
        }
    }
    return live;
}

void check_data(const Inputs& inputs, const Resolution& resolution, const Live& live,
                LinkErrors& errors) {
    std::vector<bool> initialises(inputs.objects.size());
    for (std::uint32_t i = 0; i < inputs.sections.size(); ++i) {
        const auto& section = inputs.sections[i];
        if (section.kind != SectionKind::initialiser || section.size == 0 ||
            resolution.discarded(i) || initialises[section.object]) {
            continue;
        }
        initialises[section.object] = true;
        report_initialiser(inputs, resolution, section, errors);
    }
    for (std::uint32_t i = 0; i < inputs.sections.size(); ++i) {
        const auto& section = inputs.sections[i];
        // A constant that has to be computed is a variable to the compiler: one message is enough.
        if (!live[i] || initialises[section.object]) continue;
        if (section.kind == SectionKind::writable && section.size != 0) {
            report_variables(inputs, i, errors);
        }
        report_common(inputs, resolution, section, errors);
    }
}

}  // namespace orrery::link
