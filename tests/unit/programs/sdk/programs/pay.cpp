#include <sol/program.hpp>

using namespace sol;

static Result<void> process(const Context& context) {
    SOL_ACCOUNTS(context, from, to);
    Reader arguments(context.data);
    SOL_TRY(lamports, arguments.read<uint64_t>());
    return system::transfer({from, to, lamports}).invoke();
}

SOL_ENTRYPOINT(process, 2);
