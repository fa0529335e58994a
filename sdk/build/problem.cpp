#include "sdk/build/problem.hpp"

#include <algorithm>

namespace orrery::build {

std::string Problem::message() const {
    std::string out = file;
    if (!file.empty() && line != 0) out += ":" + std::to_string(line);
    if (!file.empty() && line != 0 && column != 0) out += ":" + std::to_string(column);
    if (!out.empty()) out += ": ";
    out += "error: ";
    if (!function.empty()) out += "in function " + function + ": ";
    return out + text;
}

void Problems::add(Problems others) {
    compiler += others.compiler;
    for (auto& problem : others.found) {
        const bool known = std::ranges::any_of(
            found, [&](const Problem& other) { return other.same_mistake(problem); });
        if (!known) found.push_back(std::move(problem));
    }
}

bool Problem::same_mistake(const Problem& other) const {
    if (line == 0) return *this == other;
    return file == other.file && line == other.line && column == other.column && text == other.text;
}

Problems Problems::of(std::string text, std::string file) {
    Problem problem;
    problem.file = std::move(file);
    problem.text = std::move(text);
    return {{}, {std::move(problem)}};
}

}  // namespace orrery::build
