#include <atomic>
#include <thread>

#include "cli/commands/subcommand.hpp"
#include "cli/session/signals.hpp"
#include "cli/session/trace.hpp"
#include "sdk/json/errors.hpp"

namespace orrery::cli {
namespace {

using json::View;

struct LogsOptions {
    std::string address;
    std::uint64_t limit = 0;  // 0 = until interrupted
};

std::string status_text(const Output& out, View value) {
    const View err = value["err"];
    if (err.is_none()) return out.styled(Style::good, "ok");
    const auto error = json::read_err_members(value);
    return out.styled(Style::bad, error ? tx::display(*error) : err.dump());
}

// The ledger is written a moment after a transaction is processed.
std::string trace_of(client::Client& client, View value) {
    if (value["err"].is_none()) return "";
    for (int attempt = 0; attempt < 40; ++attempt) {
        const auto answer = get_trace(client, value["signature"].string().value_or(""));
        if (!answer) return "";  // another kind of chain
        if (!answer->result().is_none()) return trace_text(answer->result(), value["logs"]);
        std::this_thread::sleep_for(std::chrono::milliseconds(25));
    }
    return "";
}

void print(const Output& out, client::Client& client, const client::Notification& notification) {
    const View value = notification.value();
    if (!out.is_text()) {
        out.line(value.dump());
        return;
    }
    const auto slot = notification.result()["context"]["slot"].u64().value_or(0);
    std::string text = out.styled(Style::bold, value["signature"].string().value_or("")) +
                       "  slot " + std::to_string(slot) + "  " + status_text(out, value);
    for (std::size_t i = 0; i < value["logs"].size(); ++i)
        text += "\n  " + std::string(value["logs"].at(i).string().value_or(""));
    const auto trace = trace_of(client, value);
    out.line(trace.empty() ? text : text + "\n" + trace);
}

Outcome<void> follow(const LogsOptions& options, const Session& session,
                     client::Subscriber& subscriber, const std::atomic<bool>& stop) {
    auto client = session.client();
    for (std::uint64_t seen = 0; !stop && (options.limit == 0 || seen < options.limit);) {
        const auto next = subscriber.next(std::chrono::milliseconds(200));
        if (!next) return fail(session.explain(next.error()));
        if (!*next) continue;
        print(session.out(), client, **next);
        ++seen;
    }
    return {};
}

Outcome<void> run_logs(const LogsOptions& options, const Session& session) {
    std::optional<Pubkey> mentions;
    if (!options.address.empty()) {
        TRY(mentions, parse_address(options.address));
    }
    TRY(const auto subscriber, session.subscriber());
    std::atomic<bool> stop{false};
    const Signals signals([&](const StopSignal& signal) {
        if (signal.count > 1) force_exit();
        stop = true;
    });
    const auto subscribed = subscriber->logs_subscribe(mentions, session.commitment());
    if (!subscribed) return fail(session.explain(subscribed.error()));
    return follow(options, session, *subscriber, stop);
}

}  // namespace

void add_logs(CLI::App& app, Chosen& chosen) {
    auto options = std::make_shared<LogsOptions>();
    auto& command =
        add_subcommand(app, "logs", "follow the logs of transactions", options, run_logs, chosen);
    command.group(groups::accounts);
    command.add_option("address", options->address, "only those that name it")
        ->type_name("ADDRESS");
    command.add_option("--limit", options->limit, "end after so many transactions")
        ->type_name("COUNT");
}

}  // namespace orrery::cli
