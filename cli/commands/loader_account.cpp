#include "cli/commands/loader_account.hpp"

#include "sdk/codec/base58.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/loader_v3_state.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::cli {
namespace {

template <class State>
std::optional<State> state_of(const Account& account) {
    const auto state = tx::decode_loader_state(account.data.slice(0, tx::max_loader_state_size));
    if (!state || !std::holds_alternative<State>(*state)) return std::nullopt;
    return std::get<State>(*state);
}

auto no_program(const Pubkey& address, std::string_view why) {
    return failed(codec::to_string(address) +
                  " is no program of the upgradeable loader: " + std::string(why));
}

std::optional<DeployedProgram> decode(const Pubkey& programdata, const Account& account) {
    const auto state = state_of<tx::LoaderProgramData>(account);
    if (!state || account.data.size() < tx::LoaderProgramData::header_size) return std::nullopt;
    return DeployedProgram{.programdata = programdata,
                           .last_deployed = Slot{state->slot},
                           .authority = state->authority,
                           .capacity = account.data.size() - tx::LoaderProgramData::header_size,
                           .balance = account.lamports};
}

}  // namespace

Outcome<std::optional<DeployedProgram>> find_program(const Session& session, client::Client& client,
                                                     const Pubkey& address) {
    const auto program = client.account(address);
    if (!program) return fail(session.explain(program.error()));
    if (!*program) return std::nullopt;
    if ((*program)->owner != ids::loader_v3)
        return no_program(address, "its owner is " + codec::to_string((*program)->owner));
    if (!state_of<tx::LoaderProgram>(**program))
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
