#include "sdk/lower/compile.hpp"

#include <array>
#include <string>

#include "sdk/lower/by_value.hpp"
#include "sdk/lower/calling.hpp"
#include "sdk/lower/legalize.hpp"
#include "sdk/lower/messages.hpp"
#include "sdk/lower/refusals.hpp"
#include "sdk/lower/sections.hpp"
#include "sdk/lower/type_information.hpp"

namespace orrery::lower {
namespace {

using Errors = std::vector<LowerError>;

struct Level {
    const char* passes;
    int code_generation;
};
// In Optimization's order.
constexpr std::array levels = {Level{"default<O0>", 0}, Level{"default<O1>", 1},
                               Level{"default<O2>", 2}, Level{"default<O3>", 3},
                               Level{"default<Os>", 2}, Level{"default<Oz>", 2}};

// A program has one thread, so that an atomic operation is an ordinary one.
constexpr const char* passes_before = "function(lower-atomic)";
constexpr const char* passes_after = "function(sroa<preserve-cfg>,early-cse,dce),globaldce";

Errors one(std::string message) {
    LowerError error;
    error.message = std::move(message);
    return {std::move(error)};
}

/// One compilation: LLVM's objects for it, and what LLVM complains of. The process's end frees
/// them.
class Compilation {
  public:
    Compilation(const llvm::Api& api, const LowerParams& params) : api_(api), params_(params) {}

    Lowered run() {
        start();
        CHECK_OK(parse());
        CHECK_OK(choose_machine());
        Unit unit{api_, context_, module_, layout_};
        make_by_value_explicit(unit);
        CHECK_OK(pass(passes_before));
        CHECK_OK(pass(level().passes));
        if (Errors refused = find_refusals(unit, params_.stack_bytes); !refused.empty())
            return fail(std::move(refused));
        legalize_instructions(unit);
        legalize_calls(unit);
        CHECK_OK(pass(passes_after));
        separate_sections(unit);
        CHECK_OK(verify("the lowering made bad code of this"));
        return emit();
    }

  private:
    [[nodiscard]] const Level& level() const {
        return levels.at(static_cast<std::size_t>(params_.optimization));
    }

    void start() {
        std::string stack = "-bpf-stack-size=" + std::to_string(params_.stack_bytes);
        // LLVM would make vectors of narrow numbers, with which BPF can't compute. The passes'
        // options don't help: the name of the level sets them.
        std::array options{"lower", stack.c_str(), "-vectorize-loops=false",
                           "-vectorize-slp=false"};
        api_.ParseCommandLineOptions(static_cast<int>(options.size()), options.data(), nullptr);
        api_.InitializeBPFTargetInfo();
        api_.InitializeBPFTarget();
        api_.InitializeBPFTargetMC();
        api_.InitializeBPFAsmPrinter();
        api_.InitializeBPFAsmParser();  // for inline assembly
        context_ = api_.ContextCreate();
        api_.ContextSetDiagnosticHandler(context_, &Compilation::note, this);
    }

    static void note(llvm::Diagnostic* diagnostic, void* self) {
        auto& compilation = *static_cast<Compilation*>(self);
        const llvm::Api& api = compilation.api_;
        if (api.GetDiagInfoSeverity(diagnostic) != llvm::severity_error) return;
        char* text = api.GetDiagInfoDescription(diagnostic);
        if (!compilation.module_) compilation.bitcode_words_ = text;
        add_once(compilation.errors_, explain(text));
        api.DisposeMessage(text);
    }

    /// LLVM's complaints, or these words where it made none.
    [[nodiscard]] Errors complaints(std::string otherwise) const {
        return errors_.empty() ? one(std::move(otherwise)) : errors_;
    }

    /// What is wrong with bitcode that can't be parsed.
    [[nodiscard]] Errors damage() const {
        if (bitcode_words_.empty()) return one("this is no LLVM bitcode");
        return one(
            plain_words(bitcode_words_).value_or("the bitcode is damaged: " + bitcode_words_));
    }

    Result<void, Errors> parse() {
        auto* bytes = reinterpret_cast<const char*>(params_.bitcode.data());
        llvm::Buffer* buffer =
            api_.CreateMemoryBufferWithMemoryRange(bytes, params_.bitcode.size(), "bitcode", 0);
        if (api_.ParseBitcodeInContext2(context_, buffer, &module_) != 0) return fail(damage());
        std::string_view triple = api_.GetTarget(module_);
        if (!triple.starts_with("bpf") || triple.starts_with("bpfeb"))
            return fail(
                one("the bitcode is for '" + std::string(triple) + "'; compile with --target=bpf"));
        return verify("the bitcode is malformed");
    }

    Result<void, Errors> verify(const char* what) {
        char* text = nullptr;
        if (api_.VerifyModule(module_, llvm::verifier_returns, &text) == 0) return {};
        std::string_view words(text);
        return fail(one(std::string(what) + ": " + std::string(words.substr(0, words.find('\n')))));
    }

    Result<void, Errors> choose_machine() {
        constexpr const char* triple = "bpf";
        llvm::Target* target = nullptr;
        char* text = nullptr;
        if (api_.GetTargetFromTriple(triple, &target, &text) != 0)
            return fail(one(std::string("LLVM has no BPF: ") + text));
        const char* cpu = params_.cpu == Cpu::v1 ? "v1" : "v2";
        machine_ = api_.CreateTargetMachine(target, triple, cpu, "", level().code_generation,
                                            llvm::relocation_static, llvm::code_model_default);
        layout_ = api_.CreateTargetDataLayout(machine_);
        api_.SetModuleDataLayout(module_, layout_);
        return {};
    }

    Result<void, Errors> pass(const char* passes) {
        llvm::Error* error =
            api_.RunPasses(module_, passes, machine_, api_.CreatePassBuilderOptions());
        if (error) return fail(complaints(api_.GetErrorMessage(error)));
        return {};
    }

    /// Names what to make smaller where a frame is too large.
    [[nodiscard]] Errors with_locals(Errors errors) const {
        const Unit unit{api_, context_, module_, layout_};
        for (LowerError& error : errors) {
            if (!is_frame_message(error.message)) continue;
            if (auto local = largest_local(unit, error.function); !local.empty())
                error.message += "; the largest is " + local;
        }
        return errors;
    }

    Lowered emit() {
        char* text = nullptr;
        llvm::Buffer* object = nullptr;
        if (api_.TargetMachineEmitToMemoryBuffer(machine_, module_, llvm::object_file, &text,
                                                 &object) != 0)
            return fail(with_locals(complaints(text)));
        if (!errors_.empty()) return fail(with_locals(errors_));
        const char* start = api_.GetBufferStart(object);
        std::vector<std::uint8_t> bytes(start, start + api_.GetBufferSize(object));
        blank_type_information(bytes);
        return bytes;
    }

    const llvm::Api& api_;
    const LowerParams& params_;
    llvm::Context* context_ = nullptr;
    llvm::Module* module_ = nullptr;
    llvm::Machine* machine_ = nullptr;
    llvm::TargetData* layout_ = nullptr;
    std::string bitcode_words_;  // the last that LLVM said while there was no module
    Errors errors_;
};

}  // namespace

Lowered compile(const llvm::Api& api, const LowerParams& params) {
    return Compilation(api, params).run();
}

}  // namespace orrery::lower
