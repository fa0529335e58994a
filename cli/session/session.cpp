#include "cli/session/session.hpp"

#include <unistd.h>

#include <cstdlib>

#include "sdk/codec/base58.hpp"
#include "sdk/tx/keypair_file.hpp"

namespace orrery::cli {
namespace {

constexpr std::string_view default_url = "http://127.0.0.1:8899";
constexpr std::chrono::milliseconds websocket_timeout{10'000};

// Solana's names for clusters, and their first letters.
constexpr std::pair<std::string_view, std::string_view> monikers[] = {
    {"localhost", "http://localhost:8899"},
    {"devnet", "https://api.devnet.solana.com"},
    {"testnet", "https://api.testnet.solana.com"},
    {"mainnet-beta", "https://api.mainnet-beta.solana.com"}};

std::string expand(const std::string& url) {
    for (const auto& [name, address] : monikers)
        if (url == name || url == name.substr(0, 1)) return std::string(address);
    return url;
}

}  // namespace

Surroundings Surroundings::of_process() {
    return {[](const std::string& name) -> std::optional<std::string> {
                const char* value = std::getenv(name.c_str());
                if (!value) return std::nullopt;
                return value;
            },
            ::isatty(STDOUT_FILENO) == 1, ::isatty(STDERR_FILENO) == 1};
}

std::optional<std::filesystem::path> Surroundings::solana_dir() const {
    const auto home = environment("HOME");
    if (!home || home->empty()) return std::nullopt;
    return std::filesystem::path(*home) / ".config" / "solana";
}

Outcome<Session> Session::open(const Globals& globals, const Surroundings& surroundings) {
    const auto format = parse_format(globals.output);
    if (!format)
        return misused("--output must be display, json or json-compact, not \"" + globals.output +
                       "\"");
    const auto no_color = surroundings.environment("NO_COLOR");
    const bool colour = surroundings.stdout_is_terminal && (!no_color || no_color->empty());
    Session session(Output(*format, colour), surroundings);

    SolanaConfig config;
    if (const auto dir = surroundings.solana_dir()) {
        TRY(config, read_solana_config(*dir / "cli" / "config.yml"));
    }
    CHECK_OK(session.choose_url(globals, config));
    CHECK_OK(session.choose_commitment(globals, config));
    session.choose_keypair(globals, config);
    return session;
}

Outcome<void> Session::choose_url(const Globals& globals, const SolanaConfig& config) {
    const auto given = !globals.url.empty()
                           ? globals.url
                           : surroundings_.environment("ORRERY_URL").value_or(std::string());
    if (!given.empty()) {
        TRY(url_, client::parse_url(expand(given)));
        websocket_url_ = surroundings_.environment("ORRERY_WS_URL").value_or(std::string());
        if (!globals.url.empty()) websocket_url_.clear();
        return {};
    }
    TRY(url_, client::parse_url(default_url));
    if (config.json_rpc_url.empty()) return {};
    TRY(auto configured, client::parse_url(expand(config.json_rpc_url)));
    // A devnet's commands shall never act on a public chain because of what another tool keeps.
    if (!configured.is_local()) {
        ignored_url_ = config.json_rpc_url;
        return {};
    }
    url_ = std::move(configured);
    websocket_url_ = config.websocket_url;
    return {};
}

Outcome<void> Session::choose_commitment(const Globals& globals, const SolanaConfig& config) {
    const auto& text = globals.commitment.empty() ? config.commitment : globals.commitment;
    if (text.empty()) return {};
    const auto parsed = json::parse_commitment(text);
    if (!parsed)
        return misused("the commitment must be processed, confirmed or finalized, not \"" + text +
                       "\"");
    commitment_ = *parsed;
    return {};
}

void Session::choose_keypair(const Globals& globals, const SolanaConfig& config) {
    const auto environment = surroundings_.environment("ORRERY_KEYPAIR").value_or(std::string());
    for (const auto* path : {&globals.keypair, &environment, &config.keypair_path})
        if (!path->empty()) {
            keypair_path_ = *path;
            return;
        }
    if (const auto dir = surroundings_.solana_dir()) keypair_path_ = (*dir / "id.json").string();
}

client::Client Session::client() const { return client::Client(url_, {.commitment = commitment_}); }

Outcome<std::unique_ptr<client::Subscriber>> Session::subscriber() const {
    auto url = client::websocket_url(url_);
    if (!websocket_url_.empty()) {
        TRY(url, client::parse_url(websocket_url_));
    }
    auto connected = client::Subscriber::connect(url, websocket_timeout);
    if (!connected) return fail(explain(connected.error()));
    return std::move(*connected);
}

Outcome<std::string> Session::own_key_file() const {
    if (!keypair_path_.empty()) return keypair_path_;
    return misused("HOME isn't set, so there is no key pair of yours; name one with -k");
}

Outcome<crypto::Keypair> Session::keypair() const {
    TRY(const auto file, own_key_file());
    return read_keypair(file);
}

Outcome<Pubkey> Session::address_or_own(const std::string& text) const {
    if (!text.empty()) return parse_address(text);
    TRY(const auto own, keypair());
    return own.pubkey;
}

Failure Session::explain(const client::ClientError& error) const {
    Failure failure(error);
    if (error.kind == client::ErrorKind::unreachable && !ignored_url_.empty())
        failure.message += "\nnote: config.yml points at " + ignored_url_ +
                           ", which is used only when asked for: --url " + ignored_url_;
    return failure;
}

Outcome<Pubkey> parse_address(const std::string& text) {
    const auto key = codec::decode_key<Pubkey>(text);
    if (!key) return misused("\"" + text + "\" is no address: 32 bytes in base58 are");
    return *key;
}

Outcome<crypto::Keypair> read_keypair(const std::string& path) {
    for (const std::string_view scheme : {"usb:", "prompt:", "ASK", "stdin:"})
        if (path.starts_with(scheme))
            return misused("\"" + path +
                           "\" is a signer that only Solana's own tools know; give a key file "
                           "with --keypair");
    auto keypair = tx::read_keypair_file(path);
    if (!keypair) return failed(std::move(keypair.error().what));
    return *keypair;
}

}  // namespace orrery::cli
