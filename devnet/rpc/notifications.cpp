#include "devnet/rpc/notifications.hpp"

#include "devnet/rpc/outcome_json.hpp"
#include "sdk/json/errors.hpp"
#include "sdk/json/meta.hpp"
#include "sdk/json/response.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::rpc {
namespace {

json::Writer& open(json::Writer& out, Slot slot) { return json::begin_context(out, {slot, {}}); }

const Account& value_of(const AccountChange& change) {
    // Agave resets a closed account to the default one, whose rent epoch is 0.
    static const Account closed{Lamports{}, ids::system, false, 0, {}};
    return change.account ? *change.account : closed;
}

}  // namespace

std::string signature_result(Slot slot, const std::optional<tx::TransactionError>& error) {
    json::Writer out;
    json::write_err_members(open(out, slot).begin_object(), error);
    return out.end_object().end_object().take();
}

std::string received_result(Slot slot) {
    json::Writer out;
    return open(out, slot).plain("receivedSignature").end_object().take();
}

std::string slot_result(const events::SlotOpened& opened) {
    json::Writer out;
    out.begin_object().field("parent", opened.parent).field("root", opened.root);
    return out.field("slot", opened.slot).end_object().take();
}

std::string logs_result(const events::Executed& entry) {
    json::Writer out;
    json::write_err_members(open(out, entry.slot).begin_object(), entry.outcome.error);
    json::write_logs(out.key("logs"), &entry.outcome.logs);
    return out.field("signature", entry.transaction->id()).end_object().end_object().take();
}

std::string hook_result(const events::Executed& entry) {
    const auto& outcome = entry.outcome;
    json::Writer out;
    json::write_hook_members(open(out, entry.slot).begin_object(), to_json(*outcome.hook),
                             {outcome.error, outcome.compute_units, &outcome.logs});
    return out.field("signature", entry.transaction->id()).end_object().end_object().take();
}

std::string account_result(const AccountChange& change, const json::AccountFormat& format) {
    json::Writer out;
    json::write_account(open(out, change.slot), change.key, value_of(change), format);
    return out.end_object().take();
}

std::string program_result(const AccountChange& change, const json::AccountFormat& format) {
    json::Writer out;
    json::write_keyed_account(open(out, change.slot), change.key, value_of(change), format);
    return out.end_object().take();
}

std::string block_result(const sequencer::Chain& chain, const Block& block, const BlockView& view) {
    json::Writer rendered;
    const auto written = write_block(rendered, chain, block, view);
    json::Writer out;
    open(out, block.slot.slot).begin_object().key("block");
    if (written) {
        out.raw(rendered.text()).key("err").null();
    } else if (const auto version = written.error().unsupported_version) {
        out.null().key("err").begin_object();
        out.field("UnsupportedTransactionVersion", *version).end_object();
    } else {
        out.null().key("err").plain("BlockStoreError");
    }
    return out.field("slot", block.slot.slot).end_object().end_object().take();
}

std::string slot_update_result(const SlotUpdate& update, std::int64_t unix_milliseconds) {
    json::Writer out;
    out.begin_object().field_if("parent", update.parent).field("slot", update.slot);
    return out.field("timestamp", unix_milliseconds)
        .key("type")
        .plain(update.type)
        .end_object()
        .take();
}

}  // namespace orrery::rpc
