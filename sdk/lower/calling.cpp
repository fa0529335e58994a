#include "sdk/lower/calling.hpp"

#include <algorithm>
#include <string>

#include "sdk/lower/emit.hpp"

namespace orrery::lower {
namespace {

using llvm::Attribute;
using llvm::Block;
using llvm::Type;
using llvm::Value;

constexpr unsigned argument_registers = 5;

/// How a function type is passed.
struct Convention {
    Type* type = nullptr;  // of the function as BPF sees it
    Type* result = nullptr;
    Type* packed = nullptr;   // what the last argument points to; nullptr where all fit
    unsigned direct = 0;      // so many parameters are passed as they are
    bool by_pointer = false;  // the result
};

std::vector<Type*> parameters(const Unit& unit, Type* function) {
    std::vector<Type*> types(unit.api.CountParamTypes(function));
    unit.api.GetParamTypes(function, types.data());
    return types;
}

unsigned registers(const Unit& unit, Type* type) {
    std::uint64_t bytes = unit.api.ABISizeOfType(unit.layout, type);
    return static_cast<unsigned>(std::max<std::uint64_t>(1, (bytes + 7) / 8));
}

unsigned registers(const Unit& unit, const std::vector<Type*>& types) {
    unsigned all = 0;
    for (Type* type : types) all += registers(unit, type);
    return all;
}

bool needs_pointer(const Unit& unit, Type* result) {
    const llvm::Api& api = unit.api;
    switch (api.GetTypeKind(result)) {
        case llvm::kind_void:
            return false;
        case llvm::kind_struct:
            if (api.CountStructElementTypes(result) > 1) return true;
            break;
        case llvm::kind_array:
            if (api.GetArrayLength2(result) > 1) return true;
            break;
        default:
            break;
    }
    return api.SizeOfTypeInBits(unit.layout, result) > 64;
}

bool needs_convention(const Unit& unit, Type* function) {
    if (unit.api.IsFunctionVarArg(function)) return false;
    if (needs_pointer(unit, unit.api.GetReturnType(function))) return true;
    return registers(unit, parameters(unit, function)) > argument_registers;
}

/// How many of the parameters are passed as they are.
unsigned direct_parameters(const Unit& unit, const std::vector<Type*>& types, unsigned taken) {
    if (taken + registers(unit, types) <= argument_registers)
        return static_cast<unsigned>(types.size());
    unsigned direct = 0;
    for (Type* type : types) {
        taken += registers(unit, type);
        if (taken > argument_registers - 1) break;
        ++direct;
    }
    return direct;
}

Convention convention_of(Emit& emit, Type* function) {
    const Unit& unit = emit.unit();
    const llvm::Api& api = unit.api;
    Convention c;
    c.result = api.GetReturnType(function);
    c.by_pointer = needs_pointer(unit, c.result);
    std::vector<Type*> types = parameters(unit, function);
    c.direct = direct_parameters(unit, types, c.by_pointer ? 1 : 0);

    std::vector<Type*> passed;
    if (c.by_pointer) passed.push_back(emit.pointer());
    passed.insert(passed.end(), types.begin(), types.begin() + c.direct);
    if (c.direct < types.size()) {
        auto rest = static_cast<unsigned>(types.size()) - c.direct;
        c.packed = api.StructTypeInContext(unit.context, types.data() + c.direct, rest, 0);
        passed.push_back(emit.pointer());
    }
    c.type = api.FunctionType(c.by_pointer ? emit.nothing() : c.result, passed.data(),
                              static_cast<unsigned>(passed.size()), 0);
    return c;
}

Value* pack(Emit& emit, const Convention& c, Value* call, unsigned count) {
    Value* room = emit.local(c.packed);
    for (unsigned i = c.direct; i < count; ++i)
        emit.store(emit.unit().api.GetOperand(call, i), emit.field(c.packed, room, i - c.direct));
    return room;
}

void keep_noreturn(const Unit& unit, Value* from, Value* to) {
    unsigned kind = attribute_kind(unit, "noreturn");
    if (unit.api.GetCallSiteEnumAttribute(from, llvm::function_attributes, kind))
        unit.api.AddCallSiteAttribute(to, llvm::function_attributes,
                                      unit.api.CreateEnumAttribute(unit.context, kind, 0));
}

void fix_call(Emit& emit, Value* call) {
    const llvm::Api& api = emit.unit().api;
    Type* function = api.GetCalledFunctionType(call);
    Convention c = convention_of(emit, function);
    emit.before(call);
    Value* result = c.by_pointer ? emit.local(c.result) : nullptr;
    std::vector<Value*> arguments;
    if (result) arguments.push_back(result);
    for (unsigned i = 0; i < c.direct; ++i) arguments.push_back(api.GetOperand(call, i));
    if (c.packed) arguments.push_back(pack(emit, c, call, api.CountParamTypes(function)));

    Value* made = emit.call(c.type, api.GetCalledValue(call), arguments);
    api.SetInstructionCallConv(made, api.GetInstructionCallConv(call));
    keep_noreturn(emit.unit(), call, made);
    if (api.GetTypeKind(c.result) != llvm::kind_void)
        api.ReplaceAllUsesWith(call, result ? emit.load(c.result, result) : made);
    api.InstructionEraseFromParent(call);
}

bool is_ordinary_call(const Unit& unit, Value* instruction) {
    return unit.api.GetInstructionOpcode(instruction) == llvm::opcode_call &&
           !unit.api.IsAInlineAsm(unit.api.GetCalledValue(instruction)) &&
           intrinsic_of(unit, instruction) == 0;
}

/// The function's own attributes: not what was said of its memory, nor of parameters that moved.
void copy_attributes(const Unit& unit, Value* from, Value* to) {
    unsigned memory = attribute_kind(unit, "memory");
    std::vector<Attribute*> all(unit.api.GetAttributeCountAtIndex(from, llvm::function_attributes));
    unit.api.GetAttributesAtIndex(from, llvm::function_attributes, all.data());
    for (Attribute* attribute : all)
        if (unit.api.IsStringAttribute(attribute) ||
            unit.api.GetEnumAttributeKind(attribute) != memory)
            unit.api.AddAttributeAtIndex(to, llvm::function_attributes, attribute);
}

Value* declare_like(const Unit& unit, Value* old, Type* type) {
    const llvm::Api& api = unit.api;
    std::string name(name_of(unit, old));
    api.SetValueName2(old, "", 0);
    Value* made = api.AddFunction(unit.module, name.c_str(), type);
    api.SetLinkage(made, api.GetLinkage(old));
    api.SetVisibility(made, api.GetVisibility(old));
    api.SetUnnamedAddress(made, api.GetUnnamedAddress(old));
    api.SetFunctionCallConv(made, api.GetFunctionCallConv(old));
    if (auto* comdat = api.GetComdat(old)) api.SetComdat(made, comdat);
    if (const char* section = api.GetSection(old); section && *section)
        api.SetSection(made, section);
    if (auto* subprogram = api.GetSubprogram(old)) api.SetSubprogram(made, subprogram);
    copy_attributes(unit, old, made);
    return made;
}

void move_body(const llvm::Api& api, Value* from, Value* to) {
    while (Block* block = api.GetFirstBasicBlock(from)) {
        api.RemoveBasicBlockFromParent(block);
        api.AppendExistingBasicBlock(to, block);
    }
}

void fix_parameters(Emit& emit, const Convention& c, Value* old, Value* made) {
    const llvm::Api& api = emit.unit().api;
    emit.before(api.GetFirstInstruction(api.GetEntryBasicBlock(made)));
    unsigned shift = c.by_pointer ? 1 : 0;
    for (unsigned i = 0; i < api.CountParams(old); ++i) {
        Value* parameter = api.GetParam(old, i);
        Value* found = nullptr;
        if (i < c.direct) {
            found = api.GetParam(made, shift + i);
        } else {
            Value* packed = api.GetParam(made, shift + c.direct);
            found = emit.load(api.TypeOf(parameter), emit.field(c.packed, packed, i - c.direct));
        }
        api.ReplaceAllUsesWith(parameter, found);
    }
}

void fix_returns(Emit& emit, Value* function) {
    const llvm::Api& api = emit.unit().api;
    for (Block* b = api.GetFirstBasicBlock(function); b; b = api.GetNextBasicBlock(b)) {
        Value* last = api.GetBasicBlockTerminator(b);
        if (!last || api.GetInstructionOpcode(last) != llvm::opcode_ret) continue;
        emit.before(last);
        emit.store(api.GetOperand(last, 0), api.GetParam(function, 0));
        emit.return_nothing();
        api.InstructionEraseFromParent(last);
    }
}

void fix_function(Emit& emit, Value* old) {
    const llvm::Api& api = emit.unit().api;
    Convention c = convention_of(emit, api.GlobalGetValueType(old));
    Value* made = declare_like(emit.unit(), old, c.type);
    if (!api.IsDeclaration(old)) {
        move_body(api, old, made);
        fix_parameters(emit, c, old, made);
        if (c.by_pointer) fix_returns(emit, made);
    }
    api.ReplaceAllUsesWith(old, made);
    api.DeleteFunction(old);
}

}  // namespace

void legalize_calls(const Unit& unit) {
    const llvm::Api& api = unit.api;
    Emit emit(unit);
    for (Value* function : functions(unit))
        for (Value* instruction : instructions(unit, function))
            if (is_ordinary_call(unit, instruction) &&
                needs_convention(unit, api.GetCalledFunctionType(instruction)))
                fix_call(emit, instruction);
    for (Value* function : functions(unit))
        if (api.GetIntrinsicID(function) == 0 &&
            needs_convention(unit, api.GlobalGetValueType(function)))
            fix_function(emit, function);
}

}  // namespace orrery::lower
