#include "sdk/sbpf/demangle.hpp"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>

namespace orrery::sbpf {

std::optional<std::string> demangled(std::string_view symbol) {
    if (!symbol.starts_with("_Z")) return std::nullopt;  // "f" would be read as the type float
    int status = 0;
    const std::unique_ptr<char, void (*)(void*)> text(
        abi::__cxa_demangle(std::string(symbol).c_str(), nullptr, nullptr, &status), std::free);
    if (!text) return std::nullopt;
    return text.get();
}

std::string readable_name(std::string_view symbol) {
    return demangled(symbol).value_or(std::string(symbol));
}

}  // namespace orrery::sbpf
