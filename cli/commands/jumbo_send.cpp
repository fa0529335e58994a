#include "cli/commands/jumbo_commands.hpp"
#include "cli/commands/jumbo_file.hpp"
#include "cli/commands/jumbo_sending.hpp"
#include "cli/commands/jumbo_size.hpp"
#include "sdk/codec/base58.hpp"

namespace orrery::cli {
namespace {

struct JumboSendOptions {
    std::string file;
    std::vector<std::string> signers;
    std::string split_size;
    bool split = false;
    bool text = false;
    bool dry_run = false;
};

Outcome<std::vector<crypto::Keypair>> read_keys(const JumboSendOptions& options,
                                                const Session& session) {
    std::vector<crypto::Keypair> keys;
    TRY(keys.emplace_back(), session.keypair());
    for (const auto& path : options.signers) {
        TRY(keys.emplace_back(), read_keypair(path));
    }
    return keys;
}

Outcome<std::vector<tx::JumboBuilder>> parts_of(const JumboSendOptions& options,
                                                const tx::JumboBuilder& builder) {
    if (!options.split && options.split_size.empty()) return std::vector{builder};
    tx::SplitLimits limits;
    if (!options.split_size.empty()) {
        TRY(limits.size, parse_jumbo_size(options.split_size));
    }
    auto parts = builder.split(limits);
    if (!parts) return failed(parts.error().what);
    return std::move(*parts);
}

// What the session's key and the file make, signed.
Outcome<std::vector<SignedJumbo>> prepare(const JumboSendOptions& options, Remote& remote) {
    TRY(const auto file, read_jumbo_file(options.file));
    TRY(const auto keys, read_keys(options, remote.session));
    TRY(const auto latest, remote.ok(remote.client.latest_blockhash()));
    tx::JumboBuilder builder(keys.front().pubkey);
    file.put_into(builder);
    builder.lifetime(latest.blockhash).text_signatures(options.text);
    TRY(const auto parts, parts_of(options, builder));
    std::vector<SignedJumbo> out;
    for (const auto& part : parts) {
        TRY(auto jumbo, sign_jumbo(part, keys, "--split makes several of it"));
        out.push_back(std::move(jumbo));
    }
    return out;
}

// To people; programs get one object at the end.
void say(const Output& out, const std::string& text) {
    if (out.is_text()) out.line(text);
}

// Which part of several: each is a transaction of its own.
std::string heading(const Output& out, std::size_t index, std::size_t count) {
    if (count == 1) return "";
    return out.styled(Style::bold,
                      "Part " + std::to_string(index + 1) + " of " + std::to_string(count)) +
           "\n";
}

Failure part_failed(Failure failure, std::size_t index, std::size_t count) {
    if (count > 1)
        failure.message = "part " + std::to_string(index + 1) + " of " + std::to_string(count) +
                          (index == 0 ? ": " : ", those before it are done: ") + failure.message;
    return failure;
}

Outcome<void> dry_run(Remote& remote, const std::vector<SignedJumbo>& jumbos) {
    const auto& out = remote.session.out();
    json::Writer json;
    json.begin_object().key("transactions").begin_array();
    for (std::size_t i = 0; i < jumbos.size(); ++i) {
        say(out, heading(out, i, jumbos.size()) + jumbos[i].text());
        jumbos[i].write(json.begin_object());
        json.end_object();
    }
    json.end_array();
    // A later part may need what an earlier one leaves.
    if (jumbos.size() == 1) {
        TRY(const auto said, simulate_jumbo(remote, jumbos[0]));
        say(out, table({{"Simulation", said}}));
        json.field("simulation", said);
    }
    out.result("Nothing was sent.", json.end_object().text());
    return {};
}

Outcome<void> send_all(Remote& remote, const std::vector<SignedJumbo>& jumbos) {
    const auto& out = remote.session.out();
    json::Writer json;
    json.begin_object().key("transactions").begin_array();
    for (std::size_t i = 0; i < jumbos.size(); ++i) {
        say(out, heading(out, i, jumbos.size()) + jumbos[i].text());
        const auto sent = send_wire(remote.session, remote.client, jumbos[i].wire, jumbos[i].payer);
        if (!sent) return fail(part_failed(sent.error(), i, jumbos.size()));
        say(out, table({{"Signature", codec::to_string(sent->id)},
                        {"Slot", std::to_string(sent->slot.value)}}));
        json.begin_object().field("signature", sent->id).field("slot", sent->slot);
        jumbos[i].write(json);
        json.end_object();
    }
    json.end_array().end_object();
    if (!out.is_text()) out.result({}, json.text());
    return {};
}

Outcome<void> run_jumbo_send(const JumboSendOptions& options, const Session& session) {
    Remote remote(session);
    TRY(const auto jumbos, prepare(options, remote));
    return options.dry_run ? dry_run(remote, jumbos) : send_all(remote, jumbos);
}

}  // namespace

void add_jumbo_send(CLI::App& jumbo, Chosen& chosen) {
    auto options = std::make_shared<JumboSendOptions>();
    auto& command = add_subcommand(jumbo, "send", "send the instructions of a file in one go",
                                   options, run_jumbo_send, chosen);
    command.add_option("file", options->file, "instructions and limits as JSON: see docs/cli.md")
        ->type_name("FILE.json")
        ->required();
    command.add_option("--signer", options->signers, "key file of who else signs; may be repeated")
        ->type_name("KEYPAIR");
    command.add_flag("--split", options->split,
                     "as several transactions where one is too small: no longer all or nothing");
    command
        .add_option("--split-size", options->split_size,
                    "split already above this size; smaller ones are cheaper")
        ->type_name("SIZE");
    command.add_flag("--text", options->text, "sign a text that names the message, as wallets do");
    command.add_flag("--dry-run", options->dry_run, "show the fee and simulate, send nothing");
}

}  // namespace orrery::cli
