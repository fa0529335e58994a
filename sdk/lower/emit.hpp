#pragma once

#include <span>

#include "sdk/lower/unit.hpp"

namespace orrery::lower {

/// Writes instructions before one place, with that place's source location. One thread's.
class Emit {
  public:
    using Value = llvm::Value;
    using Type = llvm::Type;

    explicit Emit(const Unit& unit)
        : unit_(unit),
          api_(unit.api),
          builder_(api_.CreateBuilderInContext(unit.context)),
          entry_builder_(api_.CreateBuilderInContext(unit.context)) {}
    ~Emit() {
        api_.DisposeBuilder(builder_);
        api_.DisposeBuilder(entry_builder_);
    }
    Emit(const Emit&) = delete;
    Emit& operator=(const Emit&) = delete;

    void before(Value* instruction) {
        api_.PositionBuilderBefore(builder_, instruction);
        function_ = api_.GetBasicBlockParent(api_.GetInstructionParent(instruction));
    }
    [[nodiscard]] const Unit& unit() const { return unit_; }

    [[nodiscard]] Type* nothing() const { return api_.VoidTypeInContext(unit_.context); }
    [[nodiscard]] Type* pointer() const { return api_.PointerTypeInContext(unit_.context, 0); }
    [[nodiscard]] Type* integer(unsigned bits) const {
        return api_.IntTypeInContext(unit_.context, bits);
    }
    [[nodiscard]] Value* number(std::uint64_t value, unsigned bits = 64) const {
        return api_.ConstInt(integer(bits), value, 0);
    }
    /// 0 for what is no integer.
    [[nodiscard]] unsigned width(Value* value) const {
        Type* type = api_.TypeOf(value);
        return api_.GetTypeKind(type) == llvm::kind_integer ? api_.GetIntTypeWidth(type) : 0;
    }

    Value* add(Value* a, Value* b) { return api_.BuildAdd(builder_, a, b, ""); }
    Value* sub(Value* a, Value* b) { return api_.BuildSub(builder_, a, b, ""); }
    Value* mul(Value* a, Value* b) { return api_.BuildMul(builder_, a, b, ""); }
    Value* udiv(Value* a, Value* b) { return api_.BuildUDiv(builder_, a, b, ""); }
    Value* urem(Value* a, Value* b) { return api_.BuildURem(builder_, a, b, ""); }
    Value* bit_and(Value* a, Value* b) { return api_.BuildAnd(builder_, a, b, ""); }
    Value* bit_or(Value* a, Value* b) { return api_.BuildOr(builder_, a, b, ""); }
    Value* bit_xor(Value* a, Value* b) { return api_.BuildXor(builder_, a, b, ""); }
    Value* shl(Value* a, Value* n) { return api_.BuildShl(builder_, a, n, ""); }
    Value* lshr(Value* a, Value* n) { return api_.BuildLShr(builder_, a, n, ""); }
    Value* ashr(Value* a, Value* n) { return api_.BuildAShr(builder_, a, n, ""); }
    Value* equal(Value* a, Value* b) { return compare(llvm::int_eq, a, b); }
    Value* differ(Value* a, Value* b) { return compare(llvm::int_ne, a, b); }
    Value* less(Value* a, Value* b) { return compare(llvm::int_ult, a, b); }  // unsigned
    Value* select(Value* which, Value* a, Value* b) {
        return api_.BuildSelect(builder_, which, a, b, "");
    }

    Value* zero_extend(Value* v, unsigned bits) {
        return api_.BuildZExtOrBitCast(builder_, v, integer(bits), "");
    }
    Value* sign_extend(Value* v, unsigned bits) {
        return api_.BuildSExtOrBitCast(builder_, v, integer(bits), "");
    }
    Value* truncate(Value* v, unsigned bits) {
        return api_.BuildTruncOrBitCast(builder_, v, integer(bits), "");
    }

    Value* load(Type* type, Value* from) { return api_.BuildLoad2(builder_, type, from, ""); }
    void store(Value* value, Value* to) { api_.BuildStore(builder_, value, to); }
    Value* field(Type* structure, Value* base, unsigned index) {
        return api_.BuildStructGEP2(builder_, structure, base, index, "");
    }
    Value* insert(Value* aggregate, Value* value, unsigned index) {
        return api_.BuildInsertValue(builder_, aggregate, value, index, "");
    }
    void copy(Value* to, unsigned to_align, Value* from, unsigned from_align, std::uint64_t size) {
        api_.BuildMemCpy(builder_, to, to_align, from, from_align, number(size));
    }
    void return_nothing() { api_.BuildRetVoid(builder_); }

    Value* call(Type* type, Value* function, std::span<Value*> arguments) {
        return api_.BuildCall2(builder_, type, function, arguments.data(),
                               static_cast<unsigned>(arguments.size()), "");
    }
    /// Calls a function by name that returns nothing, declaring it where the module doesn't.
    Value* call(const char* name, std::span<Value*> arguments);

    /// Room in this function's frame, aligned to 8.
    Value* local(Type* type);

  private:
    Value* compare(int predicate, Value* a, Value* b) {
        return api_.BuildICmp(builder_, predicate, a, b, "");
    }

    const Unit& unit_;
    const llvm::Api& api_;
    llvm::Builder* builder_;
    llvm::Builder* entry_builder_;
    Value* function_ = nullptr;
};

/// A pair of 64-bit halves: sBPF's registers hold no more.
struct Wide {
    llvm::Value* low;
    llvm::Value* high;
};

}  // namespace orrery::lower
