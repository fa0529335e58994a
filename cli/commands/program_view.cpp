#include "cli/commands/program_view.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "cli/commands/program_file.hpp"
#include "devnet/svm/syscalls/table.hpp"
#include "sdk/build/files.hpp"
#include "sdk/build/frames.hpp"
#include "sdk/sbpf/fingerprint.hpp"
#include "sdk/sbpf/syscalls.hpp"
#include "sdk/symbols/elf_view.hpp"
#include "sdk/symbols/names.hpp"

namespace orrery::cli {
namespace {

namespace fs = std::filesystem;

// The symbols of a file that has the same instructions, or null.
std::unique_ptr<const symbols::Symbols> matching(const vm::Program& program, const Bytes& file) {
    auto opened = symbols::Symbols::open(file);
    if (!opened || (*opened)->fingerprint() != sbpf::text_fingerprint(program.text())) return {};
    return std::move(*opened);
}

void add_names(const Bytes& file, sbpf::Disassembler& code) {
    const auto elf = symbols::ElfView::parse(file);
    if (!elf) return;
    for (const auto& function : elf->functions()) {
        const auto offset = function.address - elf->text().address;
        if (offset < elf->text().bytes.size() && offset % sbpf::instruction_size == 0)
            code.name(offset / sbpf::instruction_size,
                      symbols::demangled(std::string(function.name)));
    }
}

ProgramView with_symbols(std::shared_ptr<const vm::Program> program, const Bytes& elf,
                         const fs::path& file) {
    ProgramView out{elf.size(), program, nullptr, {program->text(), program->version()}};
    if (out.code.size() > 0) out.code.name(program->entry_pc(), "entrypoint");
    const auto beside = build::read_file(fs::path(file).replace_extension(".debug"));
    if (beside) out.symbols = matching(*program, *beside);
    const auto& names = out.symbols ? *beside : elf;
    if (!out.symbols) out.symbols = matching(*program, elf);
    if (out.symbols) add_names(names, out.code);
    return out;
}

}  // namespace

std::vector<ProgramView::Function> ProgramView::functions() const {
    std::vector<Function> out;
    for (const auto& [begin, name] : code.functions()) {
        if (!out.empty()) out.back().end = begin;
        out.push_back({begin, code.size(), name});
    }
    return out;
}

std::vector<build::FunctionUse> ProgramView::uses() const {
    std::vector<build::FunctionUse> out;
    for (const auto& function : functions()) {
        const auto bytes =
            program->text().subspan(function.begin * sbpf::instruction_size,
                                    (function.end - function.begin) * sbpf::instruction_size);
        out.push_back({function.name, bytes.size(), build::frame_use(bytes, program->version())});
    }
    return out;
}

std::vector<std::string> ProgramView::syscalls() const {
    std::set<std::string> out;
    for (std::uint64_t pc = 0; pc < code.size();) {
        const auto line = code.at(pc);
        if (line.text.starts_with("call ") && sbpf::find_syscall(line.text.substr(5)))
            out.insert(line.text.substr(5));
        pc += line.slots;
    }
    return {out.begin(), out.end()};
}

Outcome<ProgramView> view_program(const std::string& file) {
    TRY(const auto elf, read_program_file(file));
    auto program = vm::Program::load(elf, {syscalls::syscall_registry()});
    if (!program) return failed(file + " can't run here: " + program.error().message);
    return with_symbols(std::move(*program), elf, file);
}

}  // namespace orrery::cli
