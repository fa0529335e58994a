#include "sdk/build/runtime.hpp"

#include <algorithm>

#include "sdk/build/files.hpp"
#include "sdk/codec/hex.hpp"
#include "sdk/crypto/sha256.hpp"

namespace orrery::build {
namespace {

namespace fs = std::filesystem;

Result<std::vector<fs::path>, Problems> runtime_sources(const fs::path& sdk) {
    std::vector<fs::path> out;
    std::error_code ec;
    for (const auto& entry : fs::directory_iterator(sdk / "runtime", ec))
        if (is_source(entry.path())) out.push_back(entry.path());
    std::ranges::sort(out);
    if (!out.empty()) return out;
    return fail(Problems::of("there is no program SDK in " + sdk.string() +
                             "; set ORRERY_SDK to Orrery's programs/sdk"));
}

// Everything that the object's bytes follow from. The runtime includes nothing but clang's headers.
std::string cache_name(const CompileParams& params, const fs::path& source, ByteSpan text) {
    crypto::Sha256 hash;
    hash.update(as_bytes(params.compiler.version)).update(text);
    for (const auto& argument : clang_arguments(params, source))
        hash.update(as_bytes(argument)).update(as_bytes(std::string_view("\0", 1)));
    const auto digest = hash.finish();
    return source.stem().string() + "-" + codec::hex_encode(ByteSpan(digest.bytes).first(8)) + ".o";
}

Result<Compiled, Problems> cached(const CompileParams& params, const fs::path& source,
                                  const fs::path& cache) {
    const auto name = "sdk/runtime/" + source.filename().string();
    const auto text = read_file(source);
    if (!text || cache.empty()) return compile(params, source);
    const auto file = cache / cache_name(params, source, *text);
    if (auto object = read_file(file)) return Compiled{name, std::move(*object), {}};
    TRY(auto compiled, compile(params, source));
    compiled.name = name;
    std::error_code ec;
    fs::create_directories(cache, ec);
    (void)write_file(file, compiled.object);  // a cache that can't be written only costs time
    return compiled;
}

}  // namespace

Result<std::vector<Compiled>, Problems> runtime_objects(const CompileParams& params,
                                                        const fs::path& cache) {
    // The same for every program: none of the author's flags.
    const CompileParams own{.compiler = params.compiler,
                            .root = params.sdk,
                            .sdk = params.sdk,
                            .include_dirs = {},
                            .defines = {},
                            .flags = {},
                            .optimization = lower::Optimization::standard,
                            .colour = params.colour};
    TRY(const auto sources, runtime_sources(params.sdk));
    std::vector<Compiled> out;
    for (const auto& source : sources) {
        TRY(auto compiled, cached(own, source, cache));
        out.push_back(std::move(compiled));
    }
    return out;
}

}  // namespace orrery::build
