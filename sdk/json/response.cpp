#include "sdk/json/response.hpp"

namespace orrery::json {

void append_result(std::string& out, std::string_view id, std::string_view result) {
    out.reserve(out.size() + result.size() + id.size() + 40);
    out += R"({"jsonrpc":"2.0","result":)";
    out += result;
    out += R"(,"id":)";
    out += id;
    out += '}';
}

void append_error(std::string& out, std::string_view id, const RpcError& error) {
    Writer body;
    write(body, error);
    out += R"({"jsonrpc":"2.0","error":)";
    out += body.text();
    out += R"(,"id":)";
    out += id;
    out += '}';
}

std::string result_response(std::string_view id, std::string_view result) {
    std::string out;
    append_result(out, id, result);
    return out;
}

std::string error_response(std::string_view id, const RpcError& error) {
    std::string out;
    append_error(out, id, error);
    return out;
}

std::string notification(std::string_view method, std::uint64_t subscription,
                         std::string_view result) {
    Writer out;
    out.begin_object().field("jsonrpc", "2.0").key("method").plain(method);
    out.key("params").begin_object().key("result").raw(result);
    return out.field("subscription", subscription).end_object().end_object().take();
}

Writer& begin_context(Writer& out, const Context& context) {
    out.begin_object().key("context").begin_object();
    if (!context.api_version.empty()) out.key("apiVersion").plain(context.api_version);
    return out.field("slot", context.slot).end_object().key("value");
}

}  // namespace orrery::json
