#include <algorithm>
#include <fstream>

#include "cli/commands/subcommand.hpp"
#include "cli/session/amount.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/codec/hex.hpp"
#include "sdk/json/account_file.hpp"

namespace orrery::cli {
namespace {

// What a screen takes; the whole data is in the JSON.
constexpr std::size_t max_dump = 512;
constexpr std::size_t dump_row = 16;

struct AccountOptions {
    std::string address;
    std::string outfile;
};

std::string dump(const AccountData& data) {
    std::string out;
    const auto bytes = data.slice(0, max_dump);
    for (std::size_t at = 0; at < bytes.size(); at += dump_row) {
        const auto row = ByteSpan(bytes).subspan(at, std::min(dump_row, bytes.size() - at));
        const std::uint8_t offset[] = {static_cast<std::uint8_t>(at >> 8),
                                       static_cast<std::uint8_t>(at)};
        auto hex = codec::hex_encode(row);
        hex.resize(dump_row * 2, ' ');
        out += "  " + codec::hex_encode(offset) + "  " + hex + "  ";
        for (const auto byte : row)
            out += byte >= 0x20 && byte < 0x7f ? static_cast<char>(byte) : '.';
        out += '\n';
    }
    if (data.size() > max_dump)
        out += "  ... " + std::to_string(data.size() - max_dump) + " bytes more\n";
    return out;
}

Outcome<void> write_file(const std::string& path, const std::string& text) {
    std::ofstream out(path, std::ios::binary);
    if (!(out << text << '\n' << std::flush))
        return failed("can't write " + path + "; check the path and its permissions");
    return {};
}

Outcome<void> run_account(const AccountOptions& options, const Session& session) {
    TRY(const auto address, parse_address(options.address));
    auto client = session.client();
    const auto found = client.account(address);
    if (!found) return fail(session.explain(found.error()));
    if (!*found)
        return failed("there is no account " + options.address +
                      "; accounts exist from their first lamport on");
    const Account& account = **found;
    const auto json = json::format_account_file(address, account);
    if (!options.outfile.empty()) CHECK_OK(write_file(options.outfile, json));
    if (!session.out().is_text()) {
        session.out().result({}, json::Document::parse(json)->root().dump());
        return {};
    }
    const auto rows = table({{"Address", codec::to_string(address)},
                             {"Balance", format_sol(account.lamports)},
                             {"Owner", codec::to_string(account.owner)},
                             {"Executable", account.executable ? "yes" : "no"},
                             {"Rent epoch", std::to_string(account.rent_epoch)},
                             {"Data", std::to_string(account.data.size()) + " bytes"}});
    session.out().line(rows + dump(account.data));
    return {};
}

}  // namespace

void add_account(CLI::App& app, Chosen& chosen) {
    auto options = std::make_shared<AccountOptions>();
    auto& command = add_subcommand(app, "account", "show an account and its data", options,
                                   run_account, chosen);
    command.group(groups::accounts);
    command.add_option("address", options->address, "the account")
        ->type_name("ADDRESS")
        ->required();
    command
        .add_option("-o,--output-file", options->outfile,
                    "also write it as JSON, for `orrery up --account`")
        ->type_name("FILE");
}

}  // namespace orrery::cli
