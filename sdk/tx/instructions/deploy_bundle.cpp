#include "sdk/tx/instructions/deploy_bundle.hpp"

#include <algorithm>

#include "sdk/codec/base58.hpp"
#include "sdk/crypto/pda.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/tx/loader_v3_state.hpp"
#include "sdk/types/check.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::tx {
namespace {

// The loader reads 1,232 bytes of an instruction: a tag, an offset, a length and these.
constexpr std::size_t max_write = 1232 - 4 - 4 - 8;

constexpr std::uint64_t system_units = 150;
constexpr std::uint64_t loader_units = 2370;

// A seed has at most 32 bytes; so much of a program's text tells it from others.
constexpr std::size_t max_seed = 32;

std::size_t writes_of(ByteSpan elf) { return (elf.size() + max_write - 1) / max_write; }

Lamports rent(const DeployBundle& bundle, std::uint64_t size) {
    return {(account_storage_overhead + size) * bundle.lamports_per_byte};
}

std::string seed_of(const Pubkey& program) { return codec::to_string(program).substr(0, max_seed); }

Pubkey buffer_of(const DeployBundle& bundle, const BundledProgram& p) {
    return p.buffer.value_or(bundle_buffer(bundle.payer, p.program));
}

Instruction create_buffer(const DeployBundle& bundle, const BundledProgram& p) {
    const std::uint64_t size = LoaderBuffer::header_size + p.elf.size();
    if (p.buffer)
        return system::create_account(
            {bundle.payer, *p.buffer, rent(bundle, size), size, ids::loader_v3});
    return system::create_account_with_seed({.from = bundle.payer,
                                             .to = bundle_buffer(bundle.payer, p.program),
                                             .base = bundle.payer,
                                             .seed = seed_of(p.program),
                                             .lamports = rent(bundle, size),
                                             .space = size,
                                             .owner = ids::loader_v3});
}

void add_buffer(const DeployBundle& bundle, const BundledProgram& p,
                std::vector<Instruction>& out) {
    const auto buffer = buffer_of(bundle, p);
    out.push_back(create_buffer(bundle, p));
    out.push_back(loader_v3::initialize_buffer(buffer, p.authority));
    for (std::size_t at = 0; at < p.elf.size(); at += max_write)
        out.push_back(
            loader_v3::write({buffer, p.authority, static_cast<std::uint32_t>(at),
                              p.elf.subspan(at, std::min(max_write, p.elf.size() - at))}));
}

void add_program(const DeployBundle& bundle, const BundledProgram& p,
                 std::vector<Instruction>& out) {
    out.push_back(
        system::create_account({bundle.payer, p.program, rent(bundle, LoaderProgram::size),
                                LoaderProgram::size, ids::loader_v3}));
    out.push_back(loader_v3::deploy_with_max_data_len(
        {.payer = bundle.payer,
         .program = p.program,
         .buffer = buffer_of(bundle, p),
         .authority = p.authority,
         .max_data_len = p.max_data_len != 0 ? p.max_data_len : p.elf.size()}));
}

}  // namespace

Pubkey bundle_buffer(const Pubkey& payer, const Pubkey& program) {
    const auto derived = crypto::create_with_seed(payer, seed_of(program), ids::loader_v3);
    ORRERY_CHECK(derived.has_value());  // the seed is short and the loader no PDA
    return *derived;
}

std::vector<Instruction> deploy_bundle(const DeployBundle& bundle) {
    std::vector<Instruction> out;
    for (const auto& program : bundle.programs) {
        add_buffer(bundle, program, out);
        add_program(bundle, program, out);
    }
    return out;
}

// A buffer's creation and initialization, the program's creation, the deployment, which creates
// the program data account.
std::uint64_t deploy_bundle_compute_units(const DeployBundle& bundle) {
    std::uint64_t units = 0;
    for (const auto& program : bundle.programs)
        units += 3 * system_units + (2 + writes_of(program.elf)) * loader_units;
    return units;
}

// Each program brings its authority at most; what it creates isn't there when accounts are loaded.
std::uint32_t deploy_bundle_loaded_size(const DeployBundle& bundle) {
    constexpr std::size_t shared = 1024;  // payer, system program, loader and two sysvars
    constexpr std::size_t account = 64;
    return static_cast<std::uint32_t>(shared + account * bundle.programs.size());
}

}  // namespace orrery::tx
