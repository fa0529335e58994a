#include "sdk/lower/dead_ends.hpp"

namespace orrery::lower {
namespace {

using llvm::Value;

// The instruction before one of the same block; nullptr for the first.
Value* previous(const Unit& unit, Value* instruction) {
    Value* before = nullptr;
    Value* at = unit.api.GetFirstInstruction(unit.api.GetInstructionParent(instruction));
    for (; at != instruction; at = unit.api.GetNextInstruction(at)) before = at;
    return before;
}

bool never_returns(const Unit& unit, Value* instruction) {
    if (unit.api.GetInstructionOpcode(instruction) != llvm::opcode_call) return false;
    unsigned kind = attribute_kind(unit, "noreturn");
    if (unit.api.GetCallSiteEnumAttribute(instruction, llvm::function_attributes, kind))
        return true;
    Value* callee = unit.api.IsAFunction(unit.api.GetCalledValue(instruction));
    if (!callee) return false;
    return name_of(unit, callee) == "abort" ||
           unit.api.GetEnumAttributeAtIndex(callee, llvm::function_attributes, kind) != nullptr;
}

bool is_default_of_switch(const Unit& unit, llvm::Block* block) {
    Value* function = unit.api.GetBasicBlockParent(block);
    llvm::Block* other = unit.api.GetFirstBasicBlock(function);
    for (; other; other = unit.api.GetNextBasicBlock(other)) {
        Value* end = unit.api.GetBasicBlockTerminator(other);
        bool is_switch = end && unit.api.GetInstructionOpcode(end) == llvm::opcode_switch;
        if (is_switch && unit.api.GetSwitchDefaultDest(end) == block) return true;
    }
    return false;
}

}  // namespace

void close_dead_end(Emit& emit, Value* unreachable) {
    const Unit& unit = emit.unit();
    Value* before = previous(unit, unreachable);
    if (before && never_returns(unit, before)) return;
    if (!before && is_default_of_switch(unit, unit.api.GetInstructionParent(unreachable))) return;
    emit.call("abort", {});
}

}  // namespace orrery::lower
