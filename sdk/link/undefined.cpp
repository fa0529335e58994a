#include "sdk/link/undefined.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "sdk/link/inputs.hpp"
#include "sdk/sbpf/demangle.hpp"
#include "sdk/sbpf/syscalls.hpp"

namespace orrery::link {
namespace {

enum class Match : std::uint8_t { whole, prefix };

struct Hint {
    Match match;
    std::string_view name;
    std::string_view text;
};

constexpr std::string_view runtime = "the compiler calls it: link the program SDK's runtime";
constexpr std::string_view no_heap =
    "there is no heap by default: use static sizes, an account's data, or Heap of <sol/heap.hpp>";
constexpr std::string_view no_float = "programs have no floating point";
constexpr std::string_view no_exit = "an object with a destructor can't be global";

constexpr Hint hints[] = {
    {Match::whole, "memcpy", runtime},
    {Match::whole, "memmove", runtime},
    {Match::whole, "memset", runtime},
    {Match::whole, "memcmp", runtime},
    {Match::whole, "bcmp", runtime},
    {Match::whole, "strlen", runtime},
    {Match::whole, "__cxa_pure_virtual", runtime},
    {Match::prefix, "__sbpf_", runtime},
    {Match::whole, "malloc", no_heap},
    {Match::whole, "free", no_heap},
    {Match::prefix, "_Znw", no_heap},
    {Match::prefix, "_Zna", no_heap},
    {Match::prefix, "_Zdl", no_heap},
    {Match::prefix, "_Zda", no_heap},
    {Match::whole, "__cxa_atexit", no_exit},
    {Match::whole, "atexit", no_exit},
    {Match::whole, "__dso_handle", no_exit},
    {Match::prefix, "__cxa_guard", "a static variable in a function must be constexpr"},
    {Match::prefix, "__cxa_", "programs have no exceptions: compile with -fno-exceptions"},
    {Match::prefix, "_Unwind", "programs have no exceptions: compile with -fno-exceptions"},
    {Match::prefix, "__gxx_personality", "compile with -fno-exceptions"},
    {Match::prefix, "_ZTVN10__cxxabiv1",
     "programs have no type information: compile with -fno-rtti"},
    {Match::whole, "printf", "log with sol_log_"},
    {Match::whole, "__multi3", "128-bit multiplication: link the program SDK's runtime"},
    {Match::whole, "__udivti3", "128-bit division: link the program SDK's runtime"},
    {Match::whole, "__umodti3", "128-bit division: link the program SDK's runtime"},
    {Match::whole, "__adddf3", no_float},
    {Match::whole, "__subdf3", no_float},
    {Match::whole, "__muldf3", no_float},
    {Match::whole, "__divdf3", no_float},
    {Match::whole, "__addsf3", no_float},
    {Match::whole, "__subsf3", no_float},
    {Match::whole, "__mulsf3", no_float},
    {Match::whole, "__divsf3", no_float},
    {Match::prefix, "__float", no_float},
    {Match::prefix, "__fix", no_float},
    {Match::whole, "sqrt", no_float},
    {Match::whole, "pow", no_float},
    {Match::prefix, "sol_", "there is no such syscall"},
};

std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto change = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({change, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

// The syscall whose name takes the fewest changes, three at most and fewer for short names.
std::string_view similar_syscall(std::string_view name) {
    constexpr std::size_t longest = 64;
    if (name.size() > longest) return {};
    std::string_view best;
    auto least = std::min<std::size_t>(3, name.size() / 3) + 1;
    for (const auto& syscall : sbpf::syscall_names) {
        const auto changes = distance(name, syscall.name);
        if (!syscall.deployable || changes >= least) continue;
        least = changes;
        best = syscall.name;
    }
    return best;
}

// The name of a C++ function without its namespaces and arguments: what a declaration that lacks
// extern "C" leads to.
std::string_view plain_name(std::string_view demangled) {
    auto name = demangled.substr(0, demangled.find('('));
    return name.substr(name.rfind(':') + 1);
}

std::string hint_for(std::string_view name) {
    const auto demangled = sbpf::readable_name(name);
    if (demangled != name && sbpf::find_syscall(plain_name(demangled)) != nullptr) {
        return "; declare the syscall extern \"C\"";
    }
    if (const auto similar = similar_syscall(name); !similar.empty()) {
        return "; did you mean " + std::string(similar) + "?";
    }
    for (const auto& hint : hints) {
        const bool match =
            hint.match == Match::whole ? name == hint.name : name.starts_with(hint.name);
        if (match) return "; " + std::string(hint.text);
    }
    return "";
}

}  // namespace

std::string explain_undefined(std::string_view name) {
    const auto* const syscall = sbpf::find_syscall(name);
    if (syscall != nullptr && !syscall->deployable) {
        return "the syscall " + std::string(name) + " is for old programs; new ones can't call it";
    }
    return "undefined symbol " + sbpf::readable_name(name) + hint_for(name);
}

}  // namespace orrery::link
