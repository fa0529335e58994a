#include "sdk/lower/emit.hpp"

namespace orrery::lower {

using llvm::Type;
using llvm::Value;

Value* Emit::call(const char* name, std::span<Value*> arguments) {
    std::vector<Type*> types;
    for (Value* argument : arguments) types.push_back(api_.TypeOf(argument));
    Type* type = api_.FunctionType(nothing(), types.data(), static_cast<unsigned>(types.size()), 0);
    Value* function = api_.GetNamedFunction(unit_.module, name);
    if (!function) function = api_.AddFunction(unit_.module, name, type);
    return call(type, function, arguments);
}

Value* Emit::local(Type* type) {
    // Anywhere but in the entry block an alloca grows the frame while running.
    api_.PositionBuilderBefore(entry_builder_,
                               api_.GetFirstInstruction(api_.GetEntryBasicBlock(function_)));
    Value* room = api_.BuildAlloca(entry_builder_, type, "");
    api_.SetAlignment(room, 8);
    return room;
}

}  // namespace orrery::lower
