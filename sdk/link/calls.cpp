#include "sdk/link/calls.hpp"

#include "sdk/sbpf/hash.hpp"
#include "sdk/sbpf/isa.hpp"
#include "sdk/sbpf/syscalls.hpp"

namespace orrery::link {
namespace {

namespace elf = sbpf::elf;

constexpr std::uint8_t call_byte = sbpf::info(sbpf::Opcode::call).byte;
constexpr std::uint8_t lddw_byte = sbpf::info(sbpf::Opcode::lddw).byte;

// Calls that the compiler has resolved count from the next instruction.
void add_near_calls(const Section& section, std::uint32_t index, std::vector<Spot>& out) {
    auto next = section.relocations.begin();
    for (std::uint64_t at = 0; at < section.data.size(); at += sbpf::instruction_size) {
        const auto in = sbpf::read_instruction(section.data.data() + at);
        while (next != section.relocations.end() && next->offset < at) ++next;
        const bool relocated = next != section.relocations.end() && next->offset == at;
        if (in.opcode == lddw_byte) at += sbpf::instruction_size;
        if (in.opcode != call_byte || in.src != 1 || relocated) continue;
        const auto slots = static_cast<std::uint64_t>(std::int64_t{in.imm}) + 1;
        out.push_back({index, at + slots * sbpf::instruction_size});
    }
}

}  // namespace

bool is_code(const Inputs& inputs, Spot spot) {
    const auto& section = inputs.sections[spot.section];
    return section.kind == SectionKind::text && spot.offset < section.size &&
           spot.offset % sbpf::instruction_size == 0;
}

std::vector<Spot> call_targets(const Inputs& inputs, const Resolution& resolution,
                               const std::vector<std::uint32_t>& text) {
    std::vector<Spot> out;
    for (const auto index : text) {
        const auto& section = inputs.sections[index];
        add_near_calls(section, index, out);
        for (const auto& relocation : section.relocations) {
            if (relocation.type != elf::relocation_64_32) continue;
            if (resolution.definition(relocation.symbol).home != Home::section) continue;
            const auto target = resolution.target(section, relocation);
            const Spot spot{target.spot.section,
                            target.spot.offset + static_cast<std::uint64_t>(target.plus)};
            if (is_code(inputs, spot)) out.push_back(spot);
        }
    }
    return out;
}

ReservedKeys reserved_keys() {
    ReservedKeys out{sbpf::murmur3("entrypoint")};
    for (const auto& syscall : sbpf::syscall_names) out.insert(syscall.hash);
    return out;
}

std::optional<std::uint32_t> find_collision(const std::vector<Spot>& targets,
                                            const ReservedKeys& reserved,
                                            const std::function<std::uint64_t(Spot)>& offset) {
    for (const auto target : targets) {
        const auto pc = offset(target) / sbpf::instruction_size;
        if (reserved.contains(sbpf::function_key(pc))) return target.section;
    }
    return std::nullopt;
}

}  // namespace orrery::link
