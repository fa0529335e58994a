#include "tests/unit/devnet/svm/syscalls/machine.hpp"

#include <algorithm>

#include "devnet/svm/syscalls/table.hpp"
#include "sdk/types/check.hpp"

namespace orrery::syscalls::test {
namespace {

using invoke::TopLevelInstruction;

// Accounts 0 and 1 are programs, 2 to 4 what they work on; a data length of 3 tells the first from
// the second instruction.
constexpr std::array<std::uint8_t, 3> first_data = {7, 8, 9};

std::vector<invoke::TxAccount> accounts() {
    std::vector<invoke::TxAccount> out(5);
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i].key = key_of(static_cast<std::uint8_t>(10 + i));
    return out;
}

std::vector<TopLevelInstruction> instructions() {
    return {{0, {{2, true, true}, {3, false, true}, {4, false, false}, {1}}, first_data},
            {1, {{2, true, false}}, {}}};
}

}  // namespace

bool Reply::operator==(const Reply& other) const {
    return value == other.value && error.error == other.error.error &&
           error.text == other.error.text && units == other.units;
}

std::ostream& operator<<(std::ostream& out, const Reply& reply) {
    if (reply.value)
        out << "returns " << *reply.value;
    else
        out << name(reply.error.error.code) << " \"" << reply.error.text << '"';
    return out << " for " << reply.units << " CU";
}

Reply returns(std::uint64_t value, std::uint64_t units) { return {value, {}, units}; }

Reply aborts(std::string text, std::uint64_t units) {
    return {{}, {tx::InstructionErrorCode::ProgramFailedToComplete, std::move(text)}, units};
}

Reply fails(tx::InstructionErrorCode code, std::uint64_t units) {
    return {{}, {code, tx::display(code)}, units};
}

Result<std::shared_ptr<const vm::Program>, vm::LoadError> NoPrograms::load(const Pubkey&,
                                                                           const AccountRef&,
                                                                           std::size_t) const {
    return fail(vm::LoadError{"no programs here"});
}

Pubkey key_of(std::uint8_t byte) {
    Pubkey out;
    out.bytes.fill(byte);
    return out;
}

Machine::Machine(svm::Sysvars sysvars)
    : sysvars_(std::move(sysvars)),
      environment_{.sysvars = sysvars_,
                   .features = {},
                   .builtins = {},
                   .syscalls = syscall_registry(),
                   .programs = programs_,
                   .blockhash = {}},
      image_(4096),
      context_({.environment = environment_,
                .accounts = accounts(),
                .instructions = instructions(),
                .compute_unit_limit = plenty,
                .heap_size = heap_size,
                .programdata = {}}) {
    for (std::size_t i = 0; i < image_.size(); ++i) image_[i] = static_cast<std::uint8_t>(i);
    ORRERY_CHECK(context_.push_top_level(0).has_value());
    context_.frames().emplace_back();
    context_.frame().vm.memory = Boxed(std::make_unique<vm::Memory>());
    vm::Memory& memory = *context_.frame().vm.memory;
    memory.map(sbpf::SbpfVersion::v0, image_, heap_size);
    memory.add_segment(Bytes(4096), true);
}

Reply Machine::call(std::string_view name, std::array<std::uint64_t, 5> registers,
                    std::uint64_t meter) {
    const auto table = syscall_table();
    const auto row = std::ranges::find(table, name, &vm::Syscall::name);
    ORRERY_CHECK(row != table.end());
    vm::VmState& vm = context_.frame().vm;
    vm.meter = meter;
    const auto [r1, r2, r3, r4, r5] = registers;
    const vm::SyscallOutcome outcome = row->fn(context_, vm, r1, r2, r3, r4, r5);
    vm.memory->release_copies();
    const std::uint64_t units = meter - vm.meter;
    if (outcome.status == vm::SyscallStatus::ok) return returns(outcome.value, units);
    return {{}, context_.syscall_error.value(), units};
}

void Machine::put(std::uint64_t address, ByteSpan bytes) {
    const auto to = context_.frame().vm.memory->store(address, bytes.size());
    ORRERY_CHECK(to.has_value());
    std::ranges::copy(bytes, to->begin());
    context_.frame().vm.memory->release_copies();
}

void Machine::put_u64(std::uint64_t address, std::uint64_t value) {
    std::array<std::uint8_t, 8> raw;
    store_le(raw.data(), value);
    put(address, raw);
}

void Machine::put_slices(std::uint64_t address,
                         std::initializer_list<std::pair<std::uint64_t, std::uint64_t>> slices) {
    for (const auto& [pointer, length] : slices) {
        put_u64(address, pointer);
        put_u64(address + 8, length);
        address += 16;
    }
}

Bytes Machine::get(std::uint64_t address, std::size_t length) {
    const auto from = context_.frame().vm.memory->load(address, length);
    ORRERY_CHECK(from.has_value());
    return {from->begin(), from->end()};
}

std::uint64_t Machine::get_u64(std::uint64_t address) {
    return load_le<std::uint64_t>(get(address, 8).data());
}

}  // namespace orrery::syscalls::test
