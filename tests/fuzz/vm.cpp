// Programs that pass the verifier, made from any bytes: an execution that is paused, copied and
// resumed again and again ends as an uninterrupted one, and a smaller meter is used up exactly.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "devnet/svm/vm/interpreter.hpp"
#include "devnet/svm/vm/pool.hpp"
#include "sdk/sbpf/isa.hpp"
#include "sdk/types/check.hpp"
#include "tests/unit/devnet/svm/vm/assembler.hpp"

namespace {

using namespace orrery;
using sbpf::Form;
using sbpf::Instruction;

constexpr std::size_t input_size = 256;
constexpr std::size_t max_slots = 64;

vm::SyscallOutcome fill(vm::SyscallHost&, vm::VmState& vm, std::uint64_t r1, std::uint64_t r2,
                        std::uint64_t r3, std::uint64_t, std::uint64_t) {
    if (!vm.consume(r3 & 15)) return {.status = vm::SyscallStatus::fault};
    const auto bytes = vm.memory->store(r1, r3 & 0xffff);
    if (!bytes) return {.status = vm::SyscallStatus::fault};
    std::fill(bytes->begin(), bytes->end(), static_cast<std::uint8_t>(r2));
    return {.value = r3};
}

constexpr vm::Syscall rows[] = {{"fill", fill}};

/// Bends a slot into one that the verifier mostly accepts.
Instruction bent(Instruction in, sbpf::SbpfVersion version, std::size_t pc, std::size_t count) {
    auto op = sbpf::opcode_of(version, in.opcode);
    while (op == sbpf::Opcode::none) op = sbpf::opcode_of(version, ++in.opcode);
    const auto form = sbpf::info(op).form;
    const bool store = form == Form::store_imm || form == Form::store_reg;
    in.dst = static_cast<std::uint8_t>(in.dst % (store ? 11 : 10));
    in.src = static_cast<std::uint8_t>(in.src % 10);
    if (form == Form::divide_imm && in.imm == 0) in.imm = 3;
    if (form == Form::shift_imm32 || form == Form::shift_imm64) in.imm &= 31;
    if (form == Form::endian) in.imm = 16 << (in.imm & 1);
    if (form == Form::call_reg) in.imm &= 7;
    if (form == Form::jump || form == Form::jump_imm || form == Form::jump_reg) {
        const auto target = static_cast<std::uint16_t>(in.offset) % count;
        in.offset = static_cast<std::int16_t>(static_cast<std::int64_t>(target) -
                                              static_cast<std::int64_t>(pc) - 1);
    }
    if (form == Form::call) {
        const auto target = static_cast<std::uint32_t>(in.imm) % count;
        in.imm = static_cast<std::int32_t>(static_cast<std::int64_t>(target) -
                                           static_cast<std::int64_t>(pc) - 1);
        in.src = 1;
    }
    return in;
}

/// Every eighth call is of the syscall; a lddw gets its second slot.
vm::test::Text text_from(ByteSpan bytes, sbpf::SbpfVersion version) {
    const auto count = std::min(bytes.size() / 8, max_slots);
    vm::test::Text text;
    text.bytes.resize(count * 8);
    for (std::size_t pc = 0; pc < count; ++pc) {
        auto in = bent(sbpf::read_instruction(&bytes[pc * 8]), version, pc, count);
        if (in.opcode == 0x18 && pc + 1 == count) in = {.opcode = 0x95};
        if (in.opcode == 0x85 && (bytes[pc * 8 + 7] & 7) == 0) {
            in.src = 0;
            in.imm = static_cast<std::int32_t>(rows[0].hash);
            if (!sbpf::strict_elf(version)) {
                in.imm = -1;
                text.syscalls.push_back({pc, "fill"});
            }
        }
        sbpf::write_instruction(in, &text.bytes[pc * 8]);
        if (in.opcode == 0x18) ++pc;  // the second slot stays zero
    }
    return text;
}

vm::VmState start(vm::VmPool& pool, const std::shared_ptr<const vm::Program>& program,
                  std::uint64_t meter, ByteSpan seed) {
    auto state = pool.acquire({.program = program, .meter = meter});
    auto* const input = state.memory->input_reserve(input_size);
    const auto length = std::min(seed.size(), input_size);
    if (length > 0) std::memcpy(input, seed.data(), length);
    state.memory->mark_written(0, length);
    state.memory->commit_input(input_size);
    for (std::size_t i = 2; i < 10; ++i) {
        state.regs[i] = (i % 5) * sbpf::region_size + i * 100;
    }
    return state;
}

void check_same(const vm::VmState& a, const vm::VmState& b) {
    ORRERY_CHECK(a.fault == b.fault);
    ORRERY_CHECK(a.meter == b.meter);
    if (a.fault.kind == vm::FaultKind::exceeded_meter) return;  // stops anywhere in the block
    ORRERY_CHECK(a.regs == b.regs);
    ORRERY_CHECK(a.pc == b.pc);
    ORRERY_CHECK(a.frames == b.frames);
    const auto left = a.memory->input();
    const auto right = b.memory->input();
    ORRERY_CHECK(std::equal(left.begin(), left.end(), right.begin(), right.end()));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const vm::SyscallRegistry syscalls(rows);
    static vm::VmPool pool;
    if (size < 10) return 0;
    const auto version = static_cast<sbpf::SbpfVersion>(data[0] % sbpf::version_count);
    const std::uint64_t pause = 1 + data[1] % 64;
    constexpr std::uint64_t meter = 400;
    const ByteSpan bytes(data + 2, size - 2);
    const auto program =
        vm::Program::load(vm::test::wrap(version, text_from(bytes, version), {.rodata = Bytes(64)}),
                          {.syscalls = syscalls, .v1 = true, .v2 = true});
    if (!program) return 0;

    vm::SyscallHost host;
    auto whole = start(pool, *program, meter, bytes);
    const auto status = vm::run(whole, host);

    auto state = start(pool, *program, meter, bytes);
    auto now = vm::run(state, host, pause);
    for (int pauses = 0; now == vm::RunStatus::paused; ++pauses) {
        if (pauses % 8 == 0) state = vm::VmState(state);  // not always: a copy is slow here
        now = vm::run(state, host, pause);
    }
    ORRERY_CHECK(now == status);
    check_same(whole, state);

    const auto used = meter - whole.meter;
    if (used > 0 && whole.fault.kind != vm::FaultKind::syscall) {
        auto poor = start(pool, *program, used - 1, bytes);
        ORRERY_CHECK(vm::run(poor, host) == vm::RunStatus::fault);
        ORRERY_CHECK(poor.meter == 0);
        pool.release(std::move(poor));
    }
    pool.release(std::move(whole));
    pool.release(std::move(state));
    return 0;
}
