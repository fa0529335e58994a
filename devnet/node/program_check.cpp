#include "devnet/node/program_check.hpp"

#include "devnet/svm/syscalls/table.hpp"
#include "devnet/svm/vm/program.hpp"

namespace orrery::node {

Result<void, std::string> check_program(ByteSpan elf) {
    vm::LoadOptions options{syscalls::syscall_registry()};
    options.strict_deploy = true;
    const auto program = vm::Program::load(elf, options);
    if (!program) return fail(program.error().message);
    return {};
}

}  // namespace orrery::node
