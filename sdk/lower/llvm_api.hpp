#pragma once

#include <cstddef>
#include <cstdint>

/// The part of LLVM 19's C API that the lowering uses, declared here so that no LLVM headers are
/// needed to build. Source: llvm-c/{Core,Target,TargetMachine,BitReader,Analysis,DebugInfo}.h and
/// llvm-c/Transforms/PassBuilder.h of LLVM 19.1.
namespace orrery::lower::llvm {

struct Context;
struct Module;
struct Type;
struct Value;
struct Block;
struct Builder;
struct Attribute;
struct Buffer;
struct Comdat;
struct Metadata;
struct Target;
struct TargetData;
struct Machine;
struct PassOptions;
struct Error;
struct Diagnostic;

using Bool = int;
using DiagnosticHandler = void (*)(Diagnostic*, void*);
using FatalHandler = void (*)(const char*);

enum Opcode : int {
    opcode_ret = 1,
    opcode_switch = 3,
    opcode_indirect_branch = 4,
    opcode_invoke = 5,
    opcode_unreachable = 7,
    opcode_fadd = 9,
    opcode_fsub = 11,
    opcode_mul = 12,
    opcode_fmul = 13,
    opcode_udiv = 14,
    opcode_sdiv = 15,
    opcode_fdiv = 16,
    opcode_urem = 17,
    opcode_srem = 18,
    opcode_frem = 19,
    opcode_shl = 20,
    opcode_lshr = 21,
    opcode_ashr = 22,
    opcode_load = 27,
    opcode_store = 28,
    opcode_float_to_unsigned = 33,
    opcode_float_to_signed = 34,
    opcode_unsigned_to_float = 35,
    opcode_signed_to_float = 36,
    opcode_float_truncate = 37,
    opcode_float_extend = 38,
    opcode_fcmp = 43,
    opcode_call = 45,
    opcode_va_arg = 49,
    opcode_fneg = 66,
};
enum TypeKind : int {
    kind_void = 0,
    kind_first_float = 1,  // half
    kind_last_float = 6,   // ppc_fp128; between them the other formats
    kind_integer = 8,
    kind_struct = 10,
    kind_array = 11,
    kind_vector = 13,
};
enum Predicate : int { int_eq = 32, int_ne = 33, int_ult = 36 };
enum Linkage : int { linkage_available_externally = 1 };
enum Severity : int { severity_error = 0 };

inline constexpr unsigned function_attributes = ~0U;  // LLVMAttributeFunctionIndex
inline constexpr unsigned first_parameter = 1;        // parameter i's attributes stand at 1 + i
inline constexpr int global_unnamed_address = 2;
inline constexpr int verifier_returns = 2;  // LLVMReturnStatusAction
inline constexpr int relocation_static = 1, code_model_default = 0, object_file = 1;

// X(result, name without LLVM, parameters)
#define ORRERY_LLVM_FUNCTIONS(X)                                                                 \
    X(Context*, ContextCreate, ())                                                               \
    X(void, ContextSetDiagnosticHandler, (Context*, DiagnosticHandler, void*))                   \
    X(char*, GetDiagInfoDescription, (Diagnostic*))                                              \
    X(int, GetDiagInfoSeverity, (Diagnostic*))                                                   \
    X(void, DisposeMessage, (char*))                                                             \
    X(void, InstallFatalErrorHandler, (FatalHandler))                                            \
    X(void, ParseCommandLineOptions, (int, const char* const*, const char*))                     \
    X(Buffer*, CreateMemoryBufferWithMemoryRange, (const char*, std::size_t, const char*, Bool)) \
    X(const char*, GetBufferStart, (Buffer*))                                                    \
    X(std::size_t, GetBufferSize, (Buffer*))                                                     \
    X(Bool, ParseBitcodeInContext2, (Context*, Buffer*, Module**))                               \
    X(Bool, VerifyModule, (Module*, int, char**))                                                \
    X(const char*, GetTarget, (Module*))                                                         \
    X(void, SetModuleDataLayout, (Module*, TargetData*))                                         \
    X(void, InitializeBPFTargetInfo, ())                                                         \
    X(void, InitializeBPFTarget, ())                                                             \
    X(void, InitializeBPFTargetMC, ())                                                           \
    X(void, InitializeBPFAsmPrinter, ())                                                         \
    X(void, InitializeBPFAsmParser, ())                                                          \
    X(Bool, GetTargetFromTriple, (const char*, Target**, char**))                                \
    X(Machine*, CreateTargetMachine,                                                             \
      (Target*, const char*, const char*, const char*, int, int, int))                           \
    X(TargetData*, CreateTargetDataLayout, (Machine*))                                           \
    X(Bool, TargetMachineEmitToMemoryBuffer, (Machine*, Module*, int, char**, Buffer**))         \
    X(PassOptions*, CreatePassBuilderOptions, ())                                                \
    X(Error*, RunPasses, (Module*, const char*, Machine*, PassOptions*))                         \
    X(char*, GetErrorMessage, (Error*))                                                          \
    X(unsigned long long, SizeOfTypeInBits, (TargetData*, Type*))                                \
    X(unsigned long long, ABISizeOfType, (TargetData*, Type*))                                   \
    X(unsigned, ABIAlignmentOfType, (TargetData*, Type*))                                        \
    X(Type*, VoidTypeInContext, (Context*))                                                      \
    X(Type*, IntTypeInContext, (Context*, unsigned))                                             \
    X(Type*, PointerTypeInContext, (Context*, unsigned))                                         \
    X(Type*, StructTypeInContext, (Context*, Type**, unsigned, Bool))                            \
    X(Type*, FunctionType, (Type*, Type**, unsigned, Bool))                                      \
    X(int, GetTypeKind, (Type*))                                                                 \
    X(unsigned, GetIntTypeWidth, (Type*))                                                        \
    X(Type*, GetReturnType, (Type*))                                                             \
    X(unsigned, CountParamTypes, (Type*))                                                        \
    X(void, GetParamTypes, (Type*, Type**))                                                      \
    X(Bool, IsFunctionVarArg, (Type*))                                                           \
    X(unsigned, CountStructElementTypes, (Type*))                                                \
    X(std::uint64_t, GetArrayLength2, (Type*))                                                   \
    X(Value*, GetFirstFunction, (Module*))                                                       \
    X(Value*, GetNextFunction, (Value*))                                                         \
    X(Value*, GetNamedFunction, (Module*, const char*))                                          \
    X(Value*, AddFunction, (Module*, const char*, Type*))                                        \
    X(void, DeleteFunction, (Value*))                                                            \
    X(Value*, GetFirstGlobal, (Module*))                                                         \
    X(Value*, GetNextGlobal, (Value*))                                                           \
    X(Value*, GetInitializer, (Value*))                                                          \
    X(Bool, IsGlobalConstant, (Value*))                                                          \
    X(Bool, IsConstantString, (Value*))                                                          \
    X(Bool, IsNull, (Value*))                                                                    \
    X(Bool, IsDeclaration, (Value*))                                                             \
    X(int, GetLinkage, (Value*))                                                                 \
    X(void, SetLinkage, (Value*, int))                                                           \
    X(int, GetVisibility, (Value*))                                                              \
    X(void, SetVisibility, (Value*, int))                                                        \
    X(int, GetUnnamedAddress, (Value*))                                                          \
    X(void, SetUnnamedAddress, (Value*, int))                                                    \
    X(const char*, GetSection, (Value*))                                                         \
    X(void, SetSection, (Value*, const char*))                                                   \
    X(Comdat*, GetComdat, (Value*))                                                              \
    X(void, SetComdat, (Value*, Comdat*))                                                        \
    X(Metadata*, GetSubprogram, (Value*))                                                        \
    X(void, SetSubprogram, (Value*, Metadata*))                                                  \
    X(unsigned, DISubprogramGetLine, (Metadata*))                                                \
    X(Metadata*, DIScopeGetFile, (Metadata*))                                                    \
    X(const char*, DIFileGetFilename, (Metadata*, unsigned*))                                    \
    X(unsigned, GetDebugLocLine, (Value*))                                                       \
    X(unsigned, GetDebugLocColumn, (Value*))                                                     \
    X(const char*, GetDebugLocFilename, (Value*, unsigned*))                                     \
    X(Type*, GlobalGetValueType, (Value*))                                                       \
    X(const char*, GetValueName2, (Value*, std::size_t*))                                        \
    X(void, SetValueName2, (Value*, const char*, std::size_t))                                   \
    X(Type*, TypeOf, (Value*))                                                                   \
    X(void, ReplaceAllUsesWith, (Value*, Value*))                                                \
    X(unsigned, CountParams, (Value*))                                                           \
    X(Value*, GetParam, (Value*, unsigned))                                                      \
    X(unsigned, GetFunctionCallConv, (Value*))                                                   \
    X(void, SetFunctionCallConv, (Value*, unsigned))                                             \
    X(unsigned, GetEnumAttributeKindForName, (const char*, std::size_t))                         \
    X(unsigned, GetEnumAttributeKind, (Attribute*))                                              \
    X(std::uint64_t, GetEnumAttributeValue, (Attribute*))                                        \
    X(Type*, GetTypeAttributeValue, (Attribute*))                                                \
    X(Bool, IsStringAttribute, (Attribute*))                                                     \
    X(Attribute*, CreateEnumAttribute, (Context*, unsigned, std::uint64_t))                      \
    X(unsigned, GetAttributeCountAtIndex, (Value*, unsigned))                                    \
    X(void, GetAttributesAtIndex, (Value*, unsigned, Attribute**))                               \
    X(Attribute*, GetEnumAttributeAtIndex, (Value*, unsigned, unsigned))                         \
    X(void, AddAttributeAtIndex, (Value*, unsigned, Attribute*))                                 \
    X(void, RemoveEnumAttributeAtIndex, (Value*, unsigned, unsigned))                            \
    X(Attribute*, GetCallSiteEnumAttribute, (Value*, unsigned, unsigned))                        \
    X(void, AddCallSiteAttribute, (Value*, unsigned, Attribute*))                                \
    X(void, RemoveCallSiteEnumAttribute, (Value*, unsigned, unsigned))                           \
    X(Block*, GetFirstBasicBlock, (Value*))                                                      \
    X(Block*, GetNextBasicBlock, (Block*))                                                       \
    X(Block*, GetEntryBasicBlock, (Value*))                                                      \
    X(Value*, GetBasicBlockParent, (Block*))                                                     \
    X(Value*, GetBasicBlockTerminator, (Block*))                                                 \
    X(Block*, GetSwitchDefaultDest, (Value*))                                                    \
    X(void, RemoveBasicBlockFromParent, (Block*))                                                \
    X(void, AppendExistingBasicBlock, (Value*, Block*))                                          \
    X(Value*, GetFirstInstruction, (Block*))                                                     \
    X(Value*, GetNextInstruction, (Value*))                                                      \
    X(Block*, GetInstructionParent, (Value*))                                                    \
    X(int, GetInstructionOpcode, (Value*))                                                       \
    X(void, InstructionEraseFromParent, (Value*))                                                \
    X(Value*, GetOperand, (Value*, unsigned))                                                    \
    X(Value*, GetCalledValue, (Value*))                                                          \
    X(Type*, GetCalledFunctionType, (Value*))                                                    \
    X(unsigned, GetInstructionCallConv, (Value*))                                                \
    X(void, SetInstructionCallConv, (Value*, unsigned))                                          \
    X(Value*, IsAFunction, (Value*))                                                             \
    X(Value*, IsABinaryOperator, (Value*))                                                       \
    X(Value*, IsAAllocaInst, (Value*))                                                           \
    X(Type*, GetAllocatedType, (Value*))                                                         \
    X(Value*, IsAInlineAsm, (Value*))                                                            \
    X(Value*, IsAConstantInt, (Value*))                                                          \
    X(unsigned long long, ConstIntGetZExtValue, (Value*))                                        \
    X(Value*, ConstInt, (Type*, unsigned long long, Bool))                                       \
    X(Value*, GetPoison, (Type*))                                                                \
    X(unsigned, LookupIntrinsicID, (const char*, std::size_t))                                   \
    X(unsigned, GetIntrinsicID, (Value*))                                                        \
    X(unsigned, GetAlignment, (Value*))                                                          \
    X(void, SetAlignment, (Value*, unsigned))                                                    \
    X(Builder*, CreateBuilderInContext, (Context*))                                              \
    X(void, DisposeBuilder, (Builder*))                                                          \
    X(void, PositionBuilderBefore, (Builder*, Value*))                                           \
    X(Value*, BuildAdd, (Builder*, Value*, Value*, const char*))                                 \
    X(Value*, BuildSub, (Builder*, Value*, Value*, const char*))                                 \
    X(Value*, BuildMul, (Builder*, Value*, Value*, const char*))                                 \
    X(Value*, BuildUDiv, (Builder*, Value*, Value*, const char*))                                \
    X(Value*, BuildURem, (Builder*, Value*, Value*, const char*))                                \
    X(Value*, BuildShl, (Builder*, Value*, Value*, const char*))                                 \
    X(Value*, BuildLShr, (Builder*, Value*, Value*, const char*))                                \
    X(Value*, BuildAShr, (Builder*, Value*, Value*, const char*))                                \
    X(Value*, BuildAnd, (Builder*, Value*, Value*, const char*))                                 \
    X(Value*, BuildOr, (Builder*, Value*, Value*, const char*))                                  \
    X(Value*, BuildXor, (Builder*, Value*, Value*, const char*))                                 \
    X(Value*, BuildZExtOrBitCast, (Builder*, Value*, Type*, const char*))                        \
    X(Value*, BuildSExtOrBitCast, (Builder*, Value*, Type*, const char*))                        \
    X(Value*, BuildTruncOrBitCast, (Builder*, Value*, Type*, const char*))                       \
    X(Value*, BuildICmp, (Builder*, int, Value*, Value*, const char*))                           \
    X(Value*, BuildSelect, (Builder*, Value*, Value*, Value*, const char*))                      \
    X(Value*, BuildInsertValue, (Builder*, Value*, Value*, unsigned, const char*))               \
    X(Value*, BuildAlloca, (Builder*, Type*, const char*))                                       \
    X(Value*, BuildLoad2, (Builder*, Type*, Value*, const char*))                                \
    X(Value*, BuildStore, (Builder*, Value*, Value*))                                            \
    X(Value*, BuildStructGEP2, (Builder*, Type*, Value*, unsigned, const char*))                 \
    X(Value*, BuildCall2, (Builder*, Type*, Value*, Value**, unsigned, const char*))             \
    X(Value*, BuildMemCpy, (Builder*, Value*, unsigned, Value*, unsigned, Value*))               \
    X(Value*, BuildRetVoid, (Builder*))

/// The functions, by their names without LLVM's prefix. Immutable once loaded (llvm_library.hpp);
/// what they act on belongs to one context and so to one thread.
struct Api {
#define ORRERY_LLVM_MEMBER(result, name, parameters) result(*name) parameters = nullptr;
    ORRERY_LLVM_FUNCTIONS(ORRERY_LLVM_MEMBER)
#undef ORRERY_LLVM_MEMBER
};

}  // namespace orrery::lower::llvm
