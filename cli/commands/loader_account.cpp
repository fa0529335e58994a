#include "cli/commands/loader_account.hpp"

#include "sdk/codec/base58.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::cli {
namespace {

// State tags of the upgradeable loader (rpc-and-devnet.md 4).
constexpr std::uint32_t program_tag = 2;
constexpr std::uint32_t programdata_tag = 3;
// ProgramData: u32 tag, u64 slot, u8 whether an authority follows.
constexpr std::size_t slot_offset = 4;
constexpr std::size_t authority_flag_offset = 12;
constexpr std::size_t authority_offset = 13;

std::uint32_t tag_of(const Bytes& header) {
    return header.size() < 4 ? 0 : load_le<std::uint32_t>(header.data());
}

auto no_program(const Pubkey& address, std::string_view why) {
    return failed(codec::to_string(address) +
                  " is no program of the upgradeable loader: " + std::string(why));
}

std::optional<DeployedProgram> decode(const Pubkey& programdata, const Account& account) {
    const auto header = account.data.slice(0, tx::loader_v3::programdata_header_size);
    if (header.size() < tx::loader_v3::programdata_header_size || tag_of(header) != programdata_tag)
        return std::nullopt;
    DeployedProgram out;
    out.programdata = programdata;
    out.last_deployed = Slot{load_le<std::uint64_t>(header.data() + slot_offset)};
    if (header[authority_flag_offset] == 1)
        out.authority = Pubkey::from(ByteSpan(header).subspan(authority_offset));
    out.capacity = account.data.size() - tx::loader_v3::programdata_header_size;
    out.balance = account.lamports;
    return out;
}

}  // namespace

Outcome<std::optional<DeployedProgram>> find_program(const Session& session, client::Client& client,
                                                     const Pubkey& address) {
    const auto program = client.account(address);
    if (!program) return fail(session.explain(program.error()));
    if (!*program) return std::nullopt;
    if ((*program)->owner != ids::loader_v3)
        return no_program(address, "its owner is " + codec::to_string((*program)->owner));
    if (tag_of((*program)->data.slice(0, tx::loader_v3::program_size)) != program_tag)
        return no_program(address,
                          "it is a buffer or a program's data; give the program's address");
    const auto where = tx::loader_v3::programdata_address(address);
    const auto data = client.account(where);
    if (!data) return fail(session.explain(data.error()));
    if (!*data) return no_program(address, "it was closed; deploy to another address");
    auto out = decode(where, **data);
    if (!out) return no_program(address, "its data account is uninitialized");
    return out;
}

}  // namespace orrery::cli
