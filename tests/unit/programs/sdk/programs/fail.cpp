#include <sol/program.hpp>

using namespace sol;

static Result<void> process(const Context& context) {
    REQUIRE(!context.data.empty(), "there has to be data");
    if (context.data[0] == 0) return Error::custom(0);
    return Error::custom(context.data[0]);
}

SOL_ENTRYPOINT(process, 0);
