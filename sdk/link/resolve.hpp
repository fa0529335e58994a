#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <string_view>
#include <vector>

#include "sdk/link/error.hpp"
#include "sdk/link/inputs.hpp"

namespace orrery::link {

/// Which definition every symbol means, over all objects. Borrows the inputs.
class Resolution {
  public:
    /// Drops repeated COMDAT groups, then picks definitions: strong before weak, the first of weak
    /// ones, a library's last. Adds an error for each symbol with two strong definitions.
    static Resolution of(const Inputs& inputs, LinkErrors& errors);

    /// The definition of the symbol with that index; itself when there is none.
    const Symbol& definition(std::uint32_t symbol) const;
    /// The definition of a global name, or null.
    const Symbol* find(std::string_view name) const;
    /// The section belongs to a group of which another is kept.
    bool discarded(std::uint32_t section) const { return discarded_[section]; }
    /// Where a relocation points: for the symbol of a section, the addend is part of the place,
    /// else it comes on top. Only for relocations whose definition is in a section.
    struct Target {
        Spot spot;
        std::int64_t plus = 0;
    };
    Target target(const Section& from, const Relocation& relocation) const;

  private:
    explicit Resolution(const Inputs& inputs)
        : inputs_(inputs), discarded_(inputs.sections.size()) {}
    void discard_groups();
    void define(const Symbol& symbol, LinkErrors& errors);

    const Inputs& inputs_;
    std::vector<bool> discarded_;
    boost::unordered_flat_map<std::string_view, const Symbol*> globals_;
};

}  // namespace orrery::link
