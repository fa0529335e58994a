#include "sdk/tx/jumbo_fee.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "cli/commands/jumbo_commands.hpp"
#include "cli/commands/jumbo_size.hpp"
#include "cli/session/amount.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::cli {
namespace {

constexpr std::uint64_t kibi = 1024;

// The curve: small sizes, then in steps over which the fee grows fourfold.
constexpr std::array<std::uint64_t, 20> curve_kibi = {4,    16,   32,   64,   128,  256,  384,
                                                      512,  640,  768,  896,  1024, 1152, 1280,
                                                      1408, 1536, 1664, 1792, 1920, 2048};

struct JumboFeeOptions {
    std::vector<std::string> sizes;
};

struct Point {
    std::uint64_t size = 0;
    std::uint64_t fee = 0;
};

std::string padded(const std::string& text, std::size_t width) {
    return std::string(width - std::min(text.size(), width), ' ') + text;
}

// One mark more is twice the fee.
std::string bar(std::uint64_t fee) { return std::string(std::bit_width(fee), '#'); }

std::string rows(const std::vector<Point>& points, bool with_bars) {
    std::vector<std::pair<std::string, std::string>> cells = {{"size", "fee for the size"}};
    for (const auto& [size, fee] : points)
        cells.emplace_back(format_size(size), format_sol(Lamports{fee}));
    std::size_t widths[2] = {0, 0};
    for (const auto& [size, fee] : cells) {
        widths[0] = std::max(widths[0], size.size());
        widths[1] = std::max(widths[1], fee.size());
    }
    std::string out;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        out += padded(cells[i].first, widths[0]) + "  " + padded(cells[i].second, widths[1]);
        if (with_bars && i > 0 && points[i - 1].fee > 0) out += "  " + bar(points[i - 1].fee);
        out += '\n';
    }
    return out;
}

std::string to_json(const std::vector<Point>& points) {
    json::Writer out;
    out.begin_object().key("fees").begin_array();
    for (const auto& [size, fee] : points)
        out.begin_object().field("size", size).field("lamports", fee).end_object();
    return out.end_array().end_object().take();
}

Outcome<void> run_jumbo_fee(const JumboFeeOptions& options, const Session& session) {
    std::vector<Point> points;
    for (const auto& text : options.sizes) {
        TRY(const auto size, parse_jumbo_size(text));
        points.push_back({size, tx::jumbo_fee(size)});
    }
    const bool is_curve = options.sizes.empty();
    for (const auto kib : curve_kibi)
        if (is_curve) points.push_back({kib * kibi, tx::jumbo_fee(kib * kibi)});
    std::string text = rows(points, is_curve);
    if (is_curve)
        text +=
            "\nEvery # doubles the fee. It is paid beside 0.000005 SOL for each signature and "
            "for each\n1,400,000 compute units begun beyond the first, and the priority fee.\n";
    session.out().result(text, to_json(points));
    return {};
}

}  // namespace

void add_jumbo_fee(CLI::App& jumbo, Chosen& chosen) {
    auto options = std::make_shared<JumboFeeOptions>();
    auto& command = add_subcommand(jumbo, "fee", "what a jumbo transaction pays for its size",
                                   options, run_jumbo_fee, chosen);
    command
        .add_option("sizes", options->sizes,
                    "message and 64 bytes per signature: 5000, 64k, 1.5MiB (the whole curve)")
        ->type_name("SIZE");
}

}  // namespace orrery::cli
