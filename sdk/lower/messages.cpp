#include "sdk/lower/messages.hpp"

#include <algorithm>
#include <charconv>

#include "sdk/sbpf/demangle.hpp"

namespace orrery::lower {
namespace {

struct Row {
    std::string_view llvm;
    std::string_view plain;
};

constexpr std::string_view frame_words =
    "the function's locals don't fit in its stack frame of 4096 bytes; make them smaller, or split "
    "the function";

// In LLVM 19's words: BPFISelLowering.cpp, BPFRegisterInfo.cpp, BitcodeReader.cpp.
constexpr Row rows[] = {
    {"BPF stack limit", frame_words},
    {"unsupported dynamic stack allocation",
     "a local array's size must be known when compiling: neither variable-length arrays nor alloca "
     "can be used on chain"},
    {"variadic functions are not supported", "functions with '...' can't be used on chain"},
    {"aggregate returns are not supported", "this result can't be returned by value"},
    {"only small returns supported", "this result can't be returned by value"},
    {"stack arguments are not supported", "the function takes more arguments than can be passed"},
    {"too many arguments", "the function takes more arguments than can be passed"},
    {"pass by value not supported", "an argument can't be passed by value"},
    {"unsupported signed division", "signed division can't be used here; divide unsigned numbers"},
    {"Unsupported atomic", "atomic operations can't be used here; a program has one thread"},
    {"Unknown attribute kind", "the bitcode is of another LLVM version than its lowering"},
    {"Invalid bitcode signature", "this is no LLVM bitcode; compile with -emit-llvm -c"},
    {"Cannot select", "the compiler's back end has no instruction for an operation in use"},
};

constexpr std::string_view assembly_start = "<inline asm>:";
constexpr std::string_view builtin_start = "built-in function '";

/// The run-time function that LLVM would call, e.g. __muldf3.
std::optional<std::string_view> builtin_in(std::string_view words) {
    auto at = words.find(builtin_start);
    if (at == words.npos) return std::nullopt;
    words.remove_prefix(at + builtin_start.size());
    return words.substr(0, words.find('\''));
}

bool is_floating(std::string_view builtin) {
    constexpr std::string_view kinds[] = {"sf", "df", "tf", "hf", "xf"};
    constexpr std::string_view library[] = {"fmod",  "fma",   "sqrt", "pow",  "exp",
                                            "log",   "sin",   "cos",  "ceil", "floor",
                                            "round", "trunc", "fmin", "fmax"};
    auto has = [&](std::string_view part) { return builtin.find(part) != builtin.npos; };
    if (builtin.starts_with("__")) return std::ranges::any_of(kinds, has);
    return std::ranges::any_of(library, [&](auto name) { return builtin.starts_with(name); });
}

std::string plain_builtin(std::string_view builtin) {
    if (is_floating(builtin))
        return "floating point can't be used on chain; use integers or fixed-point numbers";
    return "this needs the run-time function " + std::string(builtin) +
           ", which doesn't exist on chain; use narrower integers";
}

std::uint32_t number(std::string_view text) {
    std::uint32_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// file:line:column, where a file's name may hold colons.
void set_place(LowerError& error, std::string_view place) {
    auto column = place.rfind(':');
    if (column == place.npos || column == 0) return;
    auto line = place.rfind(':', column - 1);
    if (line == place.npos) return;
    std::string_view file = place.substr(0, line);
    if (file == "<unknown>") return;
    error.file = file;
    error.line = number(place.substr(line + 1, column - line - 1));
    error.column = number(place.substr(column + 1));
}

std::string say(std::string_view words) {
    return plain_words(words).value_or(std::string(words.substr(0, words.find('\n'))));
}

}  // namespace

bool is_frame_message(std::string_view message) { return message == frame_words; }

std::optional<std::string> plain_words(std::string_view llvm_words) {
    if (auto at = llvm_words.find(assembly_start); at != llvm_words.npos)
        return "inline assembly must be BPF's: " +
               std::string(llvm_words.substr(at, llvm_words.find('\n', at) - at));
    if (auto builtin = builtin_in(llvm_words)) return plain_builtin(*builtin);
    for (const Row& row : rows)
        if (llvm_words.find(row.llvm) != llvm_words.npos) return std::string(row.plain);
    return std::nullopt;
}

LowerError explain(std::string_view diagnostic) {
    constexpr std::string_view separator = ": in function ";
    LowerError error;
    auto at = diagnostic.find(separator);
    if (at == diagnostic.npos) {
        error.message = say(diagnostic);
        return error;
    }
    set_place(error, diagnostic.substr(0, at));
    diagnostic.remove_prefix(at + separator.size());
    error.function = sbpf::readable_name(diagnostic.substr(0, diagnostic.find(' ')));
    auto words = diagnostic.find("): ");
    if (words != diagnostic.npos) diagnostic.remove_prefix(words + 3);
    error.message = say(diagnostic);
    return error;
}

void add_once(std::vector<LowerError>& errors, LowerError error) {
    bool known = std::ranges::any_of(errors, [&](const LowerError& e) {
        return e.message == error.message && e.function == error.function;
    });
    if (!known) errors.push_back(std::move(error));
}

}  // namespace orrery::lower
