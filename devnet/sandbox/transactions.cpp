#include <algorithm>

#include "devnet/sandbox/impl.hpp"
#include "devnet/traces/trace.hpp"
#include "sdk/crypto/sha512.hpp"
#include "sdk/tx/account_keys.hpp"
#include "sdk/tx/signing.hpp"

namespace orrery {
namespace {

// A signature that nobody made, for chains that don't look: it makes the transaction's id.
void put_made_up_signature(Bytes& wire, std::size_t at, ByteSpan message) {
    const auto digest = crypto::sha512({message});
    std::copy(digest.begin(), digest.end(), wire.begin() + static_cast<std::ptrdiff_t>(at));
}

SandboxResult<Bytes> unsigned_wire(ByteSpan message) {
    const auto partial = tx::PartialTransaction::from_message(message);
    if (!partial) return fail_with(SandboxErrorCode::bad_transaction, partial.error().what);
    auto wire = partial->wire();
    const auto signatures = partial->signers().size() * Signature::size;
    put_made_up_signature(wire, wire.size() - message.size() - signatures, message);
    if (wire.size() > tx::max_transaction_size)
        return fail_with(SandboxErrorCode::bad_transaction,
                         "the transaction has " + std::to_string(wire.size()) +
                             " bytes, more than the " + std::to_string(tx::max_transaction_size) +
                             " that a chain takes; split it or use lookup tables");
    return wire;
}

std::vector<AccountChange> changes_of(const std::vector<Pubkey>& keys, svm::TxOutcome& from) {
    std::vector<AccountChange> out;
    out.reserve(from.writes.size());
    for (auto& write : from.writes) {
        const auto at =
            static_cast<std::size_t>(std::find(keys.begin(), keys.end(), write.key) - keys.begin());
        auto before = at < from.balances.size() ? std::move(from.balances[at].account) : nullptr;
        out.push_back({write.key, std::move(before), std::move(write.account)});
    }
    return out;
}

std::vector<InnerCall> inner_calls_of(const std::vector<Pubkey>& keys, svm::TxOutcome& from) {
    std::vector<InnerCall> out;
    for (auto& top : from.inner_instructions)
        for (auto& inner : top.instructions) {
            auto& call = out.emplace_back(InnerCall{.instruction = top.index,
                                                    .stack_height = inner.stack_height,
                                                    .program_id = keys[inner.program_index],
                                                    .accounts = {},
                                                    .data = std::move(inner.data)});
            for (const auto index : inner.accounts) call.accounts.push_back(keys[index]);
        }
    return out;
}

Outcome identified(const tx::Transaction& transaction, Slot slot) {
    Outcome out;
    if (!transaction.signatures.empty()) out.signature = transaction.id();
    out.slot = slot;
    return out;
}

}  // namespace

Outcome to_outcome(const tx::Transaction& transaction, Slot slot, svm::TxOutcome&& from) {
    auto out = identified(transaction, slot);
    out.status = from.status;
    out.error = from.error;
    out.logs = std::move(from.logs);
    out.compute_units = from.compute_units;
    out.fee = from.fee;
    out.return_data = std::move(from.return_data);
    const auto keys = tx::account_keys(transaction.message.static_keys, from.loaded_addresses);
    out.changes = changes_of(keys, from);
    out.inner_calls = inner_calls_of(keys, from);
    return out;
}

Outcome rejected(const tx::Transaction& transaction, Slot slot, const tx::TransactionError& error) {
    auto out = identified(transaction, slot);
    out.error = error;
    return out;
}

Outcome refused(std::string why) {
    Outcome out;
    out.refusal = std::move(why);
    return out;
}

SandboxResult<void> demand(const Outcome& outcome, std::string_view doing) {
    if (outcome.ok()) return {};
    return fail_with(SandboxErrorCode::transaction_failed,
                     std::string(doing) + ": the transaction " + describe(outcome));
}

tx::MessageParams Sandbox::Impl::message_params(const Draft& draft) const {
    return {.payer = draft.fee_payer ? draft.fee_payer->pubkey : payer.pubkey,
            .lifetime = draft.lifetime.value_or(bank.position().parent_hash),
            .version = draft.version,
            .instructions = draft.instructions,
            .tables = draft.tables};
}

SandboxResult<Bytes> Sandbox::Impl::compile(const Draft& draft) const {
    auto message = tx::compile_message(message_params(draft));
    if (!message)
        return fail_with(SandboxErrorCode::bad_transaction,
                         std::string(tx::display(message.error())));
    return std::move(*message);
}

SandboxResult<Bytes> Sandbox::Impl::sign(const Draft& draft) const {
    if (!check_signatures) {
        TRY(const auto message, compile(draft));
        return unsigned_wire(message);
    }
    Signers signers{draft.fee_payer ? draft.fee_payer : &payer};
    for (const auto* signer : draft.signers)
        if (signer->pubkey != signers.front()->pubkey) signers.push_back(signer);
    auto wire = tx::build_signed(message_params(draft), signers);
    if (!wire) return fail_with(SandboxErrorCode::bad_transaction, wire.error().what);
    return std::move(*wire);
}

std::optional<tx::TransactionError> Sandbox::Impl::check(const tx::Transaction& transaction) const {
    if (!check_signatures) return std::nullopt;
    if (const auto sane = tx::sanitize(transaction); !sane) return sane.error();
    if (const auto valid = tx::verify_signatures(transaction); !valid) return valid.error();
    return std::nullopt;
}

Outcome Sandbox::Impl::finish(const tx::Transaction& transaction, Slot slot,
                              svm::TxOutcome&& from) const {
    const auto fault = std::move(from.fault);
    auto out = to_outcome(transaction, slot, std::move(from));
    if (!fault) return out;
    for (auto& program : traces::resolve(*fault, bank.accounts().writer_view(), debug_files)) {
        if (out.fault_note.empty()) out.fault_note = std::move(program.note);
        for (auto& [pc, source] : program.frames)
            out.fault.push_back({program.program_id, pc, std::move(source.function),
                                 std::move(source.file), source.line});
    }
    return out;
}

Outcome Sandbox::Impl::run(std::shared_ptr<const tx::Transaction> transaction) {
    const auto slot = bank.position().slot;
    if (const auto error = check(*transaction)) return rejected(*transaction, slot, *error);
    auto applied = bank.execute(std::move(transaction));
    const bool ends_slot = applied.outcome.ends_slot;
    auto out = finish(*applied.transaction, slot, std::move(applied.outcome));
    if (ends_slot) next_slot();
    return out;
}

Outcome Sandbox::Impl::simulate(const tx::Transaction& transaction, bool check_lifetime) {
    const auto slot = bank.position().slot;
    if (const auto error = check(transaction)) return rejected(transaction, slot, *error);
    auto outcome = bank.simulate({.tx = transaction,
                                  .accounts = bank.accounts().writer_view(),
                                  .sysvars = *bank.sysvars(),
                                  .blockhash = bank.position().parent_hash,
                                  .check_lifetime = check_lifetime,
                                  .pool = pool,
                                  .scratch = &scratch});
    return finish(transaction, slot, std::move(outcome));
}

Outcome Sandbox::send(const Draft& draft) {
    if (!draft.lifetime) {
        const auto message = impl_->compile(draft);
        if (!message) return refused(message.error().what);
        const auto& statuses = impl_->bank.statuses();
        if (statuses.contains(statuses.key_of(*message))) impl_->next_slot();
    }
    const auto wire = impl_->sign(draft);
    if (!wire) return refused(wire.error().what);
    return send(ByteSpan(*wire));
}

Outcome Sandbox::send(const Instruction& instruction, const Signers& signers) {
    return send(Draft{.instructions = {instruction}, .signers = signers});
}

Outcome Sandbox::send(const std::vector<Instruction>& instructions, const Signers& signers) {
    return send(Draft{.instructions = instructions, .signers = signers});
}

Outcome Sandbox::send(ByteSpan wire) {
    auto transaction = tx::decode_shared(wire);
    if (!transaction) return refused("the bytes are no transaction: " + transaction.error().what);
    return impl_->run(std::move(*transaction));
}

Outcome Sandbox::send(std::shared_ptr<const tx::Transaction> transaction) {
    return impl_->run(std::move(transaction));
}

Outcome Sandbox::simulate(const Draft& draft) const {
    const auto wire = impl_->sign(draft);
    if (!wire) return refused(wire.error().what);
    return impl_->simulate(*tx::decode(*wire), draft.lifetime.has_value());
}

Outcome Sandbox::simulate(const Instruction& instruction, const Signers& signers) const {
    return simulate(Draft{.instructions = {instruction}, .signers = signers});
}

Outcome Sandbox::simulate(const std::vector<Instruction>& instructions,
                          const Signers& signers) const {
    return simulate(Draft{.instructions = instructions, .signers = signers});
}

Outcome Sandbox::simulate(ByteSpan wire) const {
    const auto transaction = tx::decode(wire);
    if (!transaction) return refused("the bytes are no transaction: " + transaction.error().what);
    return impl_->simulate(*transaction, true);
}

SandboxResult<Bytes> Sandbox::sign(const Draft& draft) const { return impl_->sign(draft); }

}  // namespace orrery
