#include "cli/commands/jumbo_sending.hpp"

#include <algorithm>

#include "cli/session/amount.hpp"
#include "sdk/json/errors.hpp"

namespace orrery::cli {
namespace {

std::string fee_text(const tx::JumboFee& fee) {
    const std::pair<std::string_view, std::uint64_t> parts[] = {{"for signatures", fee.signatures},
                                                                {"for its size", fee.size},
                                                                {"for compute", fee.compute_units},
                                                                {"priority", fee.priority}};
    std::string list;
    for (const auto& [name, lamports] : parts)
        if (lamports != 0)
            list += (list.empty() ? "" : ", ") + format_sol(Lamports{lamports}) + " " +
                    std::string(name);
    return format_sol(Lamports{fee.total()}) + " (" + list + ")";
}

// The builder's remedies are functions; these are for people.
std::string reworded(const tx::BuildError& error, std::string_view too_large) {
    constexpr std::string_view remedy = "split() makes several of it";
    auto text = error.what;
    if (const auto at = text.find(remedy); at != std::string::npos)
        text.replace(at, remedy.size(), too_large);
    if (error.code == tx::BuildErrorCode::signer) text += " (--signer KEYPAIR)";
    return text;
}

std::string logs_of(json::View simulation) {
    const auto logs = simulation["logs"];
    std::string out;
    for (std::size_t i = 0; i < logs.size(); ++i)
        out += "\n  " + std::string(logs.at(i).string().value_or(""));
    return out;
}

}  // namespace

std::string SignedJumbo::text() const {
    return table({{"Size", std::to_string(size) + " bytes"},
                  {"Accounts", std::to_string(addresses)},
                  {"Instructions", std::to_string(instructions)},
                  {"Signatures", std::to_string(signatures)},
                  {"Compute limit", std::to_string(compute_units) + " CU"},
                  {"Fee", fee_text(fee)}});
}

void SignedJumbo::write(json::Writer& out) const {
    out.field("size", size).field("accounts", addresses).field("instructions", instructions);
    out.field("signatures", signatures).field("computeUnitLimit", compute_units);
    out.field("fee", fee.total()).field("sizeFee", fee.size);
}

Outcome<SignedJumbo> sign_jumbo(const tx::JumboBuilder& builder,
                                const std::vector<crypto::Keypair>& keys,
                                std::string_view too_large) {
    const auto partial = builder.unsigned_transaction();
    if (!partial) return failed(reworded(partial.error(), too_large));
    std::vector<const crypto::Keypair*> wanted;
    for (const auto& signer : partial->signers()) {
        const auto key = std::ranges::find(keys, signer, &crypto::Keypair::pubkey);
        if (key != keys.end()) wanted.push_back(&*key);
    }
    auto wire = builder.sign(wanted);
    if (!wire) return failed(reworded(wire.error(), too_large));
    const auto message = builder.message();
    if (!message) return failed(reworded(message.error(), too_large));
    return SignedJumbo{.wire = std::move(*wire),
                       .payer = builder.payer(),
                       .size = builder.size(),
                       .addresses = message->addresses.size(),
                       .instructions = message->instructions.size(),
                       .signatures = message->num_required_signatures,
                       .compute_units = message->compute_unit_limit.value_or(0),
                       .fee = builder.fee()};
}

Outcome<std::string> simulate_jumbo(Remote& remote, const SignedJumbo& jumbo) {
    json::Writer params;
    params.begin_array().base64(jumbo.wire).begin_object();
    params.field("commitment", json::name(remote.session.commitment()));
    params.field("encoding", "base64").field("sigVerify", true).end_object().end_array();
    TRY(const auto answer, remote.ok(remote.client.call("simulateTransaction", params.text())));
    const auto value = answer.value();
    if (!value["err"].is_none()) {
        const auto error = json::read_err_members(value);
        return failed("the simulation failed: " +
                      (error ? tx::display(*error) : value["err"].dump()) + logs_of(value));
    }
    return "ok, " + std::to_string(value["unitsConsumed"].u64().value_or(0)) + " CU";
}

}  // namespace orrery::cli
