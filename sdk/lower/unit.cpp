#include "sdk/lower/unit.hpp"

namespace orrery::lower {

using llvm::Block;
using llvm::Value;

std::vector<Value*> functions(const Unit& unit) {
    std::vector<Value*> all;
    for (Value* f = unit.api.GetFirstFunction(unit.module); f; f = unit.api.GetNextFunction(f))
        all.push_back(f);
    return all;
}

std::vector<Value*> instructions(const Unit& unit, Value* function) {
    const llvm::Api& api = unit.api;
    std::vector<Value*> all;
    for (Block* b = api.GetFirstBasicBlock(function); b; b = api.GetNextBasicBlock(b))
        for (Value* i = api.GetFirstInstruction(b); i; i = api.GetNextInstruction(i))
            all.push_back(i);
    return all;
}

unsigned intrinsic_of(const Unit& unit, Value* instruction) {
    if (unit.api.GetInstructionOpcode(instruction) != llvm::opcode_call) return 0;
    Value* callee = unit.api.IsAFunction(unit.api.GetCalledValue(instruction));
    return callee ? unit.api.GetIntrinsicID(callee) : 0;
}

unsigned intrinsic_id(const Unit& unit, std::string_view name) {
    return unit.api.LookupIntrinsicID(name.data(), name.size());
}

unsigned attribute_kind(const Unit& unit, std::string_view name) {
    return unit.api.GetEnumAttributeKindForName(name.data(), name.size());
}

std::string_view name_of(const Unit& unit, Value* value) {
    std::size_t length = 0;
    const char* name = unit.api.GetValueName2(value, &length);
    return {name, length};
}

}  // namespace orrery::lower
