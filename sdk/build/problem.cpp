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
    for (auto& problem : others.found)
        if (std::ranges::find(found, problem) == found.end()) found.push_back(std::move(problem));
}

Problems Problems::of(std::string text, std::string file) {
    Problem problem;
    problem.file = std::move(file);
    problem.text = std::move(text);
    return {{}, {std::move(problem)}};
}

}  // namespace orrery::build
