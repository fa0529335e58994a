#include <algorithm>

#include "cli/commands/deployment.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/loader_v3_state.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::cli {
namespace {

constexpr std::int64_t method_not_found = -32601;
// What was there from the beginning can be used and upgraded at once, in whatever slot it is asked.
constexpr Slot genesis{0};

// Bytes of a programdata account: header, ELF, room. Without an authority its place stays zero.
Bytes programdata(const tx::LoaderProgramData& header, ByteSpan elf, std::uint64_t room) {
    auto out = tx::encode(header);
    out.resize(tx::LoaderProgramData::header_size + static_cast<std::size_t>(room));
    std::copy(elf.begin(), elf.end(), out.begin() + tx::LoaderProgramData::header_size);
    return out;
}

struct Write {
    Pubkey key;
    ByteSpan data;
    bool executable = false;
    Lamports at_least;
};

Outcome<void> set_account(Remote& remote, const Write& write) {
    TRY(const auto rent, remote.ok(remote.client.minimum_balance(write.data.size())));
    json::Writer params;
    params.begin_array().value(write.key).begin_object();
    params.key("data").begin_array().base64(write.data).value("base64").end_array();
    params.field("executable", write.executable);
    params.field("lamports", std::max(rent, write.at_least));
    params.field("owner", ids::loader_v3).end_object().end_array();
    const auto done = remote.client.call("orrery_setAccount", params.text());
    if (done) return {};
    if (done.error().kind == client::ErrorKind::refused && done.error().code == method_not_found)
        return failed("--fast writes a program's accounts with orrery_setAccount, which " +
                      remote.session.url().text() +
                      " doesn't have; leave --fast out, or use a chain of `orrery up`");
    return fail(remote.session.explain(done.error()));
}

}  // namespace

Outcome<Deployed> deploy_by_cheat(Remote& remote, const Deployment& d, bool change_authority) {
    const auto key = tx::loader_v3::programdata_address(d.program);
    const auto room =
        std::max<std::uint64_t>(d.existing ? d.existing->capacity : d.max_len, d.elf.size());
    const bool keeps = d.existing && !change_authority;
    auto authority = keeps ? d.existing->authority : std::optional(d.authority.pubkey);
    if (d.make_final) authority.reset();
    const auto data = programdata({genesis.value, authority}, d.elf, room);
    const auto balance = d.existing ? d.existing->balance : Lamports{};
    CHECK_OK(set_account(remote, {.key = key, .data = data, .at_least = balance}));
    if (!d.existing) {
        const auto program = tx::encode(tx::LoaderProgram{key});
        CHECK_OK(set_account(
            remote, {.key = d.program, .data = program, .executable = true, .at_least = {}}));
    }
    return Deployed{std::nullopt, std::nullopt, authority, genesis};
}

}  // namespace orrery::cli
