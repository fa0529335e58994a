#include "sdk/link/layout.hpp"

#include <algorithm>

namespace orrery::link {
namespace {

namespace elf = sbpf::elf;

/// What an account can hold; nothing larger can be deployed.
constexpr std::uint64_t max_size = std::uint64_t{10} << 20;
/// From v3 on rodata begins at address 0, where an object would equal a null pointer.
constexpr std::uint64_t null_guard = 16;

constexpr std::uint64_t aligned(std::uint64_t value, std::uint64_t to) {
    return (value + to - 1) / to * to;
}

class Planner {
  public:
    explicit Planner(const LayoutParams& params) : p_(params), pads_(sections().size()) {}

    Result<Layout, LinkError> run() {
        out_.offsets.resize(sections().size());
        choose();
        CHECK_OK(use_strings());
        place_rodata();
        CHECK_OK(place_text());
        set_geometry();
        return std::move(out_);
    }

  private:
    const std::vector<Section>& sections() const { return p_.inputs.sections; }
    void choose();
    Result<void, LinkError> use_strings();
    void place_rodata();
    Result<void, LinkError> place_text();
    void set_geometry();

    const LayoutParams& p_;
    Layout out_;
    std::vector<std::uint8_t> pads_;  ///< slots left free before a text section
};

void Planner::choose() {
    for (std::uint32_t i = 0; i < sections().size(); ++i) {
        const auto& section = sections()[i];
        if (!p_.live[i] || section.size == 0) continue;
        if (section.kind == SectionKind::text) {
            out_.text.push_back(i);
        } else if (MergedStrings::can_merge(section)) {
            out_.strings.add(i, section);
        } else if (section.kind == SectionKind::rodata) {
            out_.rodata.push_back(i);
        }
    }
    const auto entry = std::find(out_.text.begin(), out_.text.end(), p_.entry.section);
    std::rotate(out_.text.begin(), entry, std::next(entry));
    std::sort(out_.rodata.begin(), out_.rodata.end(), [this](auto a, auto b) {
        const auto &first = sections()[a], &second = sections()[b];
        return first.align != second.align ? first.align > second.align : a < b;
    });
}

Result<void, LinkError> Planner::use_strings() {
    for (std::uint32_t i = 0; i < sections().size(); ++i) {
        if (!p_.live[i]) continue;
        for (const auto& relocation : sections()[i].relocations) {
            if (p_.resolution.definition(relocation.symbol).home != Home::section) continue;
            const auto spot = p_.resolution.target(sections()[i], relocation).spot;
            if (!out_.strings.has(spot.section) || out_.strings.use(spot)) continue;
            return fail(LinkError{p_.inputs.objects[sections()[i].object],
                                  place_of(p_.inputs, {i, relocation.offset}),
                                  "is damaged: a reference to a string leads behind the last"});
        }
    }
    return {};
}

void Planner::place_rodata() {
    auto& image = out_.rodata_image;
    if (sbpf::strict_elf(p_.version)) image.resize(null_guard);
    for (const auto i : out_.rodata) {
        image.resize(aligned(image.size(), sections()[i].align));
        out_.offsets[i] = image.size();
        image.insert(image.end(), sections()[i].data.begin(), sections()[i].data.end());
    }
    out_.strings.place(image);
    if (sbpf::strict_elf(p_.version) && image.size() == null_guard) image.clear();
    image.resize(aligned(image.size(), sbpf::instruction_size));
}

// Moving a section moves what follows it, so all keys are looked at again; each move is a fresh
// throw against odds of a few dozen in four billion.
Result<void, LinkError> Planner::place_text() {
    constexpr int tries = 64;
    const auto targets = call_targets(p_.inputs, p_.resolution, out_.text);
    for (int i = 0; i < tries; ++i) {
        out_.text_size = 0;
        for (const auto index : out_.text) {
            out_.text_size += pads_[index] * sbpf::instruction_size;
            out_.offsets[index] = out_.text_size;
            out_.text_size += sections()[index].size;
        }
        if (out_.text_size + out_.rodata_image.size() > max_size) {
            return fail(LinkError{{}, {}, "the program would be larger than an account: 10 MiB"});
        }
        if (sbpf::strict_elf(p_.version)) return {};
        const auto colliding = find_collision(targets, p_.reserved, [this](Spot spot) {
            return *out_.offsets[spot.section] + spot.offset;
        });
        if (!colliding) return {};
        ++pads_[*colliding];
    }
    return fail(LinkError{
        {}, {}, "no place was found where no function has the key of a syscall; link for v3"});
}

void Planner::set_geometry() {
    auto& to = out_.geometry;
    const auto rodata = out_.rodata_image.size();
    to.headers = !sbpf::strict_elf(p_.version) ? 3 : rodata != 0 ? 2 : 1;
    const auto first = sizeof(elf::FileHeader) + to.headers * sizeof(elf::ProgramHeader);
    if (sbpf::strict_elf(p_.version)) {
        to.rodata_offset = first;
        to.text_offset = first + rodata;
        to.rodata_address = sbpf::rodata_start;
        to.text_address = sbpf::program_start;
    } else {
        const auto widest =
            out_.rodata.empty() ? 8 : std::max<std::uint64_t>(sections()[out_.rodata[0]].align, 8);
        to.text_offset = first;
        to.rodata_offset = aligned(first + out_.text_size, widest);
        to.text_address = sbpf::program_start + to.text_offset;
        to.rodata_address = sbpf::program_start + to.rodata_offset;
    }
}

}  // namespace

std::optional<std::uint64_t> Layout::address(const Inputs& inputs, Spot spot) const {
    if (strings.has(spot.section)) {
        const auto at = strings.find(spot);
        if (!at) return std::nullopt;
        return geometry.rodata_address + *at;
    }
    if (!offsets[spot.section]) return std::nullopt;
    const bool text_section = inputs.sections[spot.section].kind == SectionKind::text;
    return (text_section ? geometry.text_address : geometry.rodata_address) +
           *offsets[spot.section] + spot.offset;
}

Result<Layout, LinkError> lay_out(const LayoutParams& params) { return Planner(params).run(); }

}  // namespace orrery::link
