#include "sdk/build/files.hpp"

#include <unistd.h>

#include <fstream>
#include <iterator>
#include <string>

namespace orrery::build {

namespace fs = std::filesystem;

std::optional<Bytes> read_file(const fs::path& file) {
    std::error_code ec;
    if (fs::is_directory(file, ec)) return std::nullopt;
    std::ifstream in(file, std::ios::binary);
    if (!in) return std::nullopt;
    Bytes bytes{std::istreambuf_iterator<char>(in), {}};
    if (in.bad()) return std::nullopt;
    return bytes;
}

bool write_file(const fs::path& file, ByteSpan bytes) {
    const fs::path part = file.string() + ".part" + std::to_string(::getpid());
    std::ofstream to(part, std::ios::binary | std::ios::trunc);
    const auto text = as_text(bytes);
    to.write(text.data(), static_cast<std::streamsize>(text.size()));
    to.close();
    std::error_code ec;
    if (to) fs::rename(part, file, ec);
    if (to && !ec) return true;
    std::error_code ignored;
    fs::remove(part, ignored);
    return false;
}

}  // namespace orrery::build
