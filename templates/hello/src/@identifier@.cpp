#include "@identifier@.hpp"

#include <sol/program.hpp>

namespace {

using namespace sol;
using namespace hello;

// Greets the name in the instruction's data. It needs no accounts.
Result<void> process(const Context& context) {
    const Text name(reinterpret_cast<const char*>(context.data.data()), context.data.size());
    SOL_ENSURE(name.size() > 0, HelloError::NobodyToGreet);
    SOL_ENSURE(name.size() <= max_name_length, HelloError::NameTooLong);
    log("Hello, ", name, "!");
    return {};
}

}  // namespace

SOL_ENTRYPOINT(process, 0);
