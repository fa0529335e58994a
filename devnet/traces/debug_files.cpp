#include "devnet/traces/debug_files.hpp"

#include <fstream>
#include <iterator>

#include "sdk/codec/base58.hpp"

namespace orrery::traces {
namespace {

namespace fs = std::filesystem;

// Files in memory at a time; on disk there may be more.
constexpr std::size_t max_cached = 16;

std::optional<Bytes> read_file(const fs::path& file) {
    std::error_code ec;
    const auto size = fs::file_size(file, ec);
    if (ec || size > symbols::Symbols::max_size) return std::nullopt;
    std::ifstream in(file, std::ios::binary);
    Bytes bytes(static_cast<std::size_t>(size));
    in.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    if (!in) return std::nullopt;
    return bytes;
}

// Renamed into its place when it is whole.
bool write_file(const fs::path& file, ByteSpan bytes) {
    std::error_code ec;
    fs::create_directories(file.parent_path(), ec);
    auto part = file;
    part += ".part";
    {
        std::ofstream out(part, std::ios::binary | std::ios::trunc);
        out.write(reinterpret_cast<const char*>(bytes.data()),
                  static_cast<std::streamsize>(bytes.size()));
        if (!out.flush()) return false;
    }
    fs::rename(part, file, ec);
    return !ec;
}

}  // namespace

fs::path DebugFiles::file_of(const Pubkey& program) const {
    return folder_ / (codec::to_string(program) + ".debug");
}

Result<void, std::string> DebugFiles::set(const Pubkey& program, Bytes elf) {
    const auto bytes = elf;
    TRY(auto opened, symbols::Symbols::open(std::move(elf)));
    Found found = std::move(opened);
    const std::lock_guard lock(mutex_);
    if (!folder_.empty() && !write_file(file_of(program), bytes))
        return fail("can't be stored in " + folder_.string());
    if (folder_.empty() || set_.size() < max_cached || set_.contains(program))
        set_.insert_or_assign(program, std::move(found));
    return {};
}

DebugFiles::Found DebugFiles::find(const Pubkey& program) const {
    if (auto known = cached(set_, program)) return known;
    if (folder_.empty()) return nullptr;
    const auto bytes = read_file(file_of(program));
    return bytes ? keep(set_, program, *bytes) : nullptr;
}

void DebugFiles::clear() {
    const std::lock_guard lock(mutex_);
    set_.clear();
    own_.clear();
    std::error_code ec;
    if (!folder_.empty()) fs::remove_all(folder_, ec);
}

DebugFiles::Found DebugFiles::cached(const Cache& cache, const Pubkey& program) const {
    const std::lock_guard lock(mutex_);
    const auto at = cache.find(program);
    return at == cache.end() ? nullptr : at->second;
}

DebugFiles::Found DebugFiles::keep(Cache& cache, const Pubkey& program, Bytes elf) const {
    auto opened = symbols::Symbols::open(std::move(elf));
    if (!opened) return nullptr;
    Found found = std::move(*opened);
    const std::lock_guard lock(mutex_);
    if (cache.size() >= max_cached) cache.clear();
    cache.insert_or_assign(program, found);
    return found;
}

}  // namespace orrery::traces
