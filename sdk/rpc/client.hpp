#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/json/document.hpp"
#include "sdk/json/encodings.hpp"
#include "sdk/rpc/error.hpp"
#include "sdk/rpc/http_transport.hpp"
#include "sdk/rpc/url.hpp"
#include "sdk/tx/error.hpp"
#include "sdk/types/account.hpp"
#include "sdk/types/amounts.hpp"
#include "sdk/types/key.hpp"

namespace orrery::client {

/// A successful answer and the text that its values borrow from.
struct Answer {
    json::Document document;

    json::View result() const { return document.root()["result"]; }
    /// The `value` of results that carry a context.
    json::View value() const { return result()["value"]; }
};

struct LatestBlockhash {
    Hash blockhash;
    std::uint64_t last_valid_block_height = 0;
};

/// What became of a transaction so far.
struct SignatureStatus {
    Slot slot;
    std::optional<tx::TransactionError> error;
    json::Commitment level = json::Commitment::processed;
};

struct ClientOptions {
    json::Commitment commitment = json::Commitment::confirmed;  ///< at which state is read
    std::chrono::milliseconds timeout{30'000};
};

struct SendOptions {
    bool skip_preflight = false;
};

/// A chain's JSON-RPC over HTTP, on a connection that is kept alive. One thread at a time; several
/// clients of one chain are independent.
class Client {
  public:
    explicit Client(Url url, ClientOptions options = {});

    const Url& url() const { return url_; }
    const ClientOptions& options() const { return options_; }

    /// Calls any method. `params` is a JSON array as text.
    ClientResult<Answer> call(std::string_view method, std::string_view params = "[]");

    ClientResult<Slot> slot();
    ClientResult<std::uint64_t> block_height();
    ClientResult<Hash> genesis_hash();
    ClientResult<Lamports> balance(const Pubkey& key);
    /// Nothing if there is no such account.
    ClientResult<std::optional<Account>> account(const Pubkey& key);
    ClientResult<LatestBlockhash> latest_blockhash();
    ClientResult<Lamports> minimum_balance(std::uint64_t data_len);
    /// The fee of a message (its signed bytes); nothing if its blockhash isn't known.
    ClientResult<std::optional<Lamports>> fee(ByteSpan message);
    /// Sends a signed transaction's bytes. A transaction that fails its preflight is `refused`,
    /// with the simulation in `data`.
    ClientResult<Txid> send_transaction(ByteSpan wire, const SendOptions& options = {});
    /// At most 256; nothing for those unknown.
    ClientResult<std::vector<std::optional<SignatureStatus>>> signature_statuses(
        std::span<const Txid> ids);
    ClientResult<Txid> request_airdrop(const Pubkey& to, Lamports amount);
    /// A transaction in `encoding`; its result is null when unknown. Asks at confirmed at least.
    ClientResult<Answer> transaction(const Txid& id, json::TransactionEncoding encoding);

    /// Waits until a transaction reaches the client's commitment, or fails. Errors: the calls', and
    /// timed_out when `patience` is over.
    ClientResult<SignatureStatus> confirm(const Txid& id, std::chrono::milliseconds patience);

  private:
    Url url_;
    ClientOptions options_;
    HttpTransport http_;
    std::uint64_t next_id_ = 1;
};

}  // namespace orrery::client
