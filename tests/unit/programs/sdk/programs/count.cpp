#include <sol/program.hpp>

using namespace sol;

static Result<void> process(const Context& context) {
    SOL_ACCOUNTS(context, account);
    SOL_CHECK(account.expect_writable());
    SOL_TRY(count, account.data_as<uint64_t>());
    uint64_t step = 1;
    Reader arguments(context.data);
    if (arguments.left()) SOL_CHECK(arguments.read(step));
    count += step;
    return {};
}

SOL_ENTRYPOINT(process, 1);
