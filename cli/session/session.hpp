#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "cli/session/failure.hpp"
#include "cli/session/output.hpp"
#include "cli/session/solana_config.hpp"
#include "sdk/crypto/ed25519.hpp"
#include "sdk/rpc/client.hpp"
#include "sdk/rpc/subscriber.hpp"

namespace orrery::cli {

/// The options that every command takes, as given; empty = not given.
struct Globals {
    std::string url;
    std::string keypair;
    std::string output;
    std::string commitment;
};

/// The process's surroundings, so that tests can have others.
struct Surroundings {
    std::function<std::optional<std::string>(const std::string&)> environment;
    bool stdout_is_terminal = false;
    bool stderr_is_terminal = false;

    static Surroundings of_process();
    /// ~/.config/solana; nothing without HOME.
    std::optional<std::filesystem::path> solana_dir() const;
};

/// What commands share: the chain to talk to, the key to sign with, how to print. Option beats
/// ORRERY_URL and ORRERY_KEYPAIR, which beat Solana's config.yml, which beats the defaults.
class Session {
  public:
    /// Errors: an unknown moniker, format or commitment (usage); an unreadable config.yml.
    static Outcome<Session> open(const Globals& globals, const Surroundings& surroundings);

    const Output& out() const { return out_; }
    const Surroundings& surroundings() const { return surroundings_; }
    const client::Url& url() const { return url_; }
    json::Commitment commitment() const { return commitment_; }

    client::Client client() const;
    Outcome<std::unique_ptr<client::Subscriber>> subscriber() const;

    /// Where the default key pair is, or would be; empty without HOME.
    const std::string& keypair_path() const { return keypair_path_; }
    /// The same. Error (usage): nowhere, as HOME isn't set.
    Outcome<std::string> own_key_file() const;
    /// The default key pair. Error: unreadable; none there, naming `orrery keygen`.
    Outcome<crypto::Keypair> keypair() const;
    /// The address `text` names, or the default key pair's when empty. Errors: as parse_address,
    /// keypair().
    Outcome<Pubkey> address_or_own(const std::string& text) const;

    /// An error of this session's chain; when nobody answers it says what config.yml had to do
    /// with it.
    Failure explain(const client::ClientError& error) const;

  private:
    explicit Session(Output out, Surroundings surroundings)
        : out_(out), surroundings_(std::move(surroundings)) {}

    Outcome<void> choose_url(const Globals& globals, const SolanaConfig& config);
    Outcome<void> choose_commitment(const Globals& globals, const SolanaConfig& config);
    void choose_keypair(const Globals& globals, const SolanaConfig& config);

    Output out_;
    Surroundings surroundings_;
    client::Url url_;
    std::string websocket_url_;
    std::string ignored_url_;  ///< config.yml's, when it isn't this machine's
    std::string keypair_path_;
    json::Commitment commitment_ = json::Commitment::confirmed;
};

/// Error (usage): not base58 of 32 bytes.
Outcome<Pubkey> parse_address(const std::string& text);

/// The key pair of a file. Errors: unreadable; a signer that only Solana's own tools know (usage).
Outcome<crypto::Keypair> read_keypair(const std::string& path);

}  // namespace orrery::cli
