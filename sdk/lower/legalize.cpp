#include "sdk/lower/legalize.hpp"

#include <algorithm>
#include <array>

#include "sdk/lower/arithmetic.hpp"
#include "sdk/lower/dead_ends.hpp"

namespace orrery::lower {
namespace {

using llvm::Value;

// Up to here a copy in line costs fewer units than the syscall's 10 and its call.
constexpr std::uint64_t inline_copy_bytes = 64;
constexpr std::uint64_t inline_fill_bytes = 128;
// sBPF reads and writes at any address, so that the back end needn't take accesses apart.
constexpr unsigned access_align = 8;

enum class Rewrite { keep, erase };

void raise_argument_align(const Unit& unit, Value* call, unsigned index) {
    unsigned kind = attribute_kind(unit, "align");
    unsigned place = llvm::first_parameter + index;
    unit.api.RemoveCallSiteEnumAttribute(call, place, kind);
    unit.api.AddCallSiteAttribute(call, place,
                                  unit.api.CreateEnumAttribute(unit.context, kind, access_align));
}

bool is_short(const Unit& unit, Value* length, std::uint64_t limit) {
    return unit.api.IsAConstantInt(length) && unit.api.ConstIntGetZExtValue(length) <= limit;
}

// llvm.memcpy may copy something onto itself, as clang does for `a = b ? c : a`; sol_memcpy_ would
// end the program. sol_memmove_ costs no more.
Rewrite copy(Emit& e, Value* call) {
    const Unit& unit = e.unit();
    Value* length = unit.api.GetOperand(call, 2);
    if (is_short(unit, length, inline_copy_bytes)) {
        raise_argument_align(unit, call, 0);
        raise_argument_align(unit, call, 1);
        return Rewrite::keep;
    }
    std::array arguments{unit.api.GetOperand(call, 0), unit.api.GetOperand(call, 1),
                         e.zero_extend(length, 64)};
    e.call("sol_memmove_", arguments);
    return Rewrite::erase;
}

Rewrite fill(Emit& e, Value* call) {
    const Unit& unit = e.unit();
    Value* length = unit.api.GetOperand(call, 2);
    if (is_short(unit, length, inline_fill_bytes)) {
        raise_argument_align(unit, call, 0);
        return Rewrite::keep;
    }
    std::array arguments{unit.api.GetOperand(call, 0),
                         e.zero_extend(unit.api.GetOperand(call, 1), 64),
                         e.zero_extend(length, 64)};
    e.call("sol_memset_", arguments);
    return Rewrite::erase;
}

Rewrite trap(Emit& e, Value*) {
    e.call("abort", {});
    return Rewrite::erase;
}

Rewrite replace(Emit& e, Value* instruction, Value* result) {
    if (!result) return Rewrite::keep;
    e.unit().api.ReplaceAllUsesWith(instruction, result);
    return Rewrite::erase;
}

Rewrite checked_unsigned(Emit& e, Value* call) {
    return replace(e, call, multiply_checked(e, call, false));
}
Rewrite checked_signed(Emit& e, Value* call) {
    return replace(e, call, multiply_checked(e, call, true));
}
Rewrite funnel_left(Emit& e, Value* call) { return replace(e, call, funnel_shift(e, call, true)); }
Rewrite funnel_right(Emit& e, Value* call) {
    return replace(e, call, funnel_shift(e, call, false));
}

struct IntrinsicRow {
    std::string_view name;
    Rewrite (*rewrite)(Emit&, Value*);
};
constexpr IntrinsicRow intrinsic_rows[] = {
    {"llvm.memcpy", copy},
    {"llvm.memcpy.inline", copy},
    {"llvm.memmove", copy},
    {"llvm.memset", fill},
    {"llvm.memset.inline", fill},
    {"llvm.trap", trap},
    {"llvm.debugtrap", trap},
    {"llvm.ubsantrap", trap},
    {"llvm.umul.with.overflow", checked_unsigned},
    {"llvm.smul.with.overflow", checked_signed},
    {"llvm.fshl", funnel_left},
    {"llvm.fshr", funnel_right},
};
constexpr std::size_t intrinsic_count = std::size(intrinsic_rows);

/// Rewrites one instruction after the other; knows this libLLVM's numbers for the intrinsics.
class Legalizer {
  public:
    explicit Legalizer(const Unit& unit) : unit_(unit), emit_(unit) {
        for (std::size_t i = 0; i < intrinsic_count; ++i)
            ids_[i] = intrinsic_id(unit, intrinsic_rows[i].name);
    }

    void rewrite(Value* instruction) {
        emit_.before(instruction);
        if (rewritten(instruction) == Rewrite::erase)
            unit_.api.InstructionEraseFromParent(instruction);
    }

  private:
    Rewrite rewritten(Value* instruction) {
        switch (unit_.api.GetInstructionOpcode(instruction)) {
            case llvm::opcode_load:
                raise_align(instruction, unit_.api.TypeOf(instruction));
                return Rewrite::keep;
            case llvm::opcode_store:
                raise_align(instruction, unit_.api.TypeOf(unit_.api.GetOperand(instruction, 0)));
                return Rewrite::keep;
            case llvm::opcode_call:
                return intrinsic(instruction);
            case llvm::opcode_unreachable:
                close_dead_end(emit_, instruction);
                return Rewrite::keep;
            default:
                return replace(emit_, instruction, replace_arithmetic(emit_, instruction));
        }
    }

    void raise_align(Value* access, llvm::Type* type) const {
        unsigned align = std::min(access_align, unit_.api.ABIAlignmentOfType(unit_.layout, type));
        if (unit_.api.GetAlignment(access) < align) unit_.api.SetAlignment(access, align);
    }

    Rewrite intrinsic(Value* call) {
        unsigned id = intrinsic_of(unit_, call);
        if (id == 0) return Rewrite::keep;
        auto found = std::find(ids_.begin(), ids_.end(), id);
        if (found == ids_.end()) return Rewrite::keep;
        return intrinsic_rows[found - ids_.begin()].rewrite(emit_, call);
    }

    const Unit& unit_;
    Emit emit_;
    std::array<unsigned, intrinsic_count> ids_{};
};

}  // namespace

void legalize_instructions(const Unit& unit) {
    Legalizer legalizer(unit);
    for (Value* function : functions(unit))
        for (Value* instruction : instructions(unit, function)) legalizer.rewrite(instruction);
}

}  // namespace orrery::lower
