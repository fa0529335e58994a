#include <array>
#include <ctime>

#include "cli/commands/subcommand.hpp"
#include "cli/session/amount.hpp"
#include "cli/session/trace.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/errors.hpp"
#include "sdk/tx/message.hpp"

namespace orrery::cli {
namespace {

using json::View;

struct TxOptions {
    std::string signature;
    bool trace = false;
};

std::string text_of(View value) { return std::string(value.string().value_or("")); }

std::string format_time(View value) {
    const auto seconds = value.i64();
    if (!seconds) return "unknown";
    const std::time_t time = *seconds;
    std::tm utc{};
    ::gmtime_r(&time, &utc);
    std::array<char, 32> out{};
    std::strftime(out.data(), out.size(), "%Y-%m-%d %H:%M:%S UTC", &utc);
    return out.data();
}

std::string format_status(const Output& out, View err) {
    if (err.is_none()) return out.styled(Style::good, "ok");
    const auto error = json::read_transaction_error(err);
    return out.styled(Style::bad, "failed: " + (error ? tx::display(*error) : err.dump()));
}

std::string format_version(View version) {
    if (version.u64() == tx::wire_version(tx::Version::jumbo)) return "74 (jumbo)";
    return version.is_string() ? text_of(version) : version.dump();
}

std::string summary(const Output& out, const std::string& signature, View transaction) {
    const View meta = transaction["meta"];
    const View version = transaction["version"];
    return table(
        {{"Signature", signature},
         {"Status", format_status(out, meta["err"])},
         {"Slot", std::to_string(transaction["slot"].u64().value_or(0))},
         {"Time", format_time(transaction["blockTime"])},
         {"Fee", format_sol(Lamports{meta["fee"].u64().value_or(0)})},
         {"Compute", std::to_string(meta["computeUnitsConsumed"].u64().value_or(0)) + " CU"},
         {"Version", format_version(version)}});
}

std::string change(std::uint64_t before, std::uint64_t after) {
    if (before == after) return "";
    return after > before ? "  +" + format_sol(Lamports{after - before})
                          : "  -" + format_sol(Lamports{before - after});
}

// How many of a list's entries are shown: a jumbo transaction can have thousands.
std::size_t shown_of(View transaction, View list) {
    constexpr std::uint64_t jumbo_version = tx::wire_version(tx::Version::jumbo);
    constexpr std::size_t most = 40, some = 24;
    const bool is_long = transaction["version"].u64() == jumbo_version && list.size() > most;
    return is_long ? some : list.size();
}

// What stands for the entries that aren't shown.
std::string rest_of(View list, std::size_t shown) {
    if (shown == list.size()) return "";
    return "... and " + std::to_string(list.size() - shown) +
           " more, all of them with --output json\n";
}

std::string balances(View transaction) {
    const View keys = transaction["transaction"]["message"]["accountKeys"];
    const View meta = transaction["meta"];
    const auto shown = shown_of(transaction, keys);
    std::vector<std::pair<std::string_view, std::string>> rows;
    for (std::size_t i = 0; i < shown; ++i) {
        const auto before = meta["preBalances"].at(i).u64().value_or(0);
        const auto after = meta["postBalances"].at(i).u64().value_or(0);
        const View key = keys.at(i);
        std::string flags = key["signer"].boolean().value_or(false) ? "s" : "-";
        flags += key["writable"].boolean().value_or(false) ? "w" : "-";
        rows.emplace_back(key["pubkey"].string().value_or(""),
                          flags + "  " + format_sol(Lamports{after}) + change(before, after));
    }
    return table(rows) + rest_of(keys, shown);
}

std::string instruction_line(View instruction) {
    const View parsed = instruction["parsed"];
    const auto program = text_of(instruction["program"]);
    if (parsed.is_object()) return program + " " + text_of(parsed["type"]);
    if (parsed.is_string()) return program + " \"" + text_of(parsed) + "\"";
    return text_of(instruction["programId"]) + " with " +
           std::to_string(instruction["accounts"].size()) + " accounts";
}

std::string instructions(View transaction) {
    const View list = transaction["transaction"]["message"]["instructions"];
    const auto shown = shown_of(transaction, list);
    std::string out;
    for (std::size_t i = 0; i < shown; ++i)
        out += std::to_string(i + 1) + "  " + instruction_line(list.at(i)) + "\n";
    return out + rest_of(list, shown);
}

std::string logs(View transaction) {
    const View list = transaction["meta"]["logMessages"];
    const auto shown = shown_of(transaction, list);
    const auto first = shown == list.size() ? shown : shown / 3;  // a failure is told at the end
    std::string out;
    for (std::size_t i = 0; i < first; ++i) out += text_of(list.at(i)) + "\n";
    out += rest_of(list, shown);
    for (std::size_t i = list.size() - (shown - first); i < list.size(); ++i)
        out += text_of(list.at(i)) + "\n";
    return out;
}

// A heading and its indented lines; nothing without lines.
std::string section(const Output& out, std::string_view heading, const std::string& lines) {
    if (lines.empty()) return "";
    std::string text = "\n" + out.styled(Style::bold, heading) + "\n  ";
    for (std::size_t i = 0; i < lines.size(); ++i) {
        text += lines[i];
        if (lines[i] == '\n' && i + 1 < lines.size()) text += "  ";
    }
    return text;
}

// Only what stopped its programs, and where.
Outcome<void> show_trace(const TxOptions& options, const Session& session, client::Client& client,
                         View transaction) {
    const auto answer = get_trace(client, options.signature);
    constexpr std::int64_t method_not_found = -32601;
    if (!answer && answer.error().code == method_not_found)
        return failed("this chain keeps no traces: only Orrery's chains do");
    if (!answer) return fail(session.explain(answer.error()));
    const auto text = trace_text(answer->result(), transaction["meta"]["logMessages"]);
    session.out().result(text.empty() ? "no program of this transaction was stopped; `orrery tx " +
                                            options.signature + "` shows its logs"
                                      : text,
                         answer->result().dump());
    return {};
}

// The trace of a failed transaction, from a chain that keeps it.
std::string trace(client::Client& client, const std::string& signature, View transaction) {
    const View meta = transaction["meta"];
    if (meta["err"].is_none()) return "";
    const auto answer = get_trace(client, signature);
    return answer ? trace_text(answer->result(), meta["logMessages"]) : "";
}

Outcome<void> run_tx(const TxOptions& options, const Session& session) {
    const auto id = codec::decode_key<Txid>(options.signature);
    if (!id)
        return misused("\"" + options.signature + "\" is no signature: 64 bytes in base58 are");
    const auto& out = session.out();
    auto client = session.client();
    const auto answer =
        client.transaction(*id, out.is_text() ? json::TransactionEncoding::json_parsed
                                              : json::TransactionEncoding::json);
    if (!answer) return fail(session.explain(answer.error()));
    const View transaction = answer->result();
    if (transaction.is_none())
        return failed("no confirmed transaction has the signature " + options.signature +
                      "; check it, and --url: signatures are of one chain");
    if (options.trace) return show_trace(options, session, client, transaction);
    if (!out.is_text()) {
        out.result({}, transaction.dump());
        return {};
    }
    out.line(summary(out, options.signature, transaction) +
             section(out, "Balances", balances(transaction)) +
             section(out, "Instructions", instructions(transaction)) +
             section(out, "Logs", logs(transaction)) +
             section(out, "Trace", trace(client, options.signature, transaction)));
    return {};
}

}  // namespace

void add_tx(CLI::App& app, Chosen& chosen) {
    auto options = std::make_shared<TxOptions>();
    auto& command = add_subcommand(app, "tx", "show a transaction: status, fee, balances, logs",
                                   options, run_tx, chosen);
    command.group(groups::accounts);
    command.add_option("signature", options->signature, "the transaction's first signature")
        ->type_name("SIGNATURE")
        ->required();
    command.add_flag("--trace", options->trace,
                     "only where its programs stood when one was stopped: functions and lines");
}

}  // namespace orrery::cli
