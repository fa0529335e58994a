#include "sdk/symbols/symbols.hpp"

#include <mutex>

#include "sdk/sbpf/fingerprint.hpp"
#include "sdk/sbpf/version.hpp"
#include "sdk/symbols/debug_info.hpp"
#include "sdk/symbols/elf_view.hpp"
#include "sdk/symbols/names.hpp"

namespace orrery::symbols {

struct Symbols::Parts {
    std::string symbol_at(std::uint64_t address) const;

    Bytes elf;
    std::uint64_t text_address = 0;
    std::uint64_t text_size = 0;  ///< in instructions
    std::uint64_t fingerprint = 0;
    std::vector<FunctionSymbol> functions;
    std::unique_ptr<DebugInfo> dwarf;  ///< null without source lines
    std::mutex mutex;                  ///< of `dwarf`
};

std::string Symbols::Parts::symbol_at(std::uint64_t address) const {
    for (const auto& function : functions)
        if (function.address <= address && address - function.address < function.size)
            return demangled(std::string(function.name));
    return {};
}

Symbols::Symbols(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Symbols::~Symbols() = default;

Result<std::unique_ptr<const Symbols>, std::string> Symbols::open(Bytes elf) {
    if (elf.size() > max_size)
        return fail("has more than " + std::to_string(max_size >> 20) + " MiB");
    auto parts = std::make_unique<Parts>();
    parts->elf = std::move(elf);
    TRY(const auto view, ElfView::parse(parts->elf));
    parts->text_address = view.text().address;
    parts->text_size = view.text().bytes.size() / sbpf::instruction_size;
    parts->fingerprint = sbpf::text_fingerprint(view.text().bytes);
    parts->functions = view.functions();
    if (view.has_dwarf()) parts->dwarf = std::make_unique<DebugInfo>(parts->elf);
    if (parts->dwarf && parts->dwarf->empty()) parts->dwarf.reset();
    return std::unique_ptr<const Symbols>(new Symbols(std::move(parts)));
}

std::uint64_t Symbols::fingerprint() const { return parts_->fingerprint; }
bool Symbols::has_lines() const { return parts_->dwarf != nullptr; }

std::vector<SourceFrame> Symbols::at(std::uint64_t pc) const {
    if (pc >= parts_->text_size) return {};
    const auto address = parts_->text_address + pc * sbpf::instruction_size;
    std::vector<SourceFrame> frames;
    if (parts_->dwarf) {
        const std::lock_guard lock(parts_->mutex);
        frames = parts_->dwarf->at(address);
    }
    const bool named = !frames.empty() && !frames.back().function.empty();
    auto name = named ? std::string() : parts_->symbol_at(address);
    if (frames.empty() && !name.empty()) frames.emplace_back();
    if (!name.empty()) frames.back().function = std::move(name);
    return frames;
}

}  // namespace orrery::symbols
