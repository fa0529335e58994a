#include "sdk/lower/refusals.hpp"

#include <string>

#include "sdk/lower/messages.hpp"
#include "sdk/sbpf/demangle.hpp"

namespace orrery::lower {
namespace {

using llvm::Value;

constexpr const char* no_floats =
    "floating point can't be used on chain; use integers or fixed-point numbers";
constexpr const char* no_addresses =
    "a function's frame and return address can't be asked for on chain";
constexpr const char* no_ellipsis = "functions with '...' can't be used on chain";
constexpr const char* no_dynamic_locals =
    "a local array's size must be known when compiling: neither variable-length arrays nor alloca "
    "can be used on chain";
constexpr const char* no_computed_goto = "labels can't be jumped to by address; use a switch";
constexpr const char* no_exceptions = "exceptions can't be used on chain; use -fno-exceptions";
constexpr const char* no_vectors = "vector types can't be used on chain; use a loop";

struct OpcodeRow {
    int opcode;
    const char* words;
};
constexpr OpcodeRow opcode_rows[] = {
    {llvm::opcode_fadd, no_floats},
    {llvm::opcode_fsub, no_floats},
    {llvm::opcode_fmul, no_floats},
    {llvm::opcode_fdiv, no_floats},
    {llvm::opcode_frem, no_floats},
    {llvm::opcode_fneg, no_floats},
    {llvm::opcode_fcmp, no_floats},
    {llvm::opcode_float_to_unsigned, no_floats},
    {llvm::opcode_float_to_signed, no_floats},
    {llvm::opcode_unsigned_to_float, no_floats},
    {llvm::opcode_signed_to_float, no_floats},
    {llvm::opcode_float_truncate, no_floats},
    {llvm::opcode_float_extend, no_floats},
    {llvm::opcode_indirect_branch, no_computed_goto},
    {llvm::opcode_invoke, no_exceptions},
    {llvm::opcode_va_arg, no_ellipsis},
};

struct IntrinsicRow {
    std::string_view name;
    const char* words;
};
constexpr IntrinsicRow intrinsic_rows[] = {
    {"llvm.returnaddress", no_addresses},
    {"llvm.addressofreturnaddress", no_addresses},
    {"llvm.frameaddress", no_addresses},
    {"llvm.va_start", no_ellipsis},
};

const char* refused_opcode(const Unit& unit, Value* instruction) {
    int opcode = unit.api.GetInstructionOpcode(instruction);
    for (const OpcodeRow& row : opcode_rows)
        if (row.opcode == opcode) return row.words;
    bool is_vector = unit.api.IsABinaryOperator(instruction) &&
                     unit.api.GetTypeKind(unit.api.TypeOf(instruction)) == llvm::kind_vector;
    return is_vector ? no_vectors : nullptr;
}

const char* refused_call(const Unit& unit, Value* instruction) {
    if (unit.api.GetInstructionOpcode(instruction) != llvm::opcode_call) return nullptr;
    int kind = unit.api.GetTypeKind(unit.api.TypeOf(instruction));
    if (kind >= llvm::kind_first_float && kind <= llvm::kind_last_float) return no_floats;
    unsigned id = intrinsic_of(unit, instruction);
    if (id == 0) return nullptr;
    for (const IntrinsicRow& row : intrinsic_rows)
        if (intrinsic_id(unit, row.name) == id) return row.words;
    return nullptr;
}

void set_place(const Unit& unit, LowerError& error, Value* instruction) {
    unsigned length = 0;
    const char* file = unit.api.GetDebugLocFilename(instruction, &length);
    if (!file || length == 0) return;
    error.file.assign(file, length);
    error.line = unit.api.GetDebugLocLine(instruction);
    error.column = unit.api.GetDebugLocColumn(instruction);
}

void set_place_of_function(const Unit& unit, LowerError& error, Value* function) {
    llvm::Metadata* subprogram = unit.api.GetSubprogram(function);
    if (!subprogram) return;
    llvm::Metadata* file = unit.api.DIScopeGetFile(subprogram);
    unsigned length = 0;
    const char* name = file ? unit.api.DIFileGetFilename(file, &length) : nullptr;
    if (!name) return;
    error.file.assign(name, length);
    error.line = unit.api.DISubprogramGetLine(subprogram);
}

std::uint64_t size_of_local(const Unit& unit, Value* local) {
    return unit.api.ABISizeOfType(unit.layout, unit.api.GetAllocatedType(local));
}

std::string too_large(const Unit& unit, Value* local, std::uint64_t bytes, std::uint32_t room) {
    std::string_view name = name_of(unit, local);
    std::string what = name.empty() ? "a local" : "the local '" + std::string(name) + "'";
    return what + " of " + std::to_string(bytes) + " bytes doesn't fit in a stack frame of " +
           std::to_string(room) + "; put it on the heap or in an account";
}

/// Finds what is wrong with one function after the other.
class Inspection {
  public:
    Inspection(const Unit& unit, std::uint32_t stack_bytes)
        : unit_(unit), stack_bytes_(stack_bytes) {}

    void inspect(Value* function) {
        if (unit_.api.IsDeclaration(function)) return;
        if (unit_.api.IsFunctionVarArg(unit_.api.GlobalGetValueType(function)))
            add(function, no_ellipsis, nullptr);
        for (Value* instruction : instructions(unit_, function)) {
            if (const char* words = refused_opcode(unit_, instruction))
                add(function, words, instruction);
            else if (const char* call = refused_call(unit_, instruction))
                add(function, call, instruction);
            else if (unit_.api.IsAAllocaInst(instruction))
                inspect_local(function, instruction);
        }
    }
    [[nodiscard]] std::vector<LowerError> take() { return std::move(errors_); }

  private:
    void inspect_local(Value* function, Value* local) {
        if (!unit_.api.IsAConstantInt(unit_.api.GetOperand(local, 0)))  // how many of the type
            return add(function, no_dynamic_locals, local);
        std::uint64_t bytes = size_of_local(unit_, local);
        if (bytes > stack_bytes_)
            add(function, too_large(unit_, local, bytes, stack_bytes_), nullptr);
    }

    void add(Value* function, std::string words, Value* instruction) {
        LowerError error;
        error.message = std::move(words);
        error.function = sbpf::readable_name(name_of(unit_, function));
        if (instruction) set_place(unit_, error, instruction);
        if (error.file.empty()) set_place_of_function(unit_, error, function);
        add_once(errors_, std::move(error));
    }

    const Unit& unit_;
    std::uint32_t stack_bytes_;
    std::vector<LowerError> errors_;
};

}  // namespace

std::vector<LowerError> find_refusals(const Unit& unit, std::uint32_t stack_bytes) {
    Inspection inspection(unit, stack_bytes);
    for (Value* function : functions(unit)) inspection.inspect(function);
    return inspection.take();
}

std::string largest_local(const Unit& unit, std::string_view function) {
    Value* found = nullptr;
    for (Value* one : functions(unit)) {
        if (sbpf::readable_name(name_of(unit, one)) != function) continue;
        for (Value* instruction : instructions(unit, one)) {
            if (!unit.api.IsAAllocaInst(instruction) || name_of(unit, instruction).empty())
                continue;
            if (!found || size_of_local(unit, instruction) > size_of_local(unit, found))
                found = instruction;
        }
    }
    if (!found) return {};
    return "'" + std::string(name_of(unit, found)) + "' of " +
           std::to_string(size_of_local(unit, found)) + " bytes";
}

}  // namespace orrery::lower
