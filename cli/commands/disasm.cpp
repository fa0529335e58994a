#include "cli/commands/disasm.hpp"

#include <cctype>
#include <cstdio>

#include "cli/commands/program_view.hpp"
#include "cli/commands/sources.hpp"
#include "cli/session/amount.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::cli {
namespace {

// The string that a constant points at, for a comment; empty where it is none.
std::string string_at(const vm::Program& program, std::uint64_t address) {
    constexpr std::size_t shortest = 4, longest = 48;
    const auto start =
        sbpf::strict_elf(program.version()) ? sbpf::rodata_start : sbpf::program_start;
    const auto data = program.rodata();
    if (address < start || address - start >= data.size()) return "";
    std::string out;
    for (auto at = address - start; at < data.size() && out.size() < longest; ++at) {
        const auto c = static_cast<char>(data[at]);
        if (std::isprint(static_cast<unsigned char>(c)) == 0) break;
        out += c;
    }
    return out.size() < shortest ? "" : "\"" + out + "\"";
}

std::string place(const symbols::SourceFrame& frame) {
    return frame.file + ":" + std::to_string(frame.line);
}

// Prints the place in the source where it is another than the instruction's before.
class SourceLines {
  public:
    explicit SourceLines(const ProgramView& view) : view_(view) {}

    std::string before(std::uint64_t pc) {
        if (!view_.symbols || !view_.symbols->has_lines()) return "";
        const auto frames = view_.symbols->at(pc);
        if (frames.empty() || frames.front().line == 0) return "";
        auto now = place(frames.front());
        if (frames.front().inlined) now += " in " + frames.front().function;
        if (now == last_) return "";
        last_ = now;
        return "       ; " + now + "\n";
    }

  private:
    const ProgramView& view_;
    std::string last_;
};

std::string instruction(const ProgramView& view, std::uint64_t pc,
                        const sbpf::Disassembler::Line& line) {
    char number[32];
    std::snprintf(number, sizeof number, "%6llu  ", static_cast<unsigned long long>(pc));
    auto out = number + line.text;
    const auto comment = line.constant ? string_at(*view.program, *line.constant) : "";
    return comment.empty() ? out + "\n" : out + "  ; " + comment + "\n";
}

std::string function_text(const ProgramView& view, const ProgramView::Function& function,
                          SourceLines* lines) {
    auto out = function.name + ":\n";
    for (auto pc = function.begin; pc < function.end;) {
        if (lines) out += lines->before(pc);
        const auto line = view.code.at(pc);
        out += instruction(view, pc, line);
        pc += line.slots;
    }
    return out;
}

}  // namespace

Outcome<void> run_disasm(const DisasmOptions& options, const Session& session) {
    TRY(const auto view, view_program(options.file));
    SourceLines lines(view);
    std::string text;
    json::Writer json;
    json.begin_array();
    for (const auto& function : view.functions()) {
        if (function.name.find(options.function) == std::string::npos) continue;
        const auto body = function_text(view, function, options.source ? &lines : nullptr);
        text += (text.empty() ? "" : "\n") + body;
        json.begin_object().field("name", function.name).field("begin", function.begin);
        json.field("end", function.end).field("text", body).end_object();
    }
    if (text.empty())
        return failed("no function of " + options.file + " has \"" + options.function +
                      "\" in its name; `orrery program size` lists them");
    json.end_array();
    if (text.ends_with('\n')) text.pop_back();
    session.out().result(text, json.text());
    return {};
}

Outcome<void> run_size(const SizeOptions& options, const Session& session) {
    TRY(const auto view, view_program(options.file));
    const auto& program = *view.program;
    const auto uses = view.uses();
    const auto data = sbpf::strict_elf(program.version())
                          ? program.rodata().size()
                          : program.rodata().size() - program.text().size();
    const auto version = "v" + std::to_string(static_cast<int>(program.version()));
    json::Writer json;
    json.begin_object().field("program", options.file).field("arch", version);
    json.field("size", view.file_size).field("text", program.text().size());
    json.field("rodata", data).field("rent", deploy_rent(view.file_size));
    json.key("syscalls").begin_array();
    for (const auto& name : view.syscalls()) json.value(name);
    json.end_array();
    write_functions(json, uses);
    json.end_object();
    const auto size = std::to_string(view.file_size) + " bytes (code " +
                      std::to_string(program.text().size()) + ", data " + std::to_string(data) +
                      "), sBPF " + version;
    session.out().result(table({{"Program", options.file},
                                {"Size", size},
                                {"Rent", format_sol(deploy_rent(view.file_size)) + " to deploy it"},
                                {"Stack", stack_text(uses)},
                                {"Syscalls", join(view.syscalls())}}) +
                             "\n" + function_table(uses),
                         json.text());
    return {};
}

}  // namespace orrery::cli
