#include "sdk/rpc/client.hpp"

#include <algorithm>
#include <thread>

#include "sdk/codec/base58.hpp"
#include "sdk/json/account_file.hpp"
#include "sdk/json/errors.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/message.hpp"

namespace orrery::client {
namespace {

using json::View;
using json::Writer;

// Deeper than any answer, jsonParsed token accounts included.
constexpr std::size_t max_depth = 128;

ClientError unexpected(std::string_view method, std::string_view what) {
    return {ErrorKind::bad_response, "the answer to " + std::string(method) + " " +
                                         std::string(what) +
                                         "; is that the RPC address of a Solana-compatible chain?"};
}

// What a result must be, or an error naming the method.
template <class T>
ClientResult<T> want(std::optional<T> value, std::string_view method, std::string_view what) {
    if (!value) return fail(unexpected(method, "has no " + std::string(what)));
    return std::move(*value);
}

template <class Key>
std::optional<Key> read_key(View value) {
    const auto text = value.string();
    return text ? codec::decode_key<Key>(*text) : std::nullopt;
}

// The config object that most methods take: {"commitment":..} and what else is given.
Writer& config(Writer& out, json::Commitment commitment) {
    return out.begin_object().field("commitment", json::name(commitment));
}

std::optional<SignatureStatus> read_status(View value) {
    const auto slot = value["slot"].u64();
    if (!slot) return std::nullopt;
    SignatureStatus status{Slot{*slot}, {}, {}};
    if (const View err = value["err"]; !err.is_none()) {
        status.error = json::read_err_members(value);
        if (!status.error) status.error = tx::TransactionErrorCode::CommitCancelled;
    }
    const auto level = value["confirmationStatus"].string();
    status.level = level ? json::parse_commitment(*level).value_or(json::Commitment::processed)
                         : json::Commitment::processed;
    return status;
}

}  // namespace

Client::Client(Url url, ClientOptions options)
    : url_(std::move(url)), options_(options), http_(url_, options.timeout) {}

ClientResult<Answer> Client::call(std::string_view method, std::string_view params) {
    Writer request;
    request.begin_object().field("jsonrpc", "2.0").field("id", next_id_++).field("method", method);
    request.key("params").raw(params).end_object();
    TRY(const auto body, http_.post(request.take()));
    auto document = json::Document::parse(body, {.max_depth = max_depth});
    if (!document) return fail(unexpected(method, "isn't JSON (" + document.error().what + ")"));

    const View root = document->root();
    if (const View error = root["error"]; error.is_object()) {
        const View data = error["data"];
        return fail(ClientError{
            ErrorKind::refused, std::string(error["message"].string().value_or("no message")),
            error["code"].i64().value_or(0), data.is_none() ? std::string() : data.dump()});
    }
    if (root["result"].is_absent()) return fail(unexpected(method, "has no result"));
    return Answer{std::move(*document)};
}

ClientResult<Slot> Client::slot() {
    Writer params;
    config(params.begin_array(), options_.commitment).end_object().end_array();
    TRY(const auto answer, call("getSlot", params.text()));
    TRY(const auto slot, want(answer.result().u64(), "getSlot", "number"));
    return Slot{slot};
}

ClientResult<std::uint64_t> Client::block_height() {
    Writer params;
    config(params.begin_array(), options_.commitment).end_object().end_array();
    TRY(const auto answer, call("getBlockHeight", params.text()));
    return want(answer.result().u64(), "getBlockHeight", "number");
}

ClientResult<Hash> Client::genesis_hash() {
    TRY(const auto answer, call("getGenesisHash"));
    return want(read_key<Hash>(answer.result()), "getGenesisHash", "hash");
}

ClientResult<Lamports> Client::balance(const Pubkey& key) {
    Writer params;
    config(params.begin_array().value(key), options_.commitment).end_object().end_array();
    TRY(const auto answer, call("getBalance", params.text()));
    TRY(const auto lamports, want(answer.value().u64(), "getBalance", "lamports"));
    return Lamports{lamports};
}

ClientResult<std::optional<Account>> Client::account(const Pubkey& key) {
    Writer params;
    config(params.begin_array().value(key), options_.commitment)
        .field("encoding", "base64")
        .end_object()
        .end_array();
    TRY(const auto answer, call("getAccountInfo", params.text()));
    if (answer.value().is_none()) return std::nullopt;
    auto account = json::read_account(answer.value(), "value");
    if (!account) return fail(unexpected("getAccountInfo", json::display(account.error())));
    return std::move(*account);
}

ClientResult<LatestBlockhash> Client::latest_blockhash() {
    Writer params;
    config(params.begin_array(), options_.commitment).end_object().end_array();
    TRY(const auto answer, call("getLatestBlockhash", params.text()));
    const View value = answer.value();
    TRY(const auto hash,
        want(read_key<Hash>(value["blockhash"]), "getLatestBlockhash", "blockhash"));
    TRY(const auto height,
        want(value["lastValidBlockHeight"].u64(), "getLatestBlockhash", "lastValidBlockHeight"));
    return LatestBlockhash{hash, height};
}

ClientResult<Lamports> Client::minimum_balance(std::uint64_t data_len) {
    Writer params;
    params.begin_array().value(data_len).end_array();
    constexpr auto method = "getMinimumBalanceForRentExemption";
    TRY(const auto answer, call(method, params.text()));
    TRY(const auto lamports, want(answer.result().u64(), method, "lamports"));
    return Lamports{lamports};
}

ClientResult<std::optional<Lamports>> Client::fee(ByteSpan message) {
    Writer params;
    config(params.begin_array().base64(message), options_.commitment).end_object().end_array();
    TRY(const auto answer, call("getFeeForMessage", params.text()));
    if (answer.value().is_none()) return std::nullopt;
    TRY(const auto lamports, want(answer.value().u64(), "getFeeForMessage", "lamports"));
    return Lamports{lamports};
}

ClientResult<Txid> Client::send_transaction(ByteSpan wire, const SendOptions& options) {
    Writer params;
    params.begin_array().base64(wire).begin_object();
    params.field("encoding", "base64").field("skipPreflight", options.skip_preflight);
    params.field("preflightCommitment", json::name(options_.commitment)).end_object().end_array();
    TRY(const auto answer, call("sendTransaction", params.text()));
    return want(read_key<Txid>(answer.result()), "sendTransaction", "signature");
}

ClientResult<std::vector<std::optional<SignatureStatus>>> Client::signature_statuses(
    std::span<const Txid> ids) {
    Writer params;
    params.begin_array().begin_array();
    for (const auto& id : ids) params.value(id);
    params.end_array().begin_object().field("searchTransactionHistory", true);
    params.end_object().end_array();
    TRY(const auto answer, call("getSignatureStatuses", params.text()));
    if (answer.value().size() != ids.size())
        return fail(unexpected("getSignatureStatuses", "has another number of statuses"));
    std::vector<std::optional<SignatureStatus>> out;
    for (std::size_t i = 0; i < ids.size(); ++i) out.push_back(read_status(answer.value().at(i)));
    return out;
}

ClientResult<Txid> Client::request_airdrop(const Pubkey& to, Lamports amount) {
    Writer params;
    config(params.begin_array().value(to).value(amount), options_.commitment);
    params.end_object().end_array();
    TRY(const auto answer, call("requestAirdrop", params.text()));
    return want(read_key<Txid>(answer.result()), "requestAirdrop", "signature");
}

ClientResult<Answer> Client::transaction(const Txid& id, json::TransactionEncoding encoding) {
    const auto level = std::max(options_.commitment, json::Commitment::confirmed);
    Writer params;
    config(params.begin_array().value(id), level)
        .field("encoding", json::name(encoding))
        .field("maxSupportedTransactionVersion", tx::wire_version(tx::Version::jumbo))
        .end_object()
        .end_array();
    return call("getTransaction", params.text());
}

ClientResult<SignatureStatus> Client::confirm(const Txid& id, std::chrono::milliseconds patience) {
    using namespace std::chrono_literals;
    const auto end = std::chrono::steady_clock::now() + patience;
    // A local chain confirms within milliseconds, a remote one takes its time.
    for (auto pause = 2ms;; pause = std::min<std::chrono::milliseconds>(pause * 2, 500ms)) {
        TRY(const auto statuses, signature_statuses({&id, 1}));
        const auto& status = statuses[0];
        if (status && (status->error || status->level >= options_.commitment)) return *status;
        if (std::chrono::steady_clock::now() + pause > end)
            return fail(ClientError{ErrorKind::timed_out,
                                    "transaction " + codec::to_string(id) + " wasn't " +
                                        std::string(json::name(options_.commitment)) + " within " +
                                        std::to_string(patience.count() / 1000) +
                                        " s; look at it later with `orrery tx`"});
        std::this_thread::sleep_for(pause);
    }
}

}  // namespace orrery::client
