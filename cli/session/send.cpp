#include "cli/session/send.hpp"

#include "cli/session/trace.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/tx/builder.hpp"
#include "sdk/tx/signing.hpp"

namespace orrery::cli {
namespace {

constexpr std::chrono::seconds patience{60};

Outcome<tx::MessageParams> message_params(const Session& session, client::Client& client,
                                          const SendParams& params) {
    const auto latest = client.latest_blockhash();
    if (!latest) return fail(session.explain(latest.error()));
    return tx::MessageParams{.payer = params.signers.front()->pubkey,
                             .lifetime = latest->blockhash,
                             .instructions = params.instructions,
                             .tables = {}};
}

// A payer without lamports is refused in words that don't say so.
bool lacks_funds(const client::ClientError& error) {
    const auto data = json::Document::parse(error.data);
    const auto err = data ? data->root()["err"].string() : std::nullopt;
    return err == "AccountNotFound" || err == "InsufficientFundsForFee";
}

Failure explain_refusal(const Session& session, const client::ClientError& error,
                        const Pubkey& payer) {
    auto failure = session.explain(error);
    if (lacks_funds(error))
        failure.message += "\n" + codec::to_string(payer) +
                           " can't pay the fee; get some SOL with `orrery airdrop`";
    return failure;
}

// Where its programs stood, on chains that tell.
std::string trace_of(client::Client& client, const std::string& id) {
    const auto answer = get_trace(client, id);
    auto text = answer ? trace_text(answer->result(), {}) : std::string();
    if (text.empty()) return text;
    text.pop_back();
    return "\n" + text;
}

}  // namespace

Outcome<Sent> send(const Session& session, client::Client& client, const SendParams& params) {
    TRY(const auto message, message_params(session, client, params));
    const auto wire = tx::build_signed(message, params.signers);
    if (!wire) return failed(wire.error().what);
    return send_wire(session, client, *wire, params.signers.front()->pubkey);
}

Outcome<Sent> send_wire(const Session& session, client::Client& client, ByteSpan wire,
                        const Pubkey& payer) {
    const auto id = client.send_transaction(wire);
    if (!id) return fail(explain_refusal(session, id.error(), payer));
    const auto status = client.confirm(*id, patience);
    if (!status) return fail(session.explain(status.error()));
    if (status->error)
        return failed("transaction " + codec::to_string(*id) +
                      " failed: " + tx::display(*status->error) + "; see `orrery tx " +
                      codec::to_string(*id) + "`" + trace_of(client, codec::to_string(*id)));
    return Sent{*id, status->slot};
}

Outcome<Lamports> fee_of(const Session& session, client::Client& client, const SendParams& params) {
    TRY(const auto message, message_params(session, client, params));
    const auto bytes = tx::compile_message(message);
    if (!bytes) return failed(std::string(tx::display(bytes.error())));
    const auto fee = client.fee(*bytes);
    if (!fee) return fail(session.explain(fee.error()));
    if (!*fee) return failed("the chain gives no fee for the transaction; try again");
    return **fee;
}

}  // namespace orrery::cli
