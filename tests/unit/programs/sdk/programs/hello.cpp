#include <sol/program.hpp>

static sol::Result<void> process(const sol::Context&) {
    sol::log("hello from stock clang");
    return {};
}

SOL_ENTRYPOINT(process, 0);
