#include "sdk/lower/lower.hpp"

#include <unistd.h>

#include <csignal>
#include <cstring>

#include "sdk/lower/child.hpp"
#include "sdk/lower/compile.hpp"
#include "sdk/lower/llvm_library.hpp"
#include "sdk/lower/messages.hpp"
#include "sdk/lower/reply.hpp"

namespace orrery::lower {
namespace {

constexpr std::size_t max_reply_bytes = std::size_t{256} << 20U;  // debug information included

Lowered failed(std::string message) {
    LowerError error;
    error.message = std::move(message);
    return fail(std::vector{std::move(error)});
}

/// LLVM calls this in the child when it can't go on, and would end the process without a word for
/// us.
[[noreturn]] void give_up(const char* reason) {
    write_output(encode_reply(fail(std::vector{explain(reason)})));
    _exit(1);
}

std::string crash_message(int signal) {
    if (signal == SIGXCPU) return "the compiler's back end didn't finish in time";
    return std::string("the compiler's back end crashed (") + strsignal(signal) +
           "); the bitcode is damaged or of another clang";
}

}  // namespace

Result<std::vector<std::uint8_t>, std::vector<LowerError>> lower(const LowerParams& params) {
    auto api = llvm::load(params.llvm);
    if (!api) return failed(api.error());
    auto job = [&] {
        api->InstallFatalErrorHandler(give_up);
        write_output(encode_reply(compile(*api, params)));
    };
    auto child = run_in_child({.job = job,
                               .cpu_seconds = params.cpu_seconds,
                               .wall_seconds = params.wall_seconds,
                               .memory_bytes = params.memory_bytes,
                               .max_output = max_reply_bytes});
    if (!child) return failed("can't start the compiler's back end: " + child.error());
    if (child->late) return failed("the compiler's back end didn't finish in time");
    if (child->signal != 0) return failed(crash_message(child->signal));
    return decode_reply(child->output);
}

Result<void, std::string> available(Llvm llvm) {
    CHECK_OK(llvm::load(llvm));
    return {};
}

}  // namespace orrery::lower
