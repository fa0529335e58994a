#include "cli/session/failure.hpp"

#include "cli/session/trace.hpp"
#include "sdk/json/document.hpp"

namespace orrery::cli {
namespace {

// The logs in the simulation that a refused transaction comes with, and its trace.
std::string logs_of(const std::string& data) {
    std::string out;
    const auto document = json::Document::parse(data);
    if (!document) return out;
    const auto logs = document->root()["logs"];
    for (std::size_t i = 0; i < logs.size(); ++i)
        out += "\n  " + std::string(logs.at(i).string().value_or(""));
    auto trace = trace_text(document->root()["trace"], logs);
    if (trace.empty()) return out;
    trace.pop_back();  // messages end without a line feed
    return out + "\n" + trace;
}

std::string text_of(const client::ClientError& error) {
    if (error.kind != client::ErrorKind::refused) return error.message;
    return "the chain refused: " + error.message + " (code " + std::to_string(error.code) + ")" +
           logs_of(error.data);
}

}  // namespace

Failure::Failure(const client::ClientError& error)
    : Failure(error.kind == client::ErrorKind::bad_url ? node::ExitCode::usage
                                                       : node::ExitCode::failure,
              text_of(error)) {}

}  // namespace orrery::cli
