#include "cli/commands/link.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "cli/commands/sources.hpp"
#include "sdk/build/files.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/link/link.hpp"

namespace orrery::cli {
namespace {

namespace fs = std::filesystem;

Outcome<Bytes> read_object(const std::string& path) {
    auto bytes = build::read_file(path);
    if (!bytes) return failed("can't read the object " + path);
    return std::move(*bytes);
}

bool same_file(const std::string& a, const std::string& b) {
    std::error_code ignored;
    return a == b || fs::equivalent(a, b, ignored);
}

Outcome<void> check_names(const LinkOptions& options) {
    for (const auto& object : options.objects) {
        if (same_file(object, options.out) || same_file(object, options.debug)) {
            return misused(object + " can't be both an object and what is written");
        }
    }
    if (same_file(options.out, options.debug)) {
        return misused("-o and --debug can't be the same file");
    }
    return {};
}

Outcome<void> write(const std::string& path, ByteSpan bytes) {
    std::ofstream to(path, std::ios::binary | std::ios::trunc);
    const auto text = as_text(bytes);
    to.write(text.data(), static_cast<std::streamsize>(text.size()));
    to.close();
    if (!to) return failed("can't write " + path);
    return {};
}

// Only what a link can have written: a device stays.
void remove(const std::string& path) {
    std::error_code ignored;
    if (fs::is_regular_file(path, ignored)) fs::remove(path, ignored);
}

auto explain(const link::LinkErrors& errors) {
    std::string out;
    for (const auto& error : errors) out += (out.empty() ? "" : "\nerror: ") + error.message();
    return failed(std::move(out));
}

Outcome<link::Linked> link_files(const LinkOptions& options, sbpf::SbpfVersion version) {
    std::vector<Bytes> contents;
    for (const auto& path : options.objects) {
        TRY(contents.emplace_back(), read_object(path));
    }
    std::vector<link::ObjectFile> objects;
    objects.reserve(contents.size());
    for (std::size_t i = 0; i < contents.size(); ++i) {
        objects.push_back({options.objects[i], contents[i]});
    }
    auto linked =
        link::link({.objects = objects, .version = version, .debug = !options.debug.empty()});
    if (!linked) return explain(linked.error());
    return std::move(*linked);
}

Outcome<link::Linked> link_and_write(const LinkOptions& options, sbpf::SbpfVersion version) {
    TRY(auto linked, link_files(options, version));
    CHECK_OK(write(options.out, linked.so));
    if (!options.debug.empty()) CHECK_OK(write(options.debug, linked.debug));
    return linked;
}

void report(const LinkOptions& options, const Session& session, const link::Linked& linked) {
    json::Writer json;
    json.begin_object().field("file", options.out).field("arch", options.arch);
    json.field("size", linked.so.size()).field("text", linked.text_size);
    json.field("rodata", linked.rodata_size).end_object();
    std::string syscalls;
    for (const auto& name : linked.syscalls) syscalls += (syscalls.empty() ? "" : ", ") + name;
    session.out().result(table({{"Program", options.out},
                                {"Size", std::to_string(linked.so.size()) + " bytes"},
                                {"Code", std::to_string(linked.text_size) + " bytes"},
                                {"Data", std::to_string(linked.rodata_size) + " bytes"},
                                {"Syscalls", syscalls.empty() ? "none" : syscalls}}),
                         json.text());
}

}  // namespace

Outcome<void> run_link(const LinkOptions& options, const Session& session) {
    TRY(const auto version, parse_arch(options.arch));
    CHECK_OK(check_names(options));
    const auto linked = link_and_write(options, version);
    if (!linked) {
        remove(options.out);
        if (!options.debug.empty()) remove(options.debug);
        return fail(linked.error());
    }
    report(options, session, *linked);
    return {};
}

}  // namespace orrery::cli
