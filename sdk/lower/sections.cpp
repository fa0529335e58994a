#include "sdk/lower/sections.hpp"

#include <string>

namespace orrery::lower {
namespace {

using llvm::Value;

bool may_name_section(const Unit& unit, Value* global) {
    const llvm::Api& api = unit.api;
    const char* section = api.GetSection(global);
    bool has_section = section && *section;
    // A COMDAT has its own section anyway.
    return !api.IsDeclaration(global) && !api.GetComdat(global) && !has_section &&
           api.GetLinkage(global) != llvm::linkage_available_externally;
}

/// String constants stay in the section where the linker merges equal ones.
bool is_mergeable(const Unit& unit, Value* global) {
    return unit.api.IsGlobalConstant(global) &&
           unit.api.GetUnnamedAddress(global) == llvm::global_unnamed_address &&
           unit.api.IsConstantString(unit.api.GetInitializer(global));
}

const char* prefix_for(const Unit& unit, Value* object) {
    if (unit.api.IsGlobalConstant(object)) return ".rodata.";
    return unit.api.IsNull(unit.api.GetInitializer(object)) ? ".bss." : ".data.";
}

void set_section(const Unit& unit, Value* global, const char* prefix) {
    std::string name = prefix + std::string(name_of(unit, global));
    unit.api.SetSection(global, name.c_str());
}

}  // namespace

void separate_sections(const Unit& unit) {
    const llvm::Api& api = unit.api;
    for (Value* function : functions(unit))
        if (may_name_section(unit, function)) set_section(unit, function, ".text.");
    for (Value* g = api.GetFirstGlobal(unit.module); g; g = api.GetNextGlobal(g)) {
        bool is_special = name_of(unit, g).starts_with("llvm.");  // its section says what it is
        if (!is_special && may_name_section(unit, g) && !is_mergeable(unit, g))
            set_section(unit, g, prefix_for(unit, g));
    }
}

}  // namespace orrery::lower
