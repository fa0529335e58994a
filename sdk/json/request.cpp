#include "sdk/json/request.hpp"

#include "sdk/json/writer.hpp"

namespace orrery::json {
namespace {

// jsonrpc-core knows u64 ids only; other whole numbers are echoed too.
std::optional<std::string> render_id(View id) {
    Writer out;
    if (id.is_null()) return out.null().take();
    if (const auto text = id.string()) return out.string(*text).take();
    if (const auto number = id.u64()) return out.number(*number).take();
    if (const auto number = id.i64()) return out.number(*number).take();
    return std::nullopt;
}

bool has_only_known_members(View call) {
    for (std::size_t i = 0; i < call.size(); ++i) {
        const std::string_view name = call.member(i).first;
        if (name != "jsonrpc" && name != "method" && name != "params" && name != "id") return false;
    }
    return true;
}

bool is_params(View params) { return params.is_none() || params.is_array() || params.is_object(); }

bool is_well_formed(View call) {
    const View version = call["jsonrpc"];
    return has_only_known_members(call) && call["method"].is_string() &&
           is_params(call["params"]) && (version.is_none() || version.string() == "2.0");
}

Call invalid(std::string id, RpcError error) {
    Call call;
    call.id = std::move(id);
    call.error = std::move(error);
    return call;
}

Call read_call(View value, bool repeats_members) {
    const View id_value = value["id"];
    const auto id = id_value.is_absent() ? std::string("null") : render_id(id_value);
    if (!id) return invalid("null", rpc_error(RpcCode::invalid_request));
    if (repeats_members || !is_well_formed(value))
        return invalid(*id, rpc_error(RpcCode::invalid_request));
    const bool is_notification = id_value.is_absent();
    if (value["jsonrpc"].is_none() && !is_notification)
        return invalid(
            *id, rpc_error(RpcCode::invalid_request, "Unsupported JSON-RPC protocol version"));

    Call call;
    call.kind = is_notification ? Call::Kind::notification : Call::Kind::method;
    call.id = *id;
    call.method = *value["method"].string();
    call.params = Params(value["params"]);
    return call;
}

}  // namespace

RpcResult<Envelope> parse_envelope(std::string_view body, const EnvelopeLimits& limits) {
    auto document = Document::parse(body, {.max_depth = limits.max_depth});
    if (!document) return fail(rpc_error(RpcCode::parse_error));
    const View root = document->root();
    if (!root.is_array() && !root.is_object()) return fail(rpc_error(RpcCode::parse_error));

    Envelope out{std::move(*document), root.is_array(), {}};
    if (!out.is_batch) {
        out.calls.push_back(read_call(root, out.document.repeats_members()));
        return out;
    }
    if (root.size() == 0) return fail(rpc_error(RpcCode::invalid_request));
    if (root.size() > limits.max_batch)
        return fail(rpc_error(RpcCode::invalid_request,
                              "Batch too large; max " + std::to_string(limits.max_batch)));
    out.calls.reserve(root.size());
    for (std::size_t i = 0; i < root.size(); ++i)
        out.calls.push_back(read_call(root.at(i), out.document.repeats_members(i)));
    return out;
}

}  // namespace orrery::json
