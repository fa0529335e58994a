#include "sdk/lower/by_value.hpp"

#include <algorithm>
#include <string>

#include "sdk/lower/emit.hpp"

namespace orrery::lower {
namespace {

using llvm::Attribute;
using llvm::Type;
using llvm::Value;

struct Kinds {
    unsigned by_value;
    unsigned struct_result;
    unsigned align;
};

void copy_in_callee(Emit& emit, const Kinds& kinds, Value* function, unsigned index,
                    Type* structure) {
    const Unit& unit = emit.unit();
    const llvm::Api& api = unit.api;
    Attribute* align =
        api.GetEnumAttributeAtIndex(function, llvm::first_parameter + index, kinds.align);
    unsigned from_align = align ? static_cast<unsigned>(api.GetEnumAttributeValue(align)) : 1U;
    Value* parameter = api.GetParam(function, index);
    emit.before(api.GetFirstInstruction(api.GetEntryBasicBlock(function)));
    Value* copy = emit.local(structure);
    unsigned to_align = std::max(from_align, 8U);
    api.SetAlignment(copy, to_align);
    api.ReplaceAllUsesWith(parameter, copy);
    const std::string name(name_of(unit, parameter));  // for messages about the frame
    api.SetValueName2(parameter, "", 0);
    api.SetValueName2(copy, name.data(), name.size());
    emit.copy(copy, to_align, parameter, from_align, api.ABISizeOfType(unit.layout, structure));
}

void fix_function(Emit& emit, const Kinds& kinds, Value* function) {
    const llvm::Api& api = emit.unit().api;
    for (unsigned i = 0; i < api.CountParams(function); ++i) {
        unsigned place = llvm::first_parameter + i;
        api.RemoveEnumAttributeAtIndex(function, place, kinds.struct_result);
        Attribute* by_value = api.GetEnumAttributeAtIndex(function, place, kinds.by_value);
        if (!by_value) continue;
        Type* structure = api.GetTypeAttributeValue(by_value);
        api.RemoveEnumAttributeAtIndex(function, place, kinds.by_value);
        if (!api.IsDeclaration(function)) copy_in_callee(emit, kinds, function, i, structure);
    }
}

void fix_call(const Unit& unit, const Kinds& kinds, Value* call) {
    unsigned count = unit.api.CountParamTypes(unit.api.GetCalledFunctionType(call));
    for (unsigned i = 0; i < count; ++i)
        for (unsigned kind : {kinds.struct_result, kinds.by_value})
            unit.api.RemoveCallSiteEnumAttribute(call, llvm::first_parameter + i, kind);
}

}  // namespace

void make_by_value_explicit(const Unit& unit) {
    Kinds kinds{attribute_kind(unit, "byval"), attribute_kind(unit, "sret"),
                attribute_kind(unit, "align")};
    Emit emit(unit);
    for (Value* function : functions(unit)) {
        fix_function(emit, kinds, function);
        for (Value* instruction : instructions(unit, function))
            if (unit.api.GetInstructionOpcode(instruction) == llvm::opcode_call)
                fix_call(unit, kinds, instruction);
    }
}

}  // namespace orrery::lower
