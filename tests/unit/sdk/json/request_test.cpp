#include "sdk/json/request.hpp"

#include "sdk/json/response.hpp"
#include "tests/unit/sdk/json/support.hpp"

using namespace orrery;
using json::Call;
using json::parse_envelope;

namespace {

// A call in one line: its kind, id, method and params, or the error's sentence.
std::string summary(const Call& call) {
    if (call.kind == Call::Kind::invalid)
        return "invalid " + call.id + ' ' + std::to_string(static_cast<int>(call.error.code)) +
               ' ' + call.error.message;
    return (call.kind == Call::Kind::method ? "method " : "notification ") + call.id + ' ' +
           std::string(call.method) + ' ' + call.params.value().dump();
}

std::string summary(std::string_view body) {
    const auto envelope = parse_envelope(body, {.max_depth = 8, .max_batch = 4});
    if (!envelope)
        return std::to_string(static_cast<int>(envelope.error().code)) + ' ' +
               envelope.error().message;
    std::string out = envelope->is_batch ? "batch" : "";
    for (const Call& call : envelope->calls) out += (out.empty() ? "" : " | ") + summary(call);
    return out;
}

}  // namespace

TEST_CASE("a request body is parsed as jsonrpc-core parses it") {
    const std::pair<std::string, std::string> cases[] = {
        {R"({"jsonrpc":"2.0","id":1,"method":"getSlot"})", "method 1 getSlot null"},
        {R"({"jsonrpc":"2.0","id":"a\"b","method":"getSlot","params":[]})",
         R"(method "a\"b" getSlot [])"},
        {R"({"jsonrpc":"2.0","id":null,"method":"m","params":null})", "method null m null"},
        {R"({"jsonrpc":"2.0","id":18446744073709551615,"method":"m","params":{"a":1}})",
         R"(method 18446744073709551615 m {"a":1})"},
        {R"({"jsonrpc":"2.0","id":-3,"method":"m"})", "method -3 m null"},
        {R"({"jsonrpc":"2.0","method":"ping"})", "notification null ping null"},
        {R"({"method":"ping"})", "notification null ping null"},
        {R"({"id":1,"method":"m"})", "invalid 1 -32600 Unsupported JSON-RPC protocol version"},
        {R"({"jsonrpc":"1.0","id":1,"method":"m"})", "invalid 1 -32600 Invalid request"},
        {R"({"jsonrpc":"2.0","id":1.5,"method":"m"})", "invalid null -32600 Invalid request"},
        {R"({"jsonrpc":"2.0","id":[1],"method":"m"})", "invalid null -32600 Invalid request"},
        {R"({"jsonrpc":"2.0","id":1})", "invalid 1 -32600 Invalid request"},
        {R"({"jsonrpc":"2.0","id":1,"method":5})", "invalid 1 -32600 Invalid request"},
        {R"({"jsonrpc":"2.0","id":1,"method":"m","params":5})", "invalid 1 -32600 Invalid request"},
        {R"({"jsonrpc":"2.0","id":1,"method":"m","extra":5})", "invalid 1 -32600 Invalid request"},
        {R"({"jsonrpc":"2.0","id":1,"method":"m","method":"n"})",
         "invalid 1 -32600 Invalid request"},
        {R"({"jsonrpc":"2.0","id":1,"method":"m","params":[{"a":1,"a":2}]})",
         R"(method 1 m [{"a":2}])"},
        {"{}", "invalid null -32600 Invalid request"},
        {"", "-32700 Parse error"},
        {"5", "-32700 Parse error"},
        {"{\"id\":1", "-32700 Parse error"},
        {"[[[[[[[[[1]]]]]]]]]", "-32700 Parse error"},
        {"[]", "-32600 Invalid request"},
        {"[1,2,3,4,5]", "-32600 Batch too large; max 4"},
        {R"([{"jsonrpc":"2.0","id":1,"method":"a"},7,{"method":"b"},{"id":2,"id":2}])",
         "batch | method 1 a null | invalid null -32600 Invalid request | notification null b null "
         "| invalid 2 -32600 Invalid request"},
    };
    for (const auto& [body, expected] : cases) {
        INFO(body);
        CHECK(summary(body) == expected);
    }
}

TEST_CASE("responses are built around rendered results") {
    CHECK(json::result_response("1", "5") == R"({"jsonrpc":"2.0","result":5,"id":1})");
    CHECK(json::error_response("\"x\"", json::invalid_params("no")) ==
          R"({"jsonrpc":"2.0","error":{"code":-32602,"message":"no"},"id":"x"})");
    std::string batch = "[";
    json::append_result(batch, "1", "true");
    batch += ',';
    json::append_error(batch, "null", json::rpc_error(json::RpcCode::parse_error));
    CHECK(
        batch + ']' ==
        R"([{"jsonrpc":"2.0","result":true,"id":1},{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"},"id":null}])");
    CHECK(json::with_context({Slot{9}, "2.3.0"}, std::uint64_t{7}) ==
          R"({"context":{"apiVersion":"2.3.0","slot":9},"value":7})");
    CHECK(json::with_context({Slot{9}, {}}, std::optional<bool>()) ==
          R"({"context":{"slot":9},"value":null})");
    CHECK(
        json::notification("slotNotification", 3, R"({"slot":1})") ==
        R"({"jsonrpc":"2.0","method":"slotNotification","params":{"result":{"slot":1},"subscription":3}})");
}
