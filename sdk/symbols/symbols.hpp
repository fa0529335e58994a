#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sdk/types/bytes.hpp"
#include "sdk/types/result.hpp"

namespace orrery::symbols {

/// A place in a program's source; what isn't known is empty or 0. Printable UTF-8.
struct SourceFrame {
    std::string function;  ///< with its namespaces, without parameters
    std::string file;      ///< relative to the compiler's folder where it lies below it
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    bool inlined = false;  ///< into the next frame
    bool operator==(const SourceFrame&) const = default;
};

/// Where the instructions of a program come from: read from an ELF file with DWARF, be it the
/// `.debug` of `orrery program link` or a `.so` that wasn't stripped; without DWARF, from its
/// symbols. The bytes may be damaged or hostile. Any thread.
class Symbols {
  public:
    /// Bytes that are larger are refused: reading takes memory in proportion to them.
    static constexpr std::size_t max_size = std::size_t{64} << 20;

    /// Error: why this file can't be used, for people.
    static Result<std::unique_ptr<const Symbols>, std::string> open(Bytes elf);
    Symbols(const Symbols&) = delete;
    Symbols& operator=(const Symbols&) = delete;
    ~Symbols();

    /// Whether this is the program that was loaded: sbpf::text_fingerprint of the text.
    std::uint64_t fingerprint() const;
    /// Whether there are source lines, not only names of functions.
    bool has_lines() const;
    /// What an instruction of the text belongs to, the innermost function first; empty when nothing
    /// is known of it.
    std::vector<SourceFrame> at(std::uint64_t pc) const;

  private:
    struct Parts;
    explicit Symbols(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace orrery::symbols
