#include "sdk/link/resolve.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

#include "sdk/sbpf/demangle.hpp"

namespace orrery::link {

namespace elf = sbpf::elf;

Resolution Resolution::of(const Inputs& inputs, LinkErrors& errors) {
    Resolution out(inputs);
    out.discard_groups();
    for (const auto& symbol : inputs.symbols) {
        if (symbol.is_global() && !symbol.name.empty() && symbol.home != Home::undefined) {
            out.define(symbol, errors);
        }
    }
    return out;
}

void Resolution::discard_groups() {
    boost::unordered_flat_set<std::string_view> seen;
    for (const auto& group : inputs_.groups) {
        if (seen.insert(group.signature).second) continue;
        for (const auto section : group.sections) discarded_[section] = true;
    }
}

void Resolution::define(const Symbol& symbol, LinkErrors& errors) {
    if (symbol.home == Home::section && discarded_[symbol.section]) return;
    const auto [at, fresh] = globals_.try_emplace(symbol.name, &symbol);
    if (fresh || symbol.binding == elf::binding_weak || inputs_.libraries[symbol.object]) return;
    if (at->second->binding == elf::binding_weak) {
        at->second = &symbol;
        return;
    }
    errors.push_back({inputs_.objects[symbol.object],
                      {},
                      "duplicate symbol " + sbpf::readable_name(symbol.name) + ": " +
                          inputs_.objects[at->second->object] + " defines it, too"});
}

const Symbol& Resolution::definition(std::uint32_t symbol) const {
    const auto& own = inputs_.symbols[symbol];
    if (!own.is_global()) return own;
    const auto* const found = find(own.name);
    return found != nullptr ? *found : own;
}

const Symbol* Resolution::find(std::string_view name) const {
    const auto at = globals_.find(name);
    return at == globals_.end() ? nullptr : at->second;
}

Resolution::Target Resolution::target(const Section& from, const Relocation& relocation) const {
    const auto& symbol = definition(relocation.symbol);
    const auto plus = addend(from, relocation);
    if (!symbol.is_section()) return {{symbol.section, symbol.value}, plus};
    return {{symbol.section, symbol.value + static_cast<std::uint64_t>(plus)}, 0};
}

}  // namespace orrery::link
