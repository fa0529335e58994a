#include "devnet/rpc/dispatch.hpp"

#include "sdk/json/response.hpp"

namespace orrery::rpc {
namespace {

// The result is written where it stays: behind its envelope's beginning.
void append_answer(std::string& out, const json::Call& call, const Run& run) {
    if (call.kind == json::Call::Kind::invalid) {
        json::append_error(out, call.id, call.error);
        return;
    }
    const auto start = out.size();
    out += R"({"jsonrpc":"2.0","result":)";
    json::Writer writer(std::move(out));
    const auto done = run(call, writer);
    out = writer.take();
    if (!done) {
        out.resize(start);
        json::append_error(out, call.id, done.error());
        return;
    }
    out += R"(,"id":)";
    out += call.id;
    out += '}';
}

}  // namespace

std::string answer(std::string_view body, const Run& run) {
    const auto envelope = json::parse_envelope(body);
    if (!envelope) return json::error_response("null", envelope.error());
    std::string out;
    for (const auto& call : envelope->calls) {
        if (call.kind == json::Call::Kind::notification) continue;
        if (envelope->is_batch) out += out.empty() ? '[' : ',';
        append_answer(out, call, run);
    }
    if (envelope->is_batch && !out.empty()) out += ']';
    return out;
}

}  // namespace orrery::rpc
