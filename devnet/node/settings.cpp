#include "devnet/node/settings.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "devnet/node/in_quotes.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/codec/hex.hpp"
#include "sdk/tx/keypair_file.hpp"

namespace orrery::node {
namespace {

using Applied = Result<void, std::string>;
using sequencer::BlockMode;

template <class T>
Result<T, std::string> parse_number(std::string_view text, T min, T max) {
    T value{};
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (ec == std::errc{} && end == text.data() + text.size() && value >= min && value <= max)
        return value;
    const std::string range = max == std::numeric_limits<T>::max() && sizeof(T) == 8
                                  ? std::to_string(min) + " or more"
                                  : std::to_string(min) + " to " + std::to_string(max);
    return fail("must be a whole number, " + range + ", not " + in_quotes(text));
}

Result<bool, std::string> parse_switch(const Given& given) {
    if (given.words.empty()) return true;
    const auto& text = given.words[0];
    for (const auto* yes : {"true", "yes", "on", "1"})
        if (text == yes) return true;
    for (const auto* no : {"false", "no", "off", "0"})
        if (text == no) return false;
    return fail("must be true or false, not " + in_quotes(text));
}

Result<Pubkey, std::string> parse_address(const std::string& text) {
    if (const auto key = codec::decode_key<Pubkey>(text)) return *key;
    return fail("must be an address (32 bytes in base58), not " + in_quotes(text));
}

std::filesystem::path resolve_path(const Given& given, const std::string& text) {
    return given.base.empty() ? std::filesystem::path(text) : given.base / text;
}

// An address, or the address of a key file.
Result<Pubkey, std::string> parse_address_or_keypair(const Given& given, const std::string& text) {
    if (const auto key = codec::decode_key<Pubkey>(text)) return *key;
    const auto path = resolve_path(given, text);
    std::error_code ec;
    if (!std::filesystem::exists(path, ec))
        return fail("must be an address (32 bytes in base58) or a key file, not " +
                    in_quotes(text));
    auto keypair = tx::read_keypair_file(path.string());
    if (!keypair) return fail(std::move(keypair.error().what));
    return keypair->pubkey;
}

Applied apply_port(Launch& launch, const Given& given) {
    // 65535 has no successor for the WebSocket's port.
    TRY(launch.node.port, (parse_number<std::uint16_t>(given.words[0], 0, 65534)));
    return {};
}

Applied apply_bind(Launch& launch, const Given& given) {
    // The first one given replaces the default.
    if (launch.node.hosts == NodeConfig{}.hosts) launch.node.hosts.clear();
    launch.node.hosts.push_back(given.words[0]);
    return {};
}

Applied apply_ledger(Launch& launch, const Given& given) {
    if (given.words[0].empty()) return fail(std::string("must name a folder"));
    launch.node.ledger = resolve_path(given, given.words[0]);
    return {};
}

Applied apply_reset(Launch& launch, const Given& given) {
    TRY(launch.node.reset, parse_switch(given));
    return {};
}

Applied apply_ephemeral(Launch& launch, const Given& given) {
    TRY(launch.node.ephemeral, parse_switch(given));
    return {};
}

Applied apply_block_mode(Launch& launch, const Given& given) {
    constexpr std::pair<std::string_view, BlockMode> modes[] = {{"interval", BlockMode::interval},
                                                                {"auto", BlockMode::automatic},
                                                                {"manual", BlockMode::manual}};
    for (const auto& [name, mode] : modes)
        if (given.words[0] == name) {
            launch.node.block_mode = mode;
            return {};
        }
    return fail("must be interval, auto or manual, not " + in_quotes(given.words[0]));
}

Applied apply_slot_time(Launch& launch, const Given& given) {
    TRY(const auto ms, (parse_number<std::uint32_t>(given.words[0], 1, 3'600'000)));
    launch.node.slot_time = std::chrono::milliseconds(ms);
    return {};
}

Applied apply_finality_lag(Launch& launch, const Given& given) {
    TRY(launch.node.finality_lag, (parse_number<std::uint64_t>(given.words[0], 0, 1'000'000)));
    return {};
}

Applied apply_seed(Launch& launch, const Given& given) {
    const auto bytes = codec::hex_decode(given.words[0]);
    if (!bytes || bytes->size() != 32)
        return fail("must be 64 hexadecimal digits, not " + in_quotes(given.words[0]));
    auto& seed = launch.node.genesis.seed.emplace();
    std::copy(bytes->begin(), bytes->end(), seed.begin());
    return {};
}

Applied apply_slots_per_epoch(Launch& launch, const Given& given) {
    // Upstream's shortest epoch has 32 slots [epoch_schedule.rs MINIMUM_SLOTS_PER_EPOCH].
    TRY(launch.node.genesis.slots_per_epoch,
        (parse_number<std::uint64_t>(given.words[0], 32, 1'000'000'000)));
    return {};
}

Applied apply_log_bytes_limit(Launch& launch, const Given& given) {
    TRY(launch.node.genesis.log_bytes_limit,
        (parse_number<std::uint64_t>(given.words[0], 0, 1'000'000'000)));
    return {};
}

Applied apply_mint(Launch& launch, const Given& given) {
    TRY(const auto key, parse_address(given.words[0]));
    launch.node.genesis.mints.push_back(key);
    return {};
}

Applied apply_bpf_program(Launch& launch, const Given& given) {
    TRY(const auto key, parse_address_or_keypair(given, given.words[0]));
    launch.node.genesis.programs.push_back(
        {key, resolve_path(given, given.words[1]), std::nullopt});
    return {};
}

Applied apply_upgradeable_program(Launch& launch, const Given& given) {
    TRY(const auto key, parse_address_or_keypair(given, given.words[0]));
    std::optional<Pubkey> authority;
    if (given.words[2] != "none") {
        TRY(authority, parse_address_or_keypair(given, given.words[2]));
    }
    launch.node.genesis.programs.push_back({key, resolve_path(given, given.words[1]), authority});
    return {};
}

Applied apply_account(Launch& launch, const Given& given) {
    std::optional<Pubkey> key;
    if (given.words[0] != "-") {
        TRY(key, parse_address(given.words[0]));
    }
    launch.node.genesis.accounts.push_back({key, resolve_path(given, given.words[1])});
    return {};
}

Applied apply_account_dir(Launch& launch, const Given& given) {
    launch.node.genesis.account_dirs.push_back(resolve_path(given, given.words[0]));
    return {};
}

Applied apply_json(Launch& launch, const Given& given) {
    TRY(launch.json, parse_switch(given));
    return {};
}

Applied apply_quiet(Launch& launch, const Given& given) {
    TRY(launch.quiet, parse_switch(given));
    return {};
}

// clang-format off
constexpr Setting table[] = {
    {"port", "PORT", "RPC port; WebSocket also on PORT + 1; 0 picks a free pair (8899)", false, false, apply_port},
    {"bind", "HOST", "numeric address to listen on, repeatable (127.0.0.1 and ::1)", true, false, apply_bind},
    {"ledger", "DIR", "where the chain is kept (.orrery/ledger)", false, false, apply_ledger},
    {"reset", "", "delete the ledger and begin a new chain", false, false, apply_reset},
    {"ephemeral", "", "a temporary ledger, removed at the end", false, false, apply_ephemeral},
    {"block-mode", "MODE", "interval (by the clock), auto (per transaction) or manual (interval)", false, false, apply_block_mode},
    {"slot-time", "MS", "milliseconds per slot in interval mode (400)", false, false, apply_slot_time},
    {"finality-lag", "SLOTS", "slots by which finalized trails confirmed (0)", false, false, apply_finality_lag},
    {"json", "", "print one JSON object when ready, no banner", false, false, apply_json},
    {"quiet", "", "print no banner", false, false, apply_quiet},
    {"bpf-program", "ADDRESS FILE", "a final program from an ELF file; ADDRESS or key file", true, true, apply_bpf_program},
    {"upgradeable-program", "ADDRESS FILE AUTHORITY", "the same with an upgrade authority, or none", true, true, apply_upgradeable_program},
    {"account", "ADDRESS FILE", "an account from a JSON file; - takes the file's own address", true, true, apply_account},
    {"account-dir", "DIR", "every account file of a folder", true, true, apply_account_dir},
    {"mint", "ADDRESS", "an account with 500,000,000 SOL", true, true, apply_mint},
    {"slots-per-epoch", "SLOTS", "length of an epoch (8192)", false, true, apply_slots_per_epoch},
    {"log-bytes-limit", "BYTES", "log bytes kept per transaction; 0 is unlimited (10000)", false, true, apply_log_bytes_limit},
    {"seed", "HEX", "32 bytes that keys and genesis hash derive from (random)", false, true, apply_seed},
};
// clang-format on

auto usage(std::string message) { return fail(NodeError{ExitCode::usage, std::move(message)}); }

// The values of one setting from the first source that has any.
std::vector<const Given*> pick(const Setting& setting, const Sources& sources) {
    for (const auto* source : {&sources.flags, &sources.environment, &sources.file}) {
        std::vector<const Given*> out;
        for (const auto& given : *source)
            if (given.name == setting.name) out.push_back(&given);
        if (!out.empty()) return out;
    }
    return {};
}

std::string first_place(const Given& first, const Given& second) {
    if (first.origin == second.origin) return "; it takes one value";
    return ", first in " + first.origin + "; it takes one value";
}

NodeResult<void> apply_given(const Setting& setting, const Given& given, Launch& launch) {
    const auto wanted = setting.word_count();
    const bool fits = wanted == 0 ? given.words.size() <= 1 : given.words.size() == wanted;
    if (!fits)
        return usage(given.origin + " takes " + std::string(setting.words) + ", but " +
                     std::to_string(given.words.size()) +
                     (given.words.size() == 1 ? " word is given" : " words are given"));
    if (auto applied = setting.apply(launch, given); !applied)
        return usage(given.origin + " " + applied.error());
    if (setting.genesis) launch.node.genesis_origins.push_back(given.origin);
    return {};
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        auto diagonal = std::exchange(row[0], i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto replaced = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::size_t Setting::word_count() const {
    if (words.empty()) return 0;
    return 1 + static_cast<std::size_t>(std::count(words.begin(), words.end(), ' '));
}

std::string Setting::environment_name() const {
    std::string out = "ORRERY_";
    for (const char c : name)
        out += c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return out;
}

std::span<const Setting> settings() { return table; }

const Setting* find_setting(std::string_view name) {
    const auto it = std::find_if(std::begin(table), std::end(table),
                                 [&](const Setting& s) { return s.name == name; });
    return it == std::end(table) ? nullptr : &*it;
}

NodeResult<Launch> resolve(const Sources& sources, Launch defaults) {
    Launch launch = std::move(defaults);
    for (const auto& setting : table) {
        const auto given = pick(setting, sources);
        if (given.size() > 1 && !setting.repeatable)
            return usage(given[1]->origin + " is given twice" + first_place(*given[0], *given[1]));
        for (const auto* one : given) CHECK_OK(apply_given(setting, *one, launch));
    }
    return launch;
}

std::optional<std::string> nearest(std::string_view typed,
                                   std::span<const std::string_view> names) {
    constexpr std::size_t longest = 64;  // no name is
    if (typed.size() > longest) return std::nullopt;
    // Beyond a third of the letters a suggestion is a guess.
    std::size_t best = std::max<std::size_t>(2, typed.size() / 3) + 1;
    std::optional<std::string> out;
    for (const auto name : names) {
        const auto distance = edit_distance(typed, name);
        if (distance < best) {
            best = distance;
            out = std::string(name);
        }
    }
    return out;
}

}  // namespace orrery::node
