#include "sdk/json/hook.hpp"

#include "sdk/json/errors.hpp"
#include "sdk/json/meta.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::json {
namespace {

void write_share(Writer& out, std::string_view name, const HookShare& share) {
    out.key(name).begin_object().field("lamports", share.lamports);
    out.field("pubkey", share.pubkey).end_object();
}

}  // namespace

void write_hook_members(Writer& out, const HookReceipt& hook, const HookResult& result) {
    out.field("bid", hook.bid).field("computeUnitsConsumed", result.compute_units).key("err");
    if (hook.funded)
        write_err(out, result.error);
    else
        out.plain("NoFunds");
    out.field("gas", hook.gas).field("hook", hook.hook).field("index", hook.index);
    write_logs(out.key("logMessages"), result.logs);
    out.field("parentSignature", hook.parent).field("program", hook.program);
    out.key("split").begin_object();
    write_share(out, "initiator", hook.initiator);
    write_share(out, "network", hook.network);
    write_share(out, "owner", hook.owner);
    out.end_object();
}

}  // namespace orrery::json
