#include "sdk/build/problem.hpp"

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

Problems Problems::of(std::string text, std::string file) {
    Problem problem;
    problem.file = std::move(file);
    problem.text = std::move(text);
    return {{}, {std::move(problem)}};
}

}  // namespace orrery::build
