#include <fstream>

#include "cli/commands/loader_account.hpp"
#include "cli/commands/program_commands.hpp"
#include "cli/commands/program_file.hpp"
#include "cli/commands/subcommand.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::cli {
namespace {

struct DumpOptions {
    std::string address;
    std::string file;
};

// Programs of the older loaders are their ELF and nothing else.
bool is_of_old_loader(const std::optional<Account>& account) {
    return account && (account->owner == ids::loader_v1 || account->owner == ids::loader_v2);
}

Outcome<Bytes> read(Remote& remote, const Pubkey& address) {
    TRY(const auto account, remote.ok(remote.client.account(address)));
    if (is_of_old_loader(account)) return account->data.to_bytes();
    TRY(const auto found, need_loader_account(remote, address));
    return read_content(remote, found);
}

Outcome<void> write(const std::string& path, ByteSpan bytes) {
    std::ofstream to(path, std::ios::binary | std::ios::trunc);
    const auto text = as_text(bytes);
    to.write(text.data(), static_cast<std::streamsize>(text.size()));
    to.close();
    if (to) return {};
    return failed("can't write " + path + "; see whether its folder is there and has room");
}

Outcome<void> run_dump(const DumpOptions& options, const Session& session) {
    TRY(const auto address, read_address(options.address));
    Remote remote(session);
    TRY(const auto bytes, read(remote, address));
    CHECK_OK(write(options.file, bytes));
    json::Writer json;
    json.begin_object().field("address", address).field("file", options.file);
    json.field("size", bytes.size()).end_object();
    session.out().result("wrote " + std::to_string(bytes.size()) + " bytes to " + options.file,
                         json.text());
    return {};
}

}  // namespace

void add_dump(CLI::App& program, Chosen& chosen) {
    auto options = std::make_shared<DumpOptions>();
    auto& command = add_subcommand(program, "dump", "write a program's or a buffer's ELF to a file",
                                   options, run_dump, chosen);
    command.add_option("address", options->address, "a program or a buffer")
        ->type_name("ADDRESS")
        ->required();
    command.add_option("file", options->file, "where to, with the zeros of the room behind it")
        ->type_name("FILE.so")
        ->required();
}

}  // namespace orrery::cli
