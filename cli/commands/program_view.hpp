#pragma once

#include <memory>

#include "cli/session/session.hpp"
#include "devnet/svm/vm/program.hpp"
#include "sdk/build/build.hpp"
#include "sdk/sbpf/disassemble.hpp"
#include "sdk/symbols/symbols.hpp"

namespace orrery::cli {

/// A program's file as commands look into it.
struct ProgramView {
    std::size_t file_size = 0;
    std::shared_ptr<const vm::Program> program;
    /// Of the .debug beside it, or else of itself; null where neither knows anything.
    std::unique_ptr<const symbols::Symbols> symbols;
    /// Names from the symbol table; those of other functions are made up.
    sbpf::Disassembler code;

    /// A function with the instructions it has.
    struct Function {
        std::uint64_t begin = 0;
        std::uint64_t end = 0;
        std::string name;
    };
    /// Those known, by ascending position; together they cover the text from the first one on.
    std::vector<Function> functions() const;
    std::vector<build::FunctionUse> uses() const;
    /// The syscalls that the text calls, each once, by name.
    std::vector<std::string> syscalls() const;
};

/// Errors: unreadable; no program that chains take, with the loader's words.
Outcome<ProgramView> view_program(const std::string& file);

}  // namespace orrery::cli
