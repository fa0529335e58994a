#include "cli/commands/hook_sending.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "cli/commands/jumbo_sending.hpp"
#include "cli/commands/program_file.hpp"
#include "cli/session/amount.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/tx/signing.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::cli {
namespace {

struct ErrorText {
    std::string_view name;
    std::string_view cause;
    std::string_view fix;
};

constexpr std::uint32_t first_error = static_cast<std::uint32_t>(hooks::HookError::NotInitialized);
// In the order of hooks::HookError.
constexpr std::array error_texts = {
    ErrorText{"NotInitialized", "an account that the instruction needs isn't there",
              "check the hook, the program and the epoch: orders that were reclaimed are gone"},
    ErrorText{"AlreadyInitialized", "there is such an account already",
              "give another --nonce, or none for the first free one"},
    ErrorText{"ForeignSigner", "the body lets another key than the hook's own signer sign",
              "only \"signer\" can sign in a body: fund it, or approve it as a token delegate"},
    ErrorText{"BodyProgram", "the body calls a program that hooks may not reach",
              "leave out ComputeBudget, precompiles, loaders, and the chain's own programs"},
    ErrorText{"BodyTooLarge", "the body has more bytes than the chain's Config allows",
              "shorten data and accounts"},
    ErrorText{"BadBody", "the body is no list of keys and instructions",
              "write it as docs/cli.md says, with at least one instruction"},
    ErrorText{"BadCuLimit", "the compute limit is 0 or above the chain's bound",
              "give a --cu-limit of 1 to 1400000"},
    ErrorText{"BadFilter", "the filter is longer than 8 bytes", "give a shorter --filter"},
    ErrorText{"BadCap", "the cap per slot is 0 or above 1000",
              "give a --max-per-slot of 1 to 1000"},
    ErrorText{"BadFeePayer", "the fee payer has data or belongs to a program",
              "name an ordinary account with --fee-payer"},
    ErrorText{"WrongEpoch", "the epoch isn't one that this can be done for now",
              "bids are for the next epoch; orders of past epochs are reclaimed"},
    ErrorText{"BelowFloor", "the limit is below the chain's lowest price", "bid at least that"},
    ErrorText{"AlreadyBid", "the hook has an order in this auction already",
              "wait for the next epoch, or bid with another hook"},
    ErrorText{"BookFull", "the auction has 1024 orders, none of them without a seat and lower",
              "bid more, or for the next epoch"},
    ErrorText{"SeatHeld", "the order holds a seat, which can't be given back",
              "disable the hook to stop paying; the bond comes back after the epoch"},
    ErrorText{"HookNotActive", "the hook is disabled",
              "enable it with `orrery hook enable`; three strikes disable a hook, too"},
    ErrorText{"EpochNotOver", "the epoch that the hook bid for isn't over",
              "try again when it is: `orrery hook auction` shows the slots"},
    ErrorText{"NotAuthority", "who signs has no right to this",
              "give the key of the hook's authority with -k, its fee payer's with --fee-payer"},
    ErrorText{"NotTopLevel", "Act was called by a program", "call it from a transaction"},
    ErrorText{"NotInHook", "hooks can't reach the Hooks program, loaders and bridges",
              "leave that call out of the body"},
    ErrorText{"Overflow", "an amount is more than 64 bits hold", "bid less"},
};
static_assert(error_texts.size() ==
              static_cast<std::uint32_t>(hooks::HookError::Overflow) - first_error + 1);

// A program that Act called has errors of the same numbers.
bool failed_elsewhere(std::string_view logs) {
    const auto own = "Program " + codec::to_string(ids::hooks) + " failed";
    constexpr std::string_view end = " failed: custom program error";
    for (auto at = logs.find(end); at != std::string_view::npos; at = logs.find(end, at + 1)) {
        const auto begin = logs.rfind("Program ", at);
        if (begin != std::string_view::npos && !logs.substr(begin).starts_with(own)) return true;
    }
    return false;
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

Failure hook_failure(hooks::HookError error, const std::string& cause) {
    const auto code = static_cast<std::uint32_t>(error);
    const auto& text = error_texts[code - first_error];
    return {node::ExitCode::failure, std::string(text.name) + " (" + std::to_string(code) +
                                         "): " + (cause.empty() ? std::string(text.cause) : cause) +
                                         "; " + std::string(text.fix)};
}

std::optional<hooks::HookError> hook_error_of(const Failure& failure) {
    constexpr std::string_view label = "custom program error: 0x";
    const auto line = first_line(failure.message);
    const auto at = line.find(label);
    if (at == std::string::npos || failed_elsewhere(failure.message)) return std::nullopt;
    std::uint32_t code = 0;
    std::from_chars(line.data() + at + label.size(), line.data() + line.size(), code, 16);
    if (code < first_error || code - first_error >= error_texts.size()) return std::nullopt;
    return static_cast<hooks::HookError>(code);
}

Failure explain_hooks(Failure failure) {
    const auto error = hook_error_of(failure);
    if (!error) return failure;
    const auto line = first_line(failure.message);
    auto out = hook_failure(*error);
    // What landed and failed has an id, what was refused only logs.
    if (line.starts_with("transaction ")) out.message += "\n  " + line;
    out.message += failure.message.substr(line.size());
    return out;
}

Outcome<Sent> send_to_hooks(Remote& remote, const Instruction& instruction,
                            std::initializer_list<const crypto::Keypair*> signers) {
    auto sent = send(remote, {&instruction, 1}, signers);
    if (!sent) return fail(explain_hooks(sent.error()));
    return sent;
}

Outcome<Sent> send_of_any_size(Remote& remote, const Instruction& instruction,
                               std::initializer_list<const crypto::Keypair*> signers) {
    const auto& payer = **signers.begin();
    const tx::MessageParams params{
        .payer = payer.pubkey, .lifetime = {}, .instructions = {&instruction, 1}, .tables = {}};
    const auto compiled = tx::compile_message(params);
    const auto signatures = instruction.accounts.size();  // at most
    if (compiled && compiled->size() + signatures * Signature::size < tx::max_transaction_size)
        return send_to_hooks(remote, instruction, signers);
    TRY(const auto latest, remote.ok(remote.client.latest_blockhash()));
    std::vector<crypto::Keypair> keys;
    for (const auto* key : signers) keys.push_back(*key);
    tx::JumboBuilder builder(payer.pubkey);
    builder.add(instruction).lifetime(latest.blockhash);
    TRY(const auto jumbo, sign_jumbo(builder, keys, "shorten the body"));
    note("sent as a jumbo transaction of " + std::to_string(jumbo.size) + " bytes, for " +
         format_sol(Lamports{jumbo.fee.total()}));
    auto sent = send_wire(remote.session, remote.client, jumbo.wire, jumbo.payer);
    if (!sent) return fail(explain_hooks(sent.error()));
    return sent;
}

Outcome<HookSigners> read_hook_signers(const Session& session, const std::string& fee_payer_path) {
    TRY(const auto authority, session.keypair());
    TRY(const auto fee_payer, key_or_own(fee_payer_path, session));
    return HookSigners{authority, fee_payer};
}

Outcome<void> check_signers(const HookAccount& hook, const HookSigners& signers,
                            std::string_view done) {
    const auto refuse = [&](std::string_view who, const Pubkey& key, const Pubkey& given,
                            std::string_view option) {
        return failed("hook " + codec::to_string(hook.address) + " can't be " + std::string(done) +
                      " without its " + std::string(who) + ' ' + codec::to_string(key) + ", and " +
                      codec::to_string(given) + " was given; name its key file with " +
                      std::string(option));
    };
    if (hook.hook.authority != signers.authority.pubkey)
        return refuse("authority", hook.hook.authority, signers.authority.pubkey, "-k");
    if (hook.hook.fee_payer != signers.fee_payer.pubkey)
        return refuse("fee payer", hook.hook.fee_payer, signers.fee_payer.pubkey, "--fee-payer");
    return {};
}

Outcome<Lamports> hook_rent(Remote& remote, std::uint64_t size, std::uint64_t accounts) {
    TRY(const auto per_account, remote.ok(remote.client.minimum_balance(0)));
    TRY(const auto whole, remote.ok(remote.client.minimum_balance(size)));
    return Lamports{whole.value - per_account.value + accounts * per_account.value};
}

}  // namespace orrery::cli
