#include <sol/program.hpp>

using namespace sol;

static Result<void> process(const Context& context) {
    SOL_ACCOUNTS(context, account);
    SOL_ENSURE(!context.data.empty() && context.data[0] == 1, ProgramError::InvalidInstructionData);
    SOL_TRY(first, account.data_as<uint8_t>());
    first = 100;
    return {};
}

SOL_ENTRYPOINT(process, 1);
