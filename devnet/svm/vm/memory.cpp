#include "devnet/svm/vm/memory.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

#include "sdk/types/check.hpp"

namespace orrery::vm {
namespace {

enum : std::size_t { rodata_index, program_index, stack_index, heap_index, input_index };

constexpr std::uint64_t gapped_stack_size = sbpf::stack_size * 2;
constexpr std::uint64_t gap_bit = sbpf::stack_frame_size;
constexpr std::size_t min_input_capacity = std::size_t{64} * 1024;  // most transactions' input fits

std::size_t index_of(std::uint64_t address) { return address >> 32 & 7; }

bool fits(const Region& region, Access access, std::uint64_t address, std::uint64_t length) {
    const auto limit = access == Access::load ? region.readable : region.writable;
    const auto offset = address - region.start;
    if (length > limit || offset > limit - length) return false;
    return ((offset | (offset + length - 1)) & region.reject) == 0 &&
           (region.reject == Region::below_start || length <= sbpf::stack_frame_size);
}

}  // namespace

Memory::Memory() {
    for (std::size_t i = 0; i < regions_.size(); ++i) regions_[i].start = i * sbpf::region_size;
}

Memory::Memory(const Memory& other) { copy_from(other); }
Memory::Memory(Memory&& other) noexcept = default;
Memory& Memory::operator=(Memory&& other) noexcept = default;
Memory::~Memory() = default;

Memory& Memory::operator=(const Memory& other) {
    if (this != &other) *this = Memory(other);
    return *this;
}

void Memory::copy_from(const Memory& other) {
    regions_ = other.regions_;
    version_ = other.version_;
    stack_ = other.stack_;
    heap_ = other.heap_;
    input_ = other.input_;
    committed_ = other.committed_;
    input_size_ = other.input_size_;
    regions_[stack_index].host = stack_.data();
    regions_[stack_index].dirty = stack_.dirty();
    regions_[heap_index].host = heap_.data();
    regions_[heap_index].dirty = heap_.dirty();
    const auto selected = regions_[input_index].start - sbpf::input_start;
    for (const auto& from : other.segments_) {
        Segment to{.offset = from.offset,
                   .host = from.host,
                   .length = from.length,
                   .writable = from.writable,
                   .owned = nullptr,
                   .dirty = nullptr,
                   .in_arena = from.in_arena};
        if (from.in_arena) to.host = input_.data();
        if (from.owned) adopt(to, *from.owned);
        segments_.push_back(std::move(to));
        if (from.offset == selected) select(segments_.back());
    }
    // What the other state has yet to write back is written here already.
    for (const auto& copy : other.copies_) {
        if (copy.writable) copy_in(copy.address, *copy.bytes);
    }
}

void Memory::map(sbpf::SbpfVersion version, ByteSpan rodata, std::uint64_t heap_size) {
    ORRERY_CHECK(heap_size <= max_heap_size);
    if (stack_.capacity() == 0) {
        stack_ = Arena(gapped_stack_size);
        heap_ = Arena(max_heap_size);
    }
    version_ = version;
    auto& program = regions_[sbpf::strict_elf(version) ? rodata_index : program_index];
    program.host = const_cast<std::uint8_t*>(rodata.data());  // writable stays 0
    program.readable = rodata.size();

    auto& stack = regions_[stack_index];
    stack.host = stack_.data();
    stack.dirty = stack_.dirty();
    const bool gaps = sbpf::stack_gaps(version);
    stack.readable = stack.writable = gaps ? gapped_stack_size : sbpf::stack_size;
    stack.reject = Region::below_start | (gaps ? gap_bit : 0);

    auto& heap = regions_[heap_index];
    heap.host = heap_.data();
    heap.dirty = heap_.dirty();
    heap.readable = heap.writable = heap_size;
}

void Memory::reset() {
    stack_.clear();
    heap_.clear();
    input_.clear();
    committed_ = 0;
    input_size_ = 0;
    segments_.clear();
    copies_.clear();
    for (std::size_t i = 0; i < regions_.size(); ++i) {
        regions_[i] = Region{};
        regions_[i].start = i * sbpf::region_size;
    }
}

std::uint8_t* Memory::input_reserve(std::size_t total) {
    segments_.clear();
    copies_.clear();
    regions_[input_index] = Region{};
    regions_[input_index].start = sbpf::input_start;
    committed_ = 0;
    input_size_ = 0;
    input_.clear();
    if (input_.capacity() < total) {
        input_ = Arena(std::max({total, input_.capacity() * 2, min_input_capacity}));
    }
    return input_.data();
}

void Memory::mark_written(std::size_t offset, std::size_t length) { input_.mark(offset, length); }

void Memory::commit_input(std::size_t length) {
    ORRERY_CHECK(segments_.empty());
    ORRERY_CHECK(length <= input_.capacity());
    committed_ = length;
    Segment segment;
    segment.host = input_.data();
    segment.length = length;
    segment.writable = true;
    segment.in_arena = true;
    append(std::move(segment));
}

void Memory::add_segment(Bytes owned, bool writable) {
    Segment segment;
    segment.length = owned.size();
    segment.writable = writable;
    adopt(segment, std::move(owned));
    append(std::move(segment));
}

void Memory::add_segment(ByteSpan borrowed) {
    Segment segment;
    segment.host = const_cast<std::uint8_t*>(borrowed.data());  // writable stays false
    segment.length = borrowed.size();
    append(std::move(segment));
}

void Memory::adopt(Segment& segment, Bytes bytes) {
    const auto pages = (bytes.size() >> Arena::page_shift) + 1;
    segment.owned = std::make_unique<Bytes>(std::move(bytes));
    segment.dirty = std::make_unique<std::uint8_t[]>(pages);
    segment.host = segment.owned->data();
}

void Memory::append(Segment segment) {
    if (segment.length == 0) return;
    segment.offset = input_size_;
    input_size_ += segment.length;
    segments_.push_back(std::move(segment));
    if (segments_.size() == 1) select(segments_.back());
}

void Memory::select(const Segment& segment) {
    auto& region = regions_[input_index];
    region.start = sbpf::input_start + segment.offset;
    region.host = segment.host;
    region.readable = segment.length;
    region.writable = segment.writable ? segment.length : 0;
    region.dirty = segment.in_arena ? input_.dirty() : segment.dirty.get();
}

const Memory::Segment* Memory::find_segment(std::uint64_t offset) const {
    if (offset >= input_size_) return nullptr;
    const auto after =
        std::upper_bound(segments_.begin(), segments_.end(), offset,
                         [](std::uint64_t o, const Segment& s) { return o < s.offset; });
    return &*std::prev(after);
}

Memory::Piece Memory::piece_at(Access access, std::uint64_t address) const {
    const auto index = index_of(address);
    if (index == input_index) {
        const auto offset = address - sbpf::input_start;
        const auto* const segment = find_segment(offset);
        if (segment == nullptr || (access == Access::store && !segment->writable)) return {};
        const auto within = offset - segment->offset;
        auto* const dirty = segment->in_arena ? const_cast<Arena&>(input_).dirty() : nullptr;
        return {segment->host, within, segment->length - within, 0, dirty};
    }
    const auto& region = regions_[index];
    const auto limit = access == Access::load ? region.readable : region.writable;
    const auto offset = address - region.start;
    if (offset >= limit || (offset & region.reject) != 0) return {};
    if (region.reject == Region::below_start) {
        return {region.host, offset, limit - offset, 0, region.dirty};
    }
    // Upstream's frames lie side by side in host memory, so an access that leaves a frame goes on
    // in the next one, behind the gap (sbpf: memory_region.rs, vm_to_host_buffer).
    const auto left = sbpf::stack_frame_size - offset % sbpf::stack_frame_size;
    return {region.host, offset, left, sbpf::stack_frame_size, region.dirty};
}

template <class F>
bool Memory::for_each_piece(Access access, std::uint64_t address, std::uint64_t length,
                            F&& visit) const {
    while (length > 0) {
        auto piece = piece_at(access, address);
        if (piece.length == 0) return false;
        piece.length = std::min(piece.length, length);
        visit(piece);
        length -= piece.length;
        address += piece.length + piece.gap;
    }
    return true;
}

bool Memory::reachable(Access access, std::uint64_t address, std::uint64_t length) const {
    return for_each_piece(access, address, length, [](const Piece&) {});
}

void Memory::copy_out(std::uint64_t address, MutByteSpan to) const {
    auto* at = to.data();
    for_each_piece(Access::load, address, to.size(), [&at](const Piece& piece) {
        std::memcpy(at, piece.host + piece.offset, piece.length);
        at += piece.length;
    });
}

void Memory::copy_in(std::uint64_t address, ByteSpan from) {
    const auto* at = from.data();
    for_each_piece(Access::store, address, from.size(), [&at](const Piece& piece) {
        std::memcpy(piece.host + piece.offset, at, piece.length);
        mark_pages(piece.dirty, piece.offset, piece.length);
        at += piece.length;
    });
}

void Memory::mark_pages(std::uint8_t* dirty, std::uint64_t offset, std::uint64_t length) {
    if (dirty == nullptr) return;
    const auto first = offset >> Arena::page_shift;
    const auto last = (offset + length - 1) >> Arena::page_shift;
    std::memset(dirty + first, 1, last - first + 1);
}

std::uint8_t* Memory::translate(Access access, std::uint64_t address, std::uint64_t length) {
    auto& region = regions_[index_of(address)];
    if (!fits(region, access, address, length)) {
        if (index_of(address) != input_index) return nullptr;
        const auto* const segment = find_segment(address - sbpf::input_start);
        if (segment == nullptr) return nullptr;
        select(*segment);
        if (!fits(region, access, address, length)) return nullptr;
    }
    const auto offset = address - region.start;
    if (access == Access::store) mark_pages(region.dirty, offset, length);
    return region.host + offset;
}

Bytes* Memory::make_copy(Access access, std::uint64_t address, std::uint64_t length) {
    if (!reachable(access, address, length)) return nullptr;
    settle();
    copies_.push_back({address, access == Access::store, std::make_unique<Bytes>(length)});
    copy_out(address, *copies_.back().bytes);
    return copies_.back().bytes.get();
}

Result<ByteSpan, Fault> Memory::load(std::uint64_t address, std::uint64_t length) {
    if (length == 0) return ByteSpan{};
    if (has_copies()) settle();
    if (const auto* const host = translate(Access::load, address, length)) {
        return ByteSpan(host, length);
    }
    if (const auto* const copy = make_copy(Access::load, address, length)) return ByteSpan(*copy);
    return fail(violation(Access::load, address, length));
}

Result<MutByteSpan, Fault> Memory::store(std::uint64_t address, std::uint64_t length) {
    if (length == 0) return MutByteSpan{};
    if (has_copies()) settle();
    if (auto* const host = translate(Access::store, address, length)) {
        return MutByteSpan(host, length);
    }
    if (auto* const copy = make_copy(Access::store, address, length)) return MutByteSpan(*copy);
    return fail(violation(Access::store, address, length));
}

void Memory::settle() {
    for (const auto& copy : copies_) {
        if (copy.writable) copy_in(copy.address, *copy.bytes);
    }
}

void Memory::release_copies() {
    settle();
    copies_.clear();
}

bool Memory::load_slow(std::uint64_t address, std::uint64_t length, std::uint64_t& value) {
    value = 0;
    auto* const to = reinterpret_cast<std::uint8_t*>(&value);
    if (const auto* const host = translate(Access::load, address, length)) {
        std::memcpy(to, host, length);
        return true;
    }
    if (!reachable(Access::load, address, length)) return false;
    copy_out(address, {to, length});
    return true;
}

bool Memory::store_slow(std::uint64_t address, std::uint64_t length, std::uint64_t value) {
    const auto* const from = reinterpret_cast<const std::uint8_t*>(&value);
    if (auto* const host = translate(Access::store, address, length)) {
        std::memcpy(host, from, length);
        return true;
    }
    if (!reachable(Access::store, address, length)) return false;
    copy_in(address, {from, length});
    return true;
}

// sbpf: memory_region.rs, generate_access_violation.
Fault Memory::violation(Access access, std::uint64_t address, std::uint64_t length) const {
    Fault fault{.kind = FaultKind::access_violation,
                .access = access,
                .address = address,
                .length = length};
    constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
    constexpr auto base = static_cast<std::int64_t>(sbpf::stack_start);
    const auto at = static_cast<std::int64_t>(address);
    const auto frame = (at < lowest + base ? lowest : at - base) /
                       static_cast<std::int64_t>(sbpf::stack_frame_size);
    if (sbpf::fixed_frames(version_) && frame >= -1 &&
        frame <= static_cast<std::int64_t>(sbpf::max_call_depth)) {
        fault.kind = FaultKind::stack_access_violation;
        fault.frame = frame;
        return fault;
    }
    static constexpr std::string_view names[] = {"allocated", "program", "stack", "heap", "input"};
    const auto index = address >> 32;
    const auto size = index == input_index  ? input_size_
                      : index < input_index ? regions_[index].readable
                                            : 0;
    fault.region = (address & 0xffffffff) < size ? names[index] : "unallocated";
    return fault;
}

}  // namespace orrery::vm
