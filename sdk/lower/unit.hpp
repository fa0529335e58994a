#pragma once

#include <string_view>
#include <vector>

#include "sdk/lower/llvm_api.hpp"

namespace orrery::lower {

/// The module that the steps rewrite, with what each of them needs. Borrowed; one thread's.
struct Unit {
    const llvm::Api& api;
    llvm::Context* context;
    llvm::Module* module;
    llvm::TargetData* layout;
};

/// All functions, declarations too. A copy, so that the caller may add and erase.
[[nodiscard]] std::vector<llvm::Value*> functions(const Unit& unit);

/// A function's instructions in order, none for a declaration. A copy, as above.
[[nodiscard]] std::vector<llvm::Value*> instructions(const Unit& unit, llvm::Value* function);

/// A call's intrinsic, 0 where it calls something else or is no call.
[[nodiscard]] unsigned intrinsic_of(const Unit& unit, llvm::Value* instruction);

/// The number that this libLLVM gives an intrinsic (without the types in its name).
[[nodiscard]] unsigned intrinsic_id(const Unit& unit, std::string_view name);

[[nodiscard]] unsigned attribute_kind(const Unit& unit, std::string_view name);

[[nodiscard]] std::string_view name_of(const Unit& unit, llvm::Value* value);

}  // namespace orrery::lower
