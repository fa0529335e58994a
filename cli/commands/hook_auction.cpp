#include <atomic>
#include <chrono>

#include "cli/commands/hook_auction_view.hpp"
#include "cli/commands/hook_commands.hpp"
#include "cli/session/signals.hpp"

namespace orrery::cli {
namespace {

struct AuctionOptions {
    std::string program;
    std::string epoch;
    std::uint64_t limit = 0;  // 0 = until interrupted
    bool watch = false;
};

/// What is shown, and of which slot it is.
struct Picture {
    std::uint64_t slot = 0;
    std::string text;
    std::string json;
};

Outcome<Picture> take_picture(Remote& remote, const Pubkey& target,
                              std::optional<std::uint64_t> epoch) {
    TRY(const auto moment, read_auction(remote, target, epoch));
    std::vector<Pubkey> seated;
    for (const auto& seat : moment.seats()) seated.push_back(seat.hook);
    TRY(const auto found, read_hooks(remote, seated));
    json::Writer json;
    write_auction(json, moment, found);
    return Picture{moment.clock.slot, auction_text(remote.session.out(), moment, found),
                   json.take()};
}

// In place of what a terminal showed before; one below the other elsewhere.
void draw(const Session& session, const Picture& picture) {
    constexpr std::string_view clear = "\033[H\033[2J\033[3J";
    const bool in_place = session.surroundings().stdout_is_terminal && session.out().is_text();
    session.out().result(in_place ? std::string(clear) + picture.text : picture.text + "\n",
                         picture.json);
}

Outcome<void> watch(const AuctionOptions& options, Remote& remote, const Pubkey& target,
                    std::optional<std::uint64_t> epoch) {
    constexpr std::chrono::milliseconds pause{200};
    const auto& session = remote.session;
    TRY(const auto subscriber, session.subscriber());
    std::atomic<bool> stop{false};
    const Signals signals([&](const StopSignal& signal) {
        if (signal.count > 1) force_exit();
        stop = true;
    });
    const auto subscribed = subscriber->slot_subscribe();
    if (!subscribed) return fail(session.explain(subscribed.error()));
    std::optional<std::uint64_t> last;
    std::string shown;
    for (std::uint64_t drawn = 0; !stop && (options.limit == 0 || drawn < options.limit);) {
        TRY(const auto picture, take_picture(remote, target, epoch));
        // A terminal follows every bid, a file every slot.
        const bool is_new = session.surroundings().stdout_is_terminal ? picture.text != shown
                                                                      : picture.slot != last;
        if (is_new) draw(session, picture);
        drawn += picture.slot != last ? 1 : 0;
        last = picture.slot;
        shown = picture.text;
        const auto next = subscriber->next(pause);
        if (!next) return fail(session.explain(next.error()));
    }
    return {};
}

Outcome<void> run_auction(const AuctionOptions& options, const Session& session) {
    TRY(const auto target, parse_address(options.program));
    std::optional<std::uint64_t> epoch;
    if (!options.epoch.empty()) {
        TRY(epoch, parse_whole(options.epoch, "--epoch", "an epoch's number"));
    }
    Remote remote(session);
    if (options.watch) return watch(options, remote, target, epoch);
    TRY(const auto picture, take_picture(remote, target, epoch));
    session.out().result(picture.text, picture.json);
    return {};
}

}  // namespace

void add_hook_auction(CLI::App& hook, Chosen& chosen) {
    auto options = std::make_shared<AuctionOptions>();
    auto& command = add_subcommand(hook, "auction", "show a program's seats, clock and bids",
                                   options, run_auction, chosen);
    command.add_option("program", options->program, "the program that hooks bid for")
        ->type_name("PROGRAM")
        ->required();
    command.add_option("--epoch", options->epoch, "the one whose seats they are (the next)")
        ->type_name("EPOCH");
    command.add_flag("--watch", options->watch, "go on, slot by slot, until interrupted");
    command.add_option("--limit", options->limit, "end --watch after so many slots")
        ->type_name("COUNT");
}

}  // namespace orrery::cli
