#include "cli/session/trace.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "sdk/codec/base58.hpp"

namespace orrery::cli {
namespace {

using json::View;

/// One line of a trace: "#0", "read", "src/a.cpp:6", "(inlined)".
struct Line {
    std::string number;
    std::string function;
    std::string place;
    bool inlined = false;
};

std::string text_of(View value) { return std::string(value.string().value_or("")); }

traces::Frame read_frame(View frame) {
    const auto number = [&](std::string_view name) {
        return static_cast<std::uint32_t>(std::min<std::uint64_t>(
            frame[name].u64().value_or(0), std::numeric_limits<std::uint32_t>::max()));
    };
    return {frame["pc"].u64().value_or(0),
            {text_of(frame["function"]), text_of(frame["file"]), number("line"), number("column"),
             frame["inlined"].boolean().value_or(false)}};
}

std::string place_of(const traces::Frame& frame) {
    const auto& [function, file, line, column, inlined] = frame.source;
    if (!file.empty()) return line != 0 ? file + ":" + std::to_string(line) : file;
    return "pc " + std::to_string(frame.pc);
}

// Frames at one instruction are inlined into each other: they share a number.
std::vector<Line> lines_of(const std::vector<traces::Frame>& frames) {
    std::vector<Line> out;
    std::size_t number = 0;
    bool within = false;
    for (const auto& frame : frames) {
        const auto& function = frame.source.function;
        out.push_back({within ? "" : "#" + std::to_string(number++),
                       function.empty() ? "?" : function, place_of(frame), frame.source.inlined});
        within = frame.source.inlined;
    }
    return out;
}

std::string padded(const std::string& text, std::size_t width) {
    return text + std::string(width - std::min(width, text.size()), ' ');
}

// A name of some hundred characters is no reason to push every place off the screen.
std::size_t width_of(const std::vector<Line>& lines, std::string Line::* column) {
    constexpr std::size_t widest = 48;
    std::size_t width = 0;
    for (const auto& line : lines) width = std::max(width, (line.*column).size());
    return std::min(width, widest);
}

std::string table_of(const std::vector<Line>& lines) {
    const auto numbers = width_of(lines, &Line::number);
    const auto functions = width_of(lines, &Line::function);
    const auto places = width_of(lines, &Line::place);
    std::string out;
    for (const auto& line : lines) {
        out += "  " + padded(line.number, numbers) + " ";
        out += line.place.empty() ? line.function : padded(line.function, functions) + "  ";
        out += line.inlined ? padded(line.place, places) + "  (inlined)" : line.place;
        out += "\n";
    }
    return out;
}

// A recursion that ran out of frames is told by its ends.
void shorten(std::vector<Line>& lines) {
    constexpr std::size_t most = 24;
    constexpr std::size_t kept = 8;
    if (lines.size() <= most) return;
    const auto left_out = lines.size() - 2 * kept;
    lines.erase(lines.begin() + kept, lines.end() - kept);
    lines.insert(lines.begin() + kept,
                 {"", "... " + std::to_string(left_out) + " frames more", "", false});
}

// A program's id, what the logs say of its failure, its frames. `first`: the one that was stopped
// by itself.
template <class Logs>
std::string program_text(bool first, const std::string& id, const Logs& logs,
                         const std::vector<traces::Frame>& frames, const std::string& note) {
    std::string out = (first ? "Fault in " : "Called by ") + id;
    const auto start = "Program " + id + " failed: ";
    for (const auto& line : logs) {
        if (!first || !line.starts_with(start)) continue;
        out += ": " + std::string(line.substr(start.size()));
        break;
    }
    auto lines = lines_of(frames);
    shorten(lines);
    out += "\n" + table_of(lines);
    return note.empty() ? out : out + "  note: " + note + "\n";
}

}  // namespace

std::string trace_text(View trace, View logs) {
    std::vector<std::string> log_lines;
    log_lines.reserve(logs.size());
    for (std::size_t i = 0; i < logs.size(); ++i) log_lines.push_back(text_of(logs.at(i)));
    std::string out;
    for (std::size_t i = 0; i < trace.size(); ++i) {
        const View program = trace.at(i);
        std::vector<traces::Frame> frames;
        frames.reserve(program["frames"].size());
        for (std::size_t f = 0; f < program["frames"].size(); ++f)
            frames.push_back(read_frame(program["frames"].at(f)));
        out += program_text(i == 0, text_of(program["programId"]), log_lines, frames,
                            text_of(program["note"]));
    }
    return out;
}

std::string trace_text(const node::Fault& fault) {
    std::string out;
    for (const auto& program : fault.trace)
        out += program_text(&program == fault.trace.data(), codec::to_string(program.program_id),
                            fault.logs, program.frames, program.note);
    return out;
}

client::ClientResult<client::Answer> get_trace(client::Client& client, std::string_view signature) {
    return client.call("orrery_getTrace", "[\"" + std::string(signature) + "\"]");
}

}  // namespace orrery::cli
