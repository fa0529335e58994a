#include <filesystem>

#include "cli/commands/subcommand.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/keypair_file.hpp"

namespace orrery::cli {
namespace {

struct KeygenOptions {
    std::string output;
    bool force = false;
};

Outcome<void> run_keygen(const KeygenOptions& options, const Session& session) {
    auto path = options.output;
    if (path.empty()) {
        TRY(path, session.own_key_file());
    }
    std::error_code ec;
    if (!options.force && std::filesystem::exists(path, ec))
        return failed(path +
                      ": a key file is there already; choose another with -o, or overwrite "
                      "it with --force, which loses its key");
    const auto keypair = crypto::Keypair::random();
    const auto overwrite = options.force ? tx::Overwrite::yes : tx::Overwrite::no;
    if (const auto written = tx::write_keypair_file(path, keypair, overwrite); !written)
        return failed(written.error().what);
    json::Writer json;
    json.begin_object().field("address", keypair.pubkey).field("keypair", path).end_object();
    session.out().result(codec::to_string(keypair.pubkey), json.text());
    return {};
}

}  // namespace

void add_keygen(CLI::App& app, Chosen& chosen) {
    auto options = std::make_shared<KeygenOptions>();
    auto& command = add_subcommand(app, "keygen", "make a key pair and show its address", options,
                                   run_keygen, chosen);
    command.group(groups::accounts);
    command
        .add_option("-o,--outfile", options->output, "where to write it (your key pair's place)")
        ->type_name("FILE");
    command.add_flag("--force", options->force, "overwrite a key file, whose key is then lost");
}

}  // namespace orrery::cli
