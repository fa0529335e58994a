#include "cli/commands/loader_account.hpp"
#include "cli/commands/program_commands.hpp"
#include "cli/commands/program_file.hpp"
#include "cli/commands/subcommand.hpp"
#include "cli/session/amount.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::cli {
namespace {

struct ShowOptions {
    std::string address;
    std::string authority;
    bool programs = false;
    bool buffers = false;
    bool all = false;
};

std::string authority_text(const std::optional<Pubkey>& authority) {
    return authority ? codec::to_string(*authority) : "none (final)";
}

void write(json::Writer& json, const DeployedProgram& program) {
    json.begin_object().field("programId", program.address);
    json.field("programdata", program.programdata).field("authority", program.authority);
    json.field("lastDeployedSlot", program.last_deployed).field("dataLen", program.capacity);
    json.field("lamports", program.balance).end_object();
}

void write(json::Writer& json, const LoaderBufferAccount& buffer) {
    json.begin_object().field("buffer", buffer.address).field("authority", buffer.authority);
    json.field("dataLen", buffer.capacity).field("lamports", buffer.balance).end_object();
}

std::string text_of(const DeployedProgram& program) {
    return table({{"Program", codec::to_string(program.address)},
                  {"Program data", codec::to_string(program.programdata)},
                  {"Authority", authority_text(program.authority)},
                  {"Deployed in slot", std::to_string(program.last_deployed.value)},
                  {"Size", std::to_string(program.capacity) + " bytes"},
                  {"Balance", format_sol(program.balance)}});
}

std::string text_of(const LoaderBufferAccount& buffer) {
    return table({{"Buffer", codec::to_string(buffer.address)},
                  {"Authority", authority_text(buffer.authority)},
                  {"Size", std::to_string(buffer.capacity) + " bytes"},
                  {"Balance", format_sol(buffer.balance)}});
}

// One line each: whose it is, how large, what it holds.
template <class Account>
std::string lines_of(const std::vector<Account>& accounts) {
    std::string out;
    for (const auto& account : accounts)
        out += codec::to_string(account.address) + "  " + std::to_string(account.capacity) +
               " bytes  " + format_sol(account.balance) + "  authority " +
               authority_text(account.authority) + "\n";
    return out;
}

template <class Account>
void report_list(const Session& session, std::string_view name,
                 const std::vector<Account>& accounts) {
    std::uint64_t lamports = 0;
    for (const auto& account : accounts) lamports += account.balance.value;
    json::Writer json;
    json.begin_object().key(name).begin_array();
    for (const auto& account : accounts) write(json, account);
    json.end_array().field("lamports", lamports).end_object();
    const auto noun = name.substr(0, name.size() - (accounts.size() == 1 ? 1 : 0));
    const auto sum = std::to_string(accounts.size()) + " " + std::string(noun) + ", " +
                     format_sol(Lamports{lamports}) + "\n";
    session.out().result(lines_of(accounts) + sum, json.text());
}

Outcome<std::optional<Pubkey>> wanted_authority(const ShowOptions& options,
                                                const Session& session) {
    if (options.all) return std::nullopt;
    TRY(const auto authority, session.address_or_own(options.authority));
    return authority;
}

Outcome<void> list(const ShowOptions& options, const Session& session) {
    TRY(const auto authority, wanted_authority(options, session));
    Remote remote(session);
    if (options.programs) {
        TRY(const auto programs, list_programs(remote, authority));
        report_list(session, "programs", programs);
        return {};
    }
    TRY(const auto buffers, list_buffers(remote, authority));
    report_list(session, "buffers", buffers);
    return {};
}

Outcome<void> run_show(const ShowOptions& options, const Session& session) {
    if (int(!options.address.empty()) + int(options.programs) + int(options.buffers) != 1)
        return misused("give one of ADDRESS, --programs and --buffers");
    if (options.all && !options.authority.empty())
        return misused("--all and --authority contradict each other");
    if (options.address.empty()) return list(options, session);
    TRY(const auto address, read_address(options.address));
    Remote remote(session);
    TRY(const auto account, need_loader_account(remote, address));
    std::visit(
        [&](const auto& found) {
            json::Writer json;
            write(json, found);
            session.out().result(text_of(found), json.text());
        },
        account);
    return {};
}

}  // namespace

void add_show_program(CLI::App& program, Chosen& chosen) {
    auto options = std::make_shared<ShowOptions>();
    auto& command = add_subcommand(program, "show", "show a program or a buffer, or list them",
                                   options, run_show, chosen);
    command.add_option("address", options->address, "a program or a buffer")->type_name("ADDRESS");
    command.add_flag("--programs", options->programs, "list the programs that you can upgrade");
    command.add_flag("--buffers", options->buffers, "list your buffers");
    command.add_option("--authority", options->authority, "list another authority's")
        ->type_name("ADDRESS");
    command.add_flag("--all", options->all, "list those of all authorities, and final ones");
}

}  // namespace orrery::cli
