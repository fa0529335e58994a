#pragma once

#include <filesystem>
#include <optional>

#include "sdk/types/bytes.hpp"

namespace orrery::build {

/// A whole file; nothing when it can't be read.
std::optional<Bytes> read_file(const std::filesystem::path& file);

/// Writes a file so that others see either the old one or the new one whole. False when it can't.
bool write_file(const std::filesystem::path& file, ByteSpan bytes);

}  // namespace orrery::build
