#include "devnet/rpc/jumbo_post.hpp"

#include <algorithm>
#include <charconv>

#include "devnet/rpc/send.hpp"
#include "devnet/rpc/wire.hpp"
#include "sdk/tx/jumbo.hpp"
#include "sdk/tx/jumbo_fee.hpp"

namespace orrery::rpc {
namespace {

using json::RpcCode;
using json::RpcResult;

enum Status : int {
    ok = 200,
    bad_request = 400,
    method_not_allowed = 405,
    too_large = 413,
    wrong_type = 415,
    unavailable = 503,
};

http::Response error_answer(int status, const json::RpcError& error) {
    json::Writer out;
    out.begin_object().key("error");
    write(out, error);
    return {.status = status, .body = out.end_object().take()};
}

http::Response misuse(int status, std::string what) {
    return error_answer(status, json::rpc_error(RpcCode::invalid_request, std::move(what)));
}

// "application/octet-stream", whatever parameters follow.
bool is_octets(std::string_view content_type) {
    constexpr std::string_view wanted = "application/octet-stream";
    const auto type = content_type.substr(0, content_type.find_first_of("; "));
    return std::ranges::equal(type, wanted, {}, [](unsigned char c) { return std::tolower(c); });
}

json::RpcError bad_value(std::string_view name, std::string_view value, std::string_view expected) {
    return json::invalid_params("invalid query: " + std::string(name) + " must be " +
                                std::string(expected) + ", not \"" + std::string(value) + '"');
}

RpcResult<void> read_parameter(SendConfig& config, std::string_view name, std::string_view value) {
    if (name == "skipPreflight") {
        config.skip_preflight = value == "true";
        if (value != "true" && value != "false")
            return fail(bad_value(name, value, "true or false"));
    } else if (name == "preflightCommitment") {
        config.context.commitment = json::parse_commitment(value);
        if (!config.context.commitment)
            return fail(bad_value(name, value, "processed, confirmed or finalized"));
    } else if (name == "minContextSlot") {
        std::uint64_t slot = 0;
        const auto [end, ec] = std::from_chars(value.data(), value.data() + value.size(), slot);
        if (ec != std::errc() || end != value.data() + value.size())
            return fail(bad_value(name, value, "a slot's number"));
        config.context.min_context_slot = slot;
    } else {
        return fail(json::invalid_params("invalid query: there is no parameter \"" +
                                         std::string(name) +
                                         "\"; skipPreflight, preflightCommitment and "
                                         "minContextSlot are"));
    }
    return {};
}

RpcResult<SendConfig> read_query(std::string_view target) {
    SendConfig config;
    const auto mark = target.find('?');
    auto query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
    while (!query.empty()) {
        const auto pair = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), pair.size() + 1));
        const auto equals = std::min(pair.find('='), pair.size());
        const auto value = pair.substr(std::min(equals + 1, pair.size()));
        CHECK_OK(read_parameter(config, pair.substr(0, equals), value));
    }
    if (config.skip_preflight) config.context.commitment = json::Commitment::processed;
    return config;
}

RpcResult<Txid> send_octets(const Node& node, const http::Request& request) {
    TRY(const auto config, read_query(request.target));
    const auto wire = as_bytes(request.body);
    if (wire[0] != tx::jumbo_first_byte)
        return fail(json::invalid_params(
            "not a jumbo transaction: its first byte isn't 0xca (202); send other transactions "
            "with sendTransaction"));
    TRY(auto transaction, decode_transaction(wire));
    return send(node, config, std::move(transaction));
}

}  // namespace

bool is_jumbo_post(std::string_view target) {
    return target.substr(0, target.find('?')) == jumbo_path;
}

http::Response post_jumbo(const Node& node, const http::Request& request) {
    if (request.method != "POST") {
        auto answer = misuse(method_not_allowed, "send a jumbo transaction's bytes with POST");
        answer.headers.emplace_back("Allow", "POST, OPTIONS");
        return answer;
    }
    if (!is_octets(request.content_type))
        return misuse(wrong_type,
                      "the content type must be application/octet-stream: the body is "
                      "the transaction's bytes, without base64");
    if (request.body.empty())
        return misuse(bad_request, "the body is empty; it must be the transaction's bytes");
    if (request.body.size() > tx::max_jumbo_size)
        return error_answer(too_large, too_large_transaction(request.body.size()));
    const auto sent = send_octets(node, request);
    if (!sent) {
        const bool ours = sent.error().code == RpcCode::internal_error;
        return error_answer(ours ? unavailable : bad_request, sent.error());
    }
    json::Writer out;
    return {.status = ok, .body = out.begin_object().field("signature", *sent).end_object().take()};
}

}  // namespace orrery::rpc
