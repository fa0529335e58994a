#include "sdk/symbols/debug_info.hpp"

#include <dwarf.h>
#include <elfutils/libdw.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>

#include "sdk/symbols/names.hpp"

namespace orrery::symbols {
namespace {

// What sane files stay far below, and damaged ones would go on for ever.
constexpr int max_nesting = 64;
constexpr std::uint64_t max_entries = 20'000'000;
constexpr std::uint64_t max_ranges = 2'000'000;

/// A range of addresses of a function that has code of its own.
struct Function {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    Dwarf_Off entry = 0;
};

/// Counts down, and looks at the clock from time to time; false from the end on.
class Budget {
  public:
    explicit Budget(std::uint64_t steps) : left_(steps) {}
    bool take() {
        if (left_ == 0) return false;
        --left_;
        if (left_ % 1024 == 0 && Clock::now() > end_) left_ = 0;
        return left_ != 0;
    }

  private:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::seconds patience{5};

    std::uint64_t left_;
    Clock::time_point end_ = Clock::now() + patience;
};

bool has_functions(int tag) {
    return tag == DW_TAG_namespace || tag == DW_TAG_class_type || tag == DW_TAG_structure_type ||
           tag == DW_TAG_union_type || tag == DW_TAG_enumeration_type || tag == DW_TAG_module;
}

std::string text_of(Dwarf_Die& die, unsigned int name) {
    Dwarf_Attribute attribute;
    const char* const text = dwarf_formstring(dwarf_attr_integrate(&die, name, &attribute));
    return text == nullptr ? "" : text;
}

std::optional<std::uint64_t> number_of(Dwarf_Die& die, unsigned int name) {
    Dwarf_Attribute attribute;
    Dwarf_Word value = 0;
    if (dwarf_formudata(dwarf_attr(&die, name, &attribute), &value) != 0) return std::nullopt;
    return value;
}

std::uint32_t small_number_of(Dwarf_Die& die, unsigned int name) {
    const auto value = number_of(die, name).value_or(0);
    return value <= UINT32_MAX ? static_cast<std::uint32_t>(value) : 0;
}

// The entry that declares a function: where its namespaces are.
Dwarf_Die declaration_of(Dwarf_Die die) {
    for (int i = 0; i < 4; ++i) {
        Dwarf_Attribute attribute;
        Dwarf_Die next;
        const auto name = dwarf_hasattr(&die, DW_AT_abstract_origin) ? DW_AT_abstract_origin
                                                                     : DW_AT_specification;
        if (dwarf_formref_die(dwarf_attr(&die, static_cast<unsigned int>(name), &attribute),
                              &next) == nullptr)
            break;
        die = next;
    }
    return die;
}

// By the line table. Line 0 is code of nobody's.
SourceFrame place_of(std::uint64_t address, Dwarf_Die& unit, const std::string& folder) {
    SourceFrame out;
    auto* const row = ::dwarf_getsrc_die(&unit, address);
    if (row == nullptr) return out;
    if (const auto* const file = ::dwarf_linesrc(row, nullptr, nullptr))
        out.file = shown_path(file, folder);
    int number = 0;
    if (::dwarf_lineno(row, &number) != 0 || number <= 0) return out;
    out.line = static_cast<std::uint32_t>(number);
    if (::dwarf_linecol(row, &number) == 0 && number > 0)
        out.column = static_cast<std::uint32_t>(number);
    return out;
}

SourceFrame call_site(Dwarf_Die& inlined, Dwarf_Die& unit, const std::string& folder) {
    SourceFrame out;
    out.line = small_number_of(inlined, DW_AT_call_line);
    out.column = small_number_of(inlined, DW_AT_call_column);
    Dwarf_Files* files = nullptr;
    std::size_t count = 0;
    const auto file = number_of(inlined, DW_AT_call_file);
    if (!file || ::dwarf_getsrcfiles(&unit, &files, &count) != 0 || *file >= count) return out;
    if (const auto* const path = ::dwarf_filesrc(files, *file, nullptr, nullptr))
        out.file = shown_path(path, folder);
    return out;
}

}  // namespace

struct DebugInfo::Parts {
    explicit Parts(MutByteSpan elf);
    ~Parts();
    Parts(const Parts&) = delete;
    Parts& operator=(const Parts&) = delete;

    void index();
    void index_children(Dwarf_Die& parent, const std::string& scope, int depth);
    void add_ranges(Dwarf_Die& function);
    std::vector<Dwarf_Die> chain_at(Dwarf_Die function, std::uint64_t address);
    std::string name_of(Dwarf_Die& function) const;
    std::vector<SourceFrame> place_at(std::uint64_t address);
    std::vector<SourceFrame> frames_of(std::vector<Dwarf_Die>& chain, std::uint64_t address) const;

    ::Elf* elf_ = nullptr;
    ::Dwarf* dwarf_ = nullptr;
    std::vector<Dwarf_Die> units_;
    std::vector<Function> functions_;
    std::vector<std::string> scopes_;
    std::vector<std::pair<Dwarf_Off, std::size_t>> scope_of_;  ///< by entry, ascending
    Budget entries_{max_entries};
    Budget ranges_{max_ranges};
};

DebugInfo::Parts::Parts(MutByteSpan elf) {
    ::elf_version(EV_CURRENT);
    elf_ = ::elf_memory(reinterpret_cast<char*>(elf.data()), elf.size());
    if (elf_ != nullptr) dwarf_ = ::dwarf_begin_elf(elf_, DWARF_C_READ, nullptr);
    if (dwarf_ != nullptr) index();
}

DebugInfo::Parts::~Parts() {
    if (dwarf_ != nullptr) ::dwarf_end(dwarf_);
    if (elf_ != nullptr) ::elf_end(elf_);
}

void DebugInfo::Parts::index() {
    Dwarf_CU* unit = nullptr;
    while (entries_.take()) {
        Dwarf_Die entry;
        Dwarf_Half version = 0;
        std::uint8_t type = 0;
        if (::dwarf_get_units(dwarf_, unit, &unit, &version, &type, &entry, nullptr) != 0) break;
        if (type != DW_UT_compile) continue;
        units_.push_back(entry);
        index_children(entry, "", 0);
    }
}

void DebugInfo::Parts::index_children(Dwarf_Die& parent, const std::string& scope, int depth) {
    Dwarf_Die child;
    if (depth > max_nesting || ::dwarf_child(&parent, &child) != 0) return;
    const auto scope_index = scopes_.size();
    if (!scope.empty()) scopes_.push_back(scope);
    do {
        const int tag = ::dwarf_tag(&child);
        if (tag == DW_TAG_subprogram) {
            if (!scope.empty()) scope_of_.emplace_back(::dwarf_dieoffset(&child), scope_index);
            add_ranges(child);
        } else if (has_functions(tag)) {
            const auto name = text_of(child, DW_AT_name);
            const auto separator = scope.empty() || name.empty() ? "" : "::";
            index_children(child, scope + separator + name, depth + 1);
        }
    } while (entries_.take() && scope.size() < max_name && ::dwarf_siblingof(&child, &child) == 0);
}

void DebugInfo::Parts::add_ranges(Dwarf_Die& function) {
    Dwarf_Addr base = 0;
    Dwarf_Addr low = 0;
    Dwarf_Addr high = 0;
    std::ptrdiff_t next = 0;
    while (ranges_.take() && (next = ::dwarf_ranges(&function, next, &base, &low, &high)) > 0)
        if (low < high) functions_.push_back({low, high, ::dwarf_dieoffset(&function)});
}

// The function's entry and those of the calls inlined at the address, outermost first.
std::vector<Dwarf_Die> DebugInfo::Parts::chain_at(Dwarf_Die function, std::uint64_t address) {
    std::vector<Dwarf_Die> chain{function};
    Dwarf_Die block = function;
    for (int depth = 0; depth < max_nesting; ++depth) {
        Dwarf_Die child;
        bool found = false;
        for (int status = ::dwarf_child(&block, &child); status == 0 && !found && entries_.take();
             status = found ? 0 : ::dwarf_siblingof(&child, &child)) {
            const int tag = ::dwarf_tag(&child);
            const bool inlined = tag == DW_TAG_inlined_subroutine;
            if (!inlined && tag != DW_TAG_lexical_block) continue;
            found = ::dwarf_haspc(&child, address) == 1;
            if (found && inlined) chain.push_back(child);
            if (found) block = child;
        }
        if (!found) break;
    }
    return chain;
}

std::string DebugInfo::Parts::name_of(Dwarf_Die& function) const {
    auto name = text_of(function, DW_AT_name);
    if (name.empty()) return demangled(text_of(function, DW_AT_linkage_name));
    auto declaration = declaration_of(function);
    const auto offset = ::dwarf_dieoffset(&declaration);
    const auto at = std::lower_bound(scope_of_.begin(), scope_of_.end(), offset,
                                     [](const auto& s, auto wanted) { return s.first < wanted; });
    if (at != scope_of_.end() && at->first == offset) name = scopes_[at->second] + "::" + name;
    return printable(name);
}

// A frame's function is that of its entry; its place is in the line table for the innermost, and
// for the others where the next inner one was inlined.
std::vector<SourceFrame> DebugInfo::Parts::frames_of(std::vector<Dwarf_Die>& chain,
                                                     std::uint64_t address) const {
    Dwarf_Die unit;
    if (::dwarf_diecu(&chain.front(), &unit, nullptr, nullptr) == nullptr) return {};
    const auto folder = text_of(unit, DW_AT_comp_dir);
    auto place = place_of(address, unit, folder);
    std::vector<SourceFrame> out;
    for (auto i = chain.size(); i-- > 0;) {
        auto& frame = out.emplace_back(std::move(place));
        frame.function = name_of(chain[i]);
        frame.inlined = i > 0;
        place = {};
        if (i > 0) place = call_site(chain[i], unit, folder);
    }
    return out;
}

// Where there are line tables only, functions that nothing was inlined into have no entries.
std::vector<SourceFrame> DebugInfo::Parts::place_at(std::uint64_t address) {
    for (auto& unit : units_)
        if (::dwarf_haspc(&unit, address) == 1)
            return {place_of(address, unit, text_of(unit, DW_AT_comp_dir))};
    return {};
}

DebugInfo::DebugInfo(MutByteSpan elf) : parts_(std::make_unique<Parts>(elf)) {}
DebugInfo::~DebugInfo() = default;

bool DebugInfo::empty() const { return parts_->units_.empty(); }

std::vector<SourceFrame> DebugInfo::at(std::uint64_t address) const {
    const Function* found = nullptr;
    for (const auto& function : parts_->functions_) {
        const bool has = function.low <= address && address < function.high;
        if (has && (!found || function.high - function.low < found->high - found->low))
            found = &function;
    }
    Dwarf_Die entry;
    if (!found) return parts_->place_at(address);
    if (::dwarf_offdie(parts_->dwarf_, found->entry, &entry) == nullptr) return {};
    parts_->entries_ = Budget(max_entries);
    auto chain = parts_->chain_at(entry, address);
    return parts_->frames_of(chain, address);
}

}  // namespace orrery::symbols
