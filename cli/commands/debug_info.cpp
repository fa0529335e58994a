#include "cli/commands/debug_info.hpp"

#include <cstdio>
#include <filesystem>

#include "sdk/build/files.hpp"
#include "sdk/json/account.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/symbols/symbols.hpp"

namespace orrery::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t method_not_found = -32601;

Outcome<Bytes> read_file(const fs::path& file) {
    std::error_code ec;
    const auto size = fs::file_size(file, ec);
    if (!ec && size > symbols::Symbols::max_size)
        return failed(file.string() + " has more than " +
                      std::to_string(symbols::Symbols::max_size >> 20) + " MiB");
    auto bytes = ec ? std::nullopt : build::read_file(file);
    if (!bytes) return failed("can't read " + file.string());
    return std::move(*bytes);
}

// What is no use here would be refused there, and compressed it is a fourth of its size.
Outcome<std::string> request(const Pubkey& program, const fs::path& file) {
    TRY(auto bytes, read_file(file));
    const auto packed = json::zstd_compress(bytes);
    const auto opened = symbols::Symbols::open(std::move(bytes));
    if (!opened) return failed(file.string() + " " + opened.error());
    json::Writer out;
    out.begin_array().value(program).begin_array().base64(packed).value("base64+zstd");
    return out.end_array().end_array().take();
}

void note(const std::string& why) {
    std::fprintf(stderr, "note: the chain has no debug information of the program: %s\n",
                 why.c_str());
}

}  // namespace

void send_debug_info(const Session& session, client::Client& client, const Pubkey& program,
                     const std::string& so_file) {
    auto file = fs::path(so_file);
    std::error_code ec;
    if (!fs::exists(file.replace_extension(".debug"), ec)) return;
    const auto params = request(program, file);
    if (!params) return note(params.error().message);
    const auto done = client.call("orrery_setDebugInfo", *params);
    if (!done && done.error().code != method_not_found) note(session.explain(done.error()).message);
}

}  // namespace orrery::cli
