#include "devnet/svm/vm/memory.hpp"

#include <catch2/catch.hpp>
#include <cstring>
#include <random>

#include "tests/unit/devnet/svm/vm/machine.hpp"

namespace orrery::vm {
namespace {

using sbpf::input_start;
using sbpf::SbpfVersion;
using sbpf::stack_start;

constexpr std::uint64_t small_heap = 32'768;
constexpr std::uint64_t whole_heap = Memory::max_heap_size;
constexpr std::uint64_t frame_size = sbpf::stack_frame_size;
constexpr std::uint64_t frame_step = 2 * frame_size;  // v0
constexpr std::uint64_t frame_count = sbpf::max_call_depth;

Memory mapped(SbpfVersion version = SbpfVersion::v3) {
    Memory memory;
    memory.map(version, {}, small_heap);
    return memory;
}

Bytes counting(std::size_t size, std::uint8_t first) {
    Bytes bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(first + i);
    return bytes;
}

Bytes bytes_of(const Result<ByteSpan, Fault>& span) {
    REQUIRE(span);
    return {span->begin(), span->end()};
}

/// Three segments: 10 bytes writable in the buffer, 5 read-only, 7 writable of its own.
Memory segmented(const Bytes& borrowed) {
    auto memory = mapped();
    const auto first = counting(10, 0);
    std::memcpy(memory.input_reserve(10), first.data(), first.size());
    memory.mark_written(0, 10);
    memory.commit_input(10);
    memory.add_segment(ByteSpan(borrowed));
    memory.add_segment(counting(7, 15), true);
    return memory;
}

}  // namespace

TEST_CASE("an empty range never faults") {
    auto memory = mapped();
    for (const std::uint64_t address : {std::uint64_t{0}, stack_start, UINT64_MAX}) {
        CHECK(memory.load(address, 0)->empty());
        CHECK(memory.store(address, 0)->empty());
    }
}

TEST_CASE("a range must lie in its region to the last byte") {
    auto memory = mapped();
    CHECK(memory.load(sbpf::heap_start, small_heap));
    CHECK(memory.store(sbpf::heap_start + small_heap - 1, 1));
    const auto faulted = memory.store(sbpf::heap_start + 1, small_heap);
    REQUIRE_FALSE(faulted);
    CHECK(faulted.error().display() ==
          "Access violation writing 32768 bytes at address 0x300000001 (in heap region)");
    for (const auto length : {UINT64_MAX, UINT64_MAX - sbpf::heap_start, std::uint64_t{1} << 63}) {
        CHECK_FALSE(memory.load(sbpf::heap_start + 1, length));
        CHECK_FALSE(memory.load(UINT64_MAX, length));
    }
}

TEST_CASE("the input region's addresses run on over its segments") {
    const auto borrowed = counting(5, 10);
    auto memory = segmented(borrowed);
    CHECK(memory.input_size() == 22);
    CHECK(bytes_of(memory.load(input_start, 22)) == counting(22, 0));
    CHECK(bytes_of(memory.load(input_start + 9, 2)) == counting(2, 9));
    CHECK(bytes_of(memory.load(input_start + 15, 7)) == counting(7, 15));
    CHECK_FALSE(memory.load(input_start + 15, 8));
    CHECK_FALSE(memory.load(input_start + 22, 1));
    CHECK(memory.store(input_start + 15, 7));
    CHECK_FALSE(memory.store(input_start + 14, 2));
    CHECK(memory.store(input_start + 14, 2).error().display() ==
          "Access violation writing 2 bytes at address 0x40000000e (in input region)");
}

TEST_CASE("programs read and write over segment boundaries") {
    const auto borrowed = counting(5, 10);
    VmPool pool;
    test::RecordingHost host;
    const auto outcome = [&](const char* source) {
        auto state = pool.acquire({.program = test::load(SbpfVersion::v3, source), .meter = 100});
        *state.memory = segmented(borrowed);
        const auto status = run(state, host);
        const auto described = test::describe(status, state, 100);
        return described.end == "halt" ? std::to_string(described.r0) : described.end;
    };
    const auto expect = [](int first) {
        std::uint64_t value = 0;
        for (int i = 7; i >= 0; --i) value = value << 8 | static_cast<unsigned>(first + i);
        return std::to_string(value);
    };
    CHECK(outcome("ldxdw r0, [r1+7]; exit") == expect(7));    // two segments
    CHECK(outcome("ldxdw r0, [r1+8]; exit") == expect(8));    // three
    CHECK(outcome("ldxdw r0, [r1+14]; exit") == expect(14));  // the last, entered by one byte
    CHECK(outcome("ldxb r2, [r1+0]; ldxb r0, [r1+21]; ldxb r3, [r1+12]; add64 r0, r3; exit") ==
          "33");
    CHECK(outcome("mov64 r2, 77; stxb [r1+21], r2; stxb [r1+9], r2; ldxb r0, [r1+21]; exit") ==
          "77");
    CHECK(outcome("stb [r1+12], 1; exit") ==
          "Access violation writing 1 bytes at address 0x40000000c (in input region)");
    CHECK(outcome("stdw [r1+8], 1; exit") ==
          "Access violation writing 8 bytes at address 0x400000008 (in input region)");
    CHECK(outcome("ldxdw r0, [r1+15]; exit") ==
          "Access violation reading 8 bytes at address 0x40000000f (in input region)");
}

TEST_CASE("what is stored over two segments arrives when the copy is settled") {
    auto memory = mapped();
    memory.add_segment(counting(4, 0), true);
    memory.add_segment(counting(4, 4), true);
    const auto view = memory.store(input_start + 2, 4);
    REQUIRE(view);
    (*view)[0] = 0xaa;
    (*view)[3] = 0xbb;
    const auto copy = memory;  // a copy has it already
    memory.release_copies();
    auto again = copy;
    for (auto* each : {&memory, &again}) {
        CHECK(bytes_of(each->load(input_start, 8)) == Bytes{0, 1, 0xaa, 3, 4, 0xbb, 6, 7});
        each->release_copies();
    }
}

TEST_CASE("a copy shares borrowed segments and nothing else") {
    const auto borrowed = counting(5, 10);
    auto memory = segmented(borrowed);
    (*memory.store(stack_start + 5000, 3))[1] = 9;
    auto copy = memory;
    CHECK(copy.load(input_start + 10, 5)->data() == borrowed.data());
    CHECK(bytes_of(copy.load(stack_start + 5000, 3)) == Bytes{0, 9, 0});
    (*memory.store(stack_start + 5000, 3))[1] = 1;
    (*memory.store(input_start, 1))[0] = 1;
    (*memory.store(input_start + 21, 1))[0] = 1;
    CHECK(bytes_of(copy.load(stack_start + 5000, 3)) == Bytes{0, 9, 0});
    CHECK(bytes_of(copy.load(input_start, 22)) == counting(22, 0));
}

TEST_CASE("a v0 stack has a gap behind each frame") {
    auto memory = mapped(SbpfVersion::v0);
    CHECK(memory.store(stack_start, 4096));
    CHECK_FALSE(memory.store(stack_start + 4096, 1));
    CHECK(memory.store(stack_start + 8192, 4096));
    CHECK(memory.store(stack_start + 63 * frame_step, 4096));
    CHECK_FALSE(memory.store(stack_start + 63 * frame_step, 4097));
    CHECK_FALSE(memory.store(stack_start + frame_count * frame_step, 1));
    // All 64 frames in one range, as upstream has them side by side.
    auto all = memory.store(stack_start, frame_count * frame_size);
    REQUIRE(all);
    std::memset(all->data(), 7, all->size());
    CHECK_FALSE(memory.store(stack_start, frame_count * frame_size + 1));
    memory.release_copies();
    CHECK((*memory.load(stack_start + 63 * frame_step + 4095, 1))[0] == 7);
}

TEST_CASE("the pool hands out clean memory whatever the last program wrote") {
    std::mt19937_64 random(7);
    VmPool pool;
    test::RecordingHost host;
    const auto program =
        test::load(SbpfVersion::v0, "ldxdw r2, [r1+0]; ldxdw r3, [r1+8]; stxdw [r2+0], r3; exit");
    constexpr std::size_t input_size = 40'000;
    for (int round = 0; round < 300; ++round) {
        auto state = pool.acquire({.program = program, .heap_size = whole_heap, .meter = 100});
        auto* const input = state.memory->input_reserve(input_size);
        REQUIRE(Bytes(input, input + input_size) == Bytes(input_size));
        const std::uint64_t targets[] = {
            stack_start + random() % frame_count * frame_step + random() % 4089,
            sbpf::heap_start + random() % (whole_heap - 7),
            input_start + random() % (input_size - 7),
        };
        const std::uint64_t words[] = {targets[random() % 3], random() | 1};
        std::memcpy(input, words, sizeof words);
        state.memory->mark_written(0, sizeof words);
        state.memory->commit_input(input_size);
        REQUIRE(run(state, host) == RunStatus::halt);
        if (round % 3 == 0) {
            const auto bytes = state.memory->store(stack_start + random() % 4000, 96);
            if (bytes) std::memset(bytes->data(), 5, bytes->size());
        }
        pool.release(std::move(state));

        auto next = pool.acquire({.program = program, .heap_size = whole_heap, .meter = 100});
        for (std::uint64_t frame = 0; frame < 64; ++frame) {
            REQUIRE(bytes_of(next.memory->load(stack_start + frame * frame_step, 4096)) ==
                    Bytes(4096));
        }
        REQUIRE(bytes_of(next.memory->load(sbpf::heap_start, whole_heap)) == Bytes(whole_heap));
        pool.release(std::move(next));
    }
}

TEST_CASE("a pool keeps the input buffer when it has to grow") {
    VmPool pool;
    const auto program = test::load(SbpfVersion::v3, "exit");
    for (const std::size_t size : {std::size_t{10}, std::size_t{300'000}, std::size_t{5}}) {
        auto state = pool.acquire({.program = program, .meter = 1});
        auto* const input = state.memory->input_reserve(size);
        REQUIRE(Bytes(input, input + size) == Bytes(size));
        std::memset(input, 0xff, size);
        state.memory->mark_written(0, size);
        state.memory->commit_input(size);
        CHECK(state.memory->input().size() == size);
        pool.release(std::move(state));
    }
}

}  // namespace orrery::vm
