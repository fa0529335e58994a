#include "sdk/build/build.hpp"

#include <charconv>
#include <optional>

#include "sdk/build/each.hpp"
#include "sdk/build/frames.hpp"
#include "sdk/build/runtime.hpp"
#include "sdk/link/inputs.hpp"
#include "sdk/sbpf/demangle.hpp"

namespace orrery::build {
namespace {

using CompileResult = Result<Compiled, Problems>;

std::vector<CompileResult> compile_all(const BuildParams& params) {
    std::vector<std::optional<CompileResult>> results(params.sources.size());
    for_each_index(results.size(), params.jobs,
                   [&](std::size_t i) { results[i] = compile(params.compile, params.sources[i]); });
    std::vector<CompileResult> out;
    for (auto& result : results) out.push_back(std::move(*result));
    return out;
}

Result<std::vector<Compiled>, Problems> successes(std::vector<CompileResult> results) {
    std::vector<Compiled> out;
    Problems problems;
    for (auto& result : results) {
        if (result)
            out.push_back(std::move(*result));
        else
            problems.add(std::move(result.error()));
    }
    if (!problems.empty()) return fail(std::move(problems));
    return out;
}

// The linker's place is "entrypoint+0x18 (src/counter.c:17)".
Problem in_words(const link::LinkError& error) {
    Problem out;
    out.file = error.object;
    out.text = error.text;
    std::string_view place = error.place;
    if (place.ends_with(')')) {
        const auto open = place.rfind(" (");
        auto source = place.substr(open + 2, place.size() - open - 3);
        const auto colon = source.rfind(':');
        std::from_chars(source.data() + colon + 1, source.data() + source.size(), out.line);
        source = source.substr(0, colon);
        if (source.starts_with("./")) source.remove_prefix(2);
        out.file = source;
        place = place.substr(0, open);
    }
    place = place.substr(0, place.rfind("+0x"));
    constexpr std::string_view constant = ".rodata.";  // its section is named after it
    if (place.starts_with(constant))
        out.text = "in " + sbpf::readable_name(place.substr(constant.size())) + ": " + out.text;
    else
        out.function = place;
    return out;
}

Result<link::Linked, Problems> link_all(const std::vector<Compiled>& compiled,
                                        const std::vector<Compiled>& runtime,
                                        sbpf::SbpfVersion version) {
    std::vector<link::ObjectFile> objects;
    for (const auto& one : compiled) objects.push_back({one.name, one.object});
    for (const auto& one : runtime) objects.push_back({one.name, one.object, true});
    auto linked = link::link({.objects = objects, .version = version, .debug = true});
    if (linked) return std::move(*linked);
    Problems problems;
    for (const auto& error : linked.error()) problems.add({{}, {in_words(error)}});
    return fail(std::move(problems));
}

std::vector<FunctionUse> measure(const link::Linked& linked, sbpf::SbpfVersion version) {
    const auto text = ByteSpan(linked.so).subspan(linked.text_offset, linked.text_size);
    std::vector<FunctionUse> out;
    for (const auto& function : linked.functions)
        out.push_back({sbpf::readable_name(function.name), function.size,
                       frame_use(text.subspan(function.offset, function.size), version)});
    return out;
}

}  // namespace

Result<Built, Problems> build(const BuildParams& params) {
    TRY(const auto compiled, successes(compile_all(params)));
    TRY(const auto runtime, runtime_objects(params.compile, params.cache));
    TRY(auto linked, link_all(compiled, runtime, params.version));
    Built out;
    out.functions = measure(linked, params.version);
    out.linked = std::move(linked);
    for (const auto& one : compiled) out.warnings += one.warnings;
    return out;
}

}  // namespace orrery::build
