#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>
#include <string_view>
#include <vector>

#include "sdk/link/inputs.hpp"

namespace orrery::link {

/// The string literals of a link, each once, and only those that something refers to. First add
/// all sections, then use what is needed, then place.
class MergedStrings {
  public:
    /// Whether a section holds strings that may be merged.
    static bool can_merge(const Section& section);

    /// Takes a section apart into its strings. The data must outlive this.
    void add(std::uint32_t index, const Section& section);
    bool has(std::uint32_t index) const { return sections_.contains(index); }
    /// Keeps the string at a spot; false when there is none.
    bool use(Spot spot);
    /// Appends the kept strings to `image`.
    void place(Bytes& image);
    /// Where in the image a spot came to lie. Its string must be kept and placed.
    std::optional<std::uint64_t> find(Spot spot) const;

  private:
    struct Piece {
        std::uint64_t begin = 0;
        std::string_view text;  ///< with its end, a NUL
        bool used = false;
        std::uint64_t placed = 0;
    };
    using Pieces = std::vector<Piece>;
    static std::size_t index_of(const Pieces& pieces, std::uint64_t offset);

    boost::unordered_flat_map<std::uint32_t, Pieces> sections_;
    std::vector<std::uint32_t> order_;
};

}  // namespace orrery::link
