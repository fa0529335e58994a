#include "devnet/rpc/traces.hpp"

#include "devnet/rpc/status.hpp"
#include "devnet/store/meta.hpp"
#include "devnet/traces/trace.hpp"
#include "sdk/codec/base64.hpp"
#include "sdk/json/account.hpp"
#include "sdk/json/errors.hpp"
#include "sdk/json/serde_text.hpp"

namespace orrery::rpc {
namespace {

using json::Params;
using json::RpcResult;
using json::Writer;

void text_or_null(Writer& out, std::string_view name, const std::string& text) {
    out.key(name);
    text.empty() ? out.null() : out.string(text);
}

void number_or_null(Writer& out, std::string_view name, std::uint32_t number) {
    out.key(name);
    number == 0 ? out.null() : out.number(number);
}

void write_frame(Writer& out, const traces::Frame& frame) {
    const auto& source = frame.source;
    number_or_null(out.begin_object(), "column", source.column);
    text_or_null(out, "file", source.file);
    text_or_null(out, "function", source.function);
    out.field("inlined", source.inlined);
    number_or_null(out, "line", source.line);
    out.field("pc", frame.pc).end_object();
}

void write_trace(Writer& out, const traces::Trace& trace) {
    out.begin_array();
    for (const auto& program : trace) {
        out.begin_object().key("frames").begin_array();
        for (const auto& frame : program.frames) write_frame(out, frame);
        out.end_array();
        if (!program.note.empty()) out.field("note", program.note);
        out.field("programId", program.program_id).end_object();
    }
    out.end_array();
}

// [signature] -> the trace of a confirmed transaction; empty when none of its programs was stopped,
// null when there is no such transaction.
RpcResult<void> get_trace(const Node& node, const Params& params, Writer& out) {
    TRY(const auto signature, json::signature_param(params[0]));
    TRY(const auto* ledger, ledger_of(node.chain));
    const auto stored = ledger->transaction(Txid::from(signature.bytes));
    if (!stored) return fail(ledger_failure(stored.error()));
    if (!*stored) {
        out.null();
        return {};
    }
    const auto meta = store::decode_meta((*stored)->meta);
    if (!meta)
        return fail(json::rpc_error(json::RpcCode::internal_error,
                                    "the ledger's record of this transaction can't be read"));
    const auto point = node.chain.at(events::Commitment::processed);
    write_trace(out, meta->fault ? traces::resolve(*meta->fault, point, *node.debug_files)
                                 : traces::Trace{});
    return {};
}

RpcResult<Bytes> file_param(json::View value) {
    if (!value.is_array()) return fail(json::type_error(value, "a pair of text and encoding"));
    TRY(const auto text, json::string_param(value.at(0)));
    TRY(const auto encoding, json::account_encoding_param(value.at(1)));
    auto bytes = codec::base64_decode(text);
    if (encoding == json::AccountEncoding::base64_zstd && bytes)
        bytes = json::zstd_decompress(*bytes, symbols::Symbols::max_size);
    else if (encoding && encoding != json::AccountEncoding::base64)
        return fail(
            json::invalid_params("debug information comes in base64 or base64+zstd, not in " +
                                 std::string(name(*encoding))));
    if (!bytes) return fail(json::invalid_params("the debug information can't be decoded"));
    return std::move(*bytes);
}

// [program, [text, encoding]] -> true: the program's ELF with DWARF, for its traces.
RpcResult<void> set_debug_info(const Node& node, const Params& params, Writer& out) {
    TRY(const auto program, json::pubkey_param(params[0]));
    TRY(auto file, file_param(params[1]));
    if (const auto done = node.debug_files->set(program, std::move(file)); !done)
        return fail(json::invalid_params("the debug information " + done.error()));
    out.boolean(true);
    return {};
}

constexpr MethodRow rows[] = {
    {"orrery_getTrace", get_trace, 1, 1},
    {"orrery_setDebugInfo", set_debug_info, 2, 2},
};

}  // namespace

void write_trace_field(Writer& out, const Node& node, const svm::AccountReader& accounts,
                       const svm::TxOutcome& outcome) {
    if (!outcome.fault) return;
    write_trace(out.key("trace"), traces::resolve(*outcome.fault, accounts, *node.debug_files));
}

std::span<const MethodRow> trace_methods() { return rows; }

}  // namespace orrery::rpc
