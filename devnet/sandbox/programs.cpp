#include <algorithm>
#include <fstream>

#include "devnet/sandbox/impl.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/tx/loader_v3_state.hpp"

namespace orrery {
namespace {

using tx::LoaderBuffer;
using tx::LoaderProgram;
using tx::LoaderProgramData;

// Empty when it can't be read. A folder can be opened, and throws when it is read.
Bytes read_file(const std::filesystem::path& path) {
    std::error_code ec;
    if (std::filesystem::is_directory(path, ec)) return {};
    std::ifstream file(path, std::ios::binary);
    Bytes bytes{std::istreambuf_iterator<char>(file), {}};
    return file ? std::move(bytes) : Bytes{};
}

SandboxResult<Bytes> read_elf(const std::filesystem::path& path) {
    auto bytes = read_file(path);
    if (bytes.empty())
        return fail_with(SandboxErrorCode::unreadable_file,
                         path.string() +
                             ": can't be read or is empty; was the program built, and is the path "
                             "relative to the folder the test runs in?");
    return bytes;
}

Lamports rent_for(const Sandbox& chain, std::size_t size) {
    return Lamports{chain.rent().minimum_balance(size)};
}

struct Upload {
    const crypto::Keypair& buffer;
    const crypto::Keypair& authority;
    ByteSpan elf;
};

Draft write_draft(const Upload& upload, std::size_t offset, std::size_t length) {
    return {.instructions = {tx::loader_v3::write({.buffer = upload.buffer.pubkey,
                                                   .authority = upload.authority.pubkey,
                                                   .offset = static_cast<std::uint32_t>(offset),
                                                   .bytes = upload.elf.subspan(offset, length)})},
            .signers = {&upload.authority}};
}

// What is left of a transaction beside a write of nothing, whose length prefixes may grow by a
// byte.
SandboxResult<std::size_t> piece_size(const Sandbox& chain, const Upload& upload) {
    TRY(const auto empty, chain.sign(write_draft(upload, 0, 0)));
    return tx::max_transaction_size - empty.size() - 1;
}

SandboxResult<void> upload(Sandbox& chain, const Upload& upload) {
    const auto size = LoaderBuffer::header_size + upload.elf.size();
    const auto created = chain.send(
        {tx::system::create_account({.from = chain.payer().pubkey,
                                     .to = upload.buffer.pubkey,
                                     .lamports = rent_for(chain, size),
                                     .space = size,
                                     .owner = ids::loader_v3}),
         tx::loader_v3::initialize_buffer(upload.buffer.pubkey, upload.authority.pubkey)},
        {&upload.buffer});
    CHECK_OK(demand(created, "making a buffer for the program"));
    TRY(const auto piece, piece_size(chain, upload));
    for (std::size_t at = 0; at < upload.elf.size(); at += piece) {
        const auto length = std::min(piece, upload.elf.size() - at);
        CHECK_OK(demand(chain.send(write_draft(upload, at, length)), "writing the program"));
    }
    return {};
}

SandboxResult<LoaderProgramData> programdata_of(const Sandbox& chain, const Pubkey& program) {
    const auto data = chain.account(tx::loader_v3::programdata_address(program));
    const auto state =
        data && data->owner == ids::loader_v3
            ? tx::decode_loader_state(data->data.slice(0, LoaderProgramData::header_size))
            : std::nullopt;
    if (const auto* found = state ? std::get_if<LoaderProgramData>(&*state) : nullptr)
        return *found;
    return fail_with(SandboxErrorCode::wrong_account,
                     codec::to_string(program) +
                         " is no program of the upgradeable loader, or was closed; deploy it "
                         "first");
}

SandboxResult<void> make_room(Sandbox& chain, const Pubkey& program, std::size_t elf_size) {
    const auto data = chain.account(tx::loader_v3::programdata_address(program));
    const auto needed = LoaderProgramData::header_size + elf_size;
    if (data->data.size() >= needed) return {};
    const auto more =
        std::max<std::size_t>(needed - data->data.size(), tx::loader_v3::min_extension);
    return demand(chain.send(tx::loader_v3::extend_program(
                      {.program = program,
                       .payer = chain.payer().pubkey,
                       .additional_bytes = static_cast<std::uint32_t>(more)})),
                  "extending the program");
}

// What stands beside the ELF, if it is of use: a program runs without.
void take_debug_info(Sandbox& chain, const Pubkey& program, std::filesystem::path elf) {
    const auto debug = read_file(elf.replace_extension(".debug"));
    if (!debug.empty()) (void)chain.set_debug_info(program, debug);
}

Account loader_account(const Sandbox& chain, Bytes data, bool executable) {
    return {rent_for(chain, data.size()), ids::loader_v3, executable, UINT64_MAX,
            AccountData::adopt(std::move(data), {})};
}

}  // namespace

SandboxResult<Pubkey> Sandbox::deploy(ByteSpan elf, const DeployParams& params) {
    const auto program = params.program ? *params.program : impl_->new_key();
    const auto authority = params.authority.value_or(payer());
    const auto buffer = impl_->new_key();
    CHECK_OK(upload(*this, {buffer, authority, elf}));
    const auto deployed =
        send({tx::system::create_account({.from = payer().pubkey,
                                          .to = program.pubkey,
                                          .lamports = rent_for(*this, LoaderProgram::size),
                                          .space = LoaderProgram::size,
                                          .owner = ids::loader_v3}),
              tx::loader_v3::deploy_with_max_data_len(
                  {.payer = payer().pubkey,
                   .program = program.pubkey,
                   .buffer = buffer.pubkey,
                   .authority = authority.pubkey,
                   .max_data_len = std::max<std::uint64_t>(params.max_data_len, elf.size())})},
             {&program, &authority});
    CHECK_OK(demand(deployed, "deploying the program"));
    return program.pubkey;
}

SandboxResult<Pubkey> Sandbox::deploy(const std::filesystem::path& elf,
                                      const DeployParams& params) {
    TRY(const auto bytes, read_elf(elf));
    TRY(const auto program, deploy(ByteSpan(bytes), params));
    take_debug_info(*this, program, elf);
    return program;
}

SandboxResult<void> Sandbox::upgrade(const Pubkey& program, ByteSpan elf,
                                     const std::optional<crypto::Keypair>& authority) {
    CHECK_OK(programdata_of(*this, program));
    CHECK_OK(make_room(*this, program, elf.size()));
    const auto signer = authority.value_or(payer());
    const auto buffer = impl_->new_key();
    CHECK_OK(upload(*this, {buffer, signer, elf}));
    return demand(send(tx::loader_v3::upgrade({.program = program,
                                               .buffer = buffer.pubkey,
                                               .authority = signer.pubkey,
                                               .spill = payer().pubkey}),
                       {&signer}),
                  "upgrading the program");
}

SandboxResult<void> Sandbox::upgrade(const Pubkey& program, const std::filesystem::path& elf,
                                     const std::optional<crypto::Keypair>& authority) {
    TRY(const auto bytes, read_elf(elf));
    CHECK_OK(upgrade(program, ByteSpan(bytes), authority));
    take_debug_info(*this, program, elf);
    return {};
}

SandboxResult<void> Sandbox::close_program(const Pubkey& program,
                                           const std::optional<crypto::Keypair>& authority) {
    CHECK_OK(programdata_of(*this, program));
    const auto signer = authority.value_or(payer());
    return demand(send(tx::loader_v3::close({.account = tx::loader_v3::programdata_address(program),
                                             .recipient = payer().pubkey,
                                             .authority = signer.pubkey,
                                             .program = program}),
                       {&signer}),
                  "closing the program");
}

// The deployment counts as one of slot 0, so that the program runs in this slot.
SandboxResult<Pubkey> Sandbox::place_program(ByteSpan elf, const PlaceParams& params) {
    const auto program = params.program ? *params.program : impl_->new_key().pubkey;
    const auto programdata = tx::loader_v3::programdata_address(program);
    auto data = tx::encode(LoaderProgramData{0, params.authority});
    data.resize(LoaderProgramData::header_size);
    data.insert(data.end(), elf.begin(), elf.end());
    const auto account = loader_account(*this, std::move(data), false);
    const auto loaded = impl_->bank.programs().load(
        programdata, std::make_shared<const Account>(account), LoaderProgramData::header_size);
    if (!loaded)
        return fail_with(SandboxErrorCode::bad_program,
                         "the ELF can't be loaded: " + loaded.error().message +
                             "; is it a Solana program, linked for sBPF v0 or v3?");
    impl_->put(programdata, account);
    impl_->put(program, loader_account(*this, tx::encode(LoaderProgram{programdata}), true));
    return program;
}

SandboxResult<Pubkey> Sandbox::place_program(const std::filesystem::path& elf,
                                             const PlaceParams& params) {
    TRY(const auto bytes, read_elf(elf));
    TRY(const auto program, place_program(ByteSpan(bytes), params));
    take_debug_info(*this, program, elf);
    return program;
}

SandboxResult<void> Sandbox::set_debug_info(const Pubkey& program, ByteSpan elf) {
    const auto set = impl_->debug_files.set(program, Bytes(elf.begin(), elf.end()));
    if (set) return {};
    return fail_with(
        SandboxErrorCode::bad_program,
        "the debug information of " + codec::to_string(program) + " is no use: " + set.error());
}

}  // namespace orrery
