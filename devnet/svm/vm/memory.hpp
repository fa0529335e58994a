#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "devnet/svm/vm/arena.hpp"
#include "devnet/svm/vm/fault.hpp"
#include "sdk/sbpf/version.hpp"
#include "sdk/types/bytes.hpp"
#include "sdk/types/result.hpp"

namespace orrery::vm {

/// What the interpreter needs to translate an address of one region: an access of n bytes at
/// address a is `host + off` where off = a - start, when off + n - 1 < readable (or writable) and
/// neither off nor off + n - 1 has a bit of `reject` set. That is the gap bit for a stack with
/// gaps, and always the top bit, which is set when a lies below start.
struct alignas(64) Region {
    static constexpr std::uint64_t below_start = std::uint64_t{1} << 63;

    std::uint64_t start = 0;
    std::uint8_t* host = nullptr;
    std::uint64_t readable = 0;
    std::uint64_t writable = 0;
    std::uint64_t reject = below_start;
    std::uint8_t* dirty = nullptr;  ///< page map of the writable bytes (arena.hpp)
};

/// Five regions in use; an address selects with bits 32-34, its higher bits fail the bounds check.
using RegionTable = std::array<Region, 8>;

/// A program's address space: rodata, stack, heap and input. A value: a copy has its own stack,
/// heap and input (only pages that were written are copied) and shares the immutable program and
/// borrowed segments. One thread at a time.
///
/// The input region has contiguous addresses over a list of segments. The usual case is one
/// segment in the pooled input buffer: `input_reserve`, write, `mark_written`, `commit_input`.
class Memory {
  public:
    Memory();
    Memory(const Memory& other);
    Memory(Memory&& other) noexcept;
    Memory& operator=(const Memory& other);
    Memory& operator=(Memory&& other) noexcept;
    ~Memory();

    /// The host bytes of [address, address + length), contiguous, to read or to write. Zero bytes
    /// never fault and give an empty span. A range that isn't contiguous in host memory (over two
    /// input segments, or over a v0 stack gap, which upstream's layout leaps) is a copy that is
    /// written back by `settle`. Spans live until the next `run` or change of the layout.
    Result<ByteSpan, Fault> load(std::uint64_t address, std::uint64_t length);
    Result<MutByteSpan, Fault> store(std::uint64_t address, std::uint64_t length);

    /// Drops the input segments and returns `total` zeroed bytes to serialize into. Whoever writes
    /// there says where with `mark_written`; nothing else may be written.
    std::uint8_t* input_reserve(std::size_t total);
    void mark_written(std::size_t offset, std::size_t length);
    /// Makes the first `length` reserved bytes the writable first segment.
    void commit_input(std::size_t length);

    /// Appends a segment of the Memory's own.
    void add_segment(Bytes owned, bool writable);
    /// Appends a read-only segment; the bytes must outlive this Memory and its copies.
    void add_segment(ByteSpan borrowed);

    /// Length of the input region in bytes.
    std::uint64_t input_size() const { return input_size_; }
    /// The committed bytes of the reserved buffer, as the program left them.
    ByteSpan input() const { return {input_.data(), committed_}; }

    /// Maps a program and empties the rest: stack by version, a heap of `heap_size` bytes (at most
    /// max_heap_size), no input. The rodata must outlive this Memory and its copies.
    void map(sbpf::SbpfVersion version, ByteSpan rodata, std::uint64_t heap_size);
    /// Unmaps all and zeroes what was written: the pool's resting state.
    void reset();

    /// For the interpreter: the table, stable while the Memory stays where it is.
    Region* regions() { return regions_.data(); }
    /// For the interpreter, after the fast path failed: reads or writes `length` (1, 2, 4, 8)
    /// bytes. False: a fault; `violation` says which.
    bool load_slow(std::uint64_t address, std::uint64_t length, std::uint64_t& value);
    bool store_slow(std::uint64_t address, std::uint64_t length, std::uint64_t value);
    /// The fault of an access that cannot be translated.
    Fault violation(Access access, std::uint64_t address, std::uint64_t length) const;
    /// Writes copies handed out by `store` back; `run` does so when a syscall returns.
    void settle();
    /// As settle, and ends the life of the copies.
    void release_copies();
    bool has_copies() const { return !copies_.empty(); }

    static constexpr std::uint64_t max_heap_size = std::uint64_t{256} * 1024;

  private:
    struct Segment {
        std::uint64_t offset = 0;  ///< from the start of the input region
        std::uint8_t* host = nullptr;
        std::uint64_t length = 0;
        bool writable = false;
        std::unique_ptr<Bytes> owned;           ///< null: the arena or borrowed
        std::unique_ptr<std::uint8_t[]> dirty;  ///< page map that nobody reads, for `owned`
        bool in_arena = false;
    };
    /// A copy handed out for a range that isn't contiguous.
    struct Copy {
        std::uint64_t address = 0;
        bool writable = false;
        std::unique_ptr<Bytes> bytes;
    };

    /// A stretch of host memory under consecutive addresses.
    struct Piece {
        std::uint8_t* host = nullptr;
        std::uint64_t offset = 0;  ///< of the stretch, from host and in the page map
        std::uint64_t length = 0;  ///< 0: the address cannot be accessed
        std::uint64_t gap = 0;     ///< addresses to leap to the next piece
        std::uint8_t* dirty = nullptr;
    };

    static void adopt(Segment& segment, Bytes bytes);
    static void mark_pages(std::uint8_t* dirty, std::uint64_t offset, std::uint64_t length);
    void append(Segment segment);
    void select(const Segment& segment);
    const Segment* find_segment(std::uint64_t offset) const;
    std::uint8_t* translate(Access access, std::uint64_t address, std::uint64_t length);
    Piece piece_at(Access access, std::uint64_t address) const;
    template <class F>
    bool for_each_piece(Access access, std::uint64_t address, std::uint64_t length,
                        F&& visit) const;
    bool reachable(Access access, std::uint64_t address, std::uint64_t length) const;
    void copy_out(std::uint64_t address, MutByteSpan to) const;
    void copy_in(std::uint64_t address, ByteSpan from);
    Bytes* make_copy(Access access, std::uint64_t address, std::uint64_t length);
    void copy_from(const Memory& other);

    RegionTable regions_;
    sbpf::SbpfVersion version_ = sbpf::SbpfVersion::v0;
    Arena stack_;
    Arena heap_;
    Arena input_;
    std::size_t committed_ = 0;
    std::uint64_t input_size_ = 0;
    std::vector<Segment> segments_;
    std::vector<Copy> copies_;
};

}  // namespace orrery::vm
