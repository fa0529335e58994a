// The built program on a chain of its own: deployed as on a real one, called, looked at.
#include "devnet/sandbox/sandbox.hpp"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string_view>

#include "../src/@identifier@.hpp"

using namespace orrery;
using hello::HelloError;

// Any test framework will do: a report is true when all went as expected, and prints why not.
void require(const Report& report) {
    if (report) return;
    std::cerr << report << "\n";
    std::exit(1);
}

int main(int argc, char** argv) {
    if (argc != 2) return std::cerr << "usage: sandbox_test PROGRAM.so\n", 2;
    Sandbox chain;
    const auto program = chain.deploy(std::filesystem::path(argv[1]));
    if (!program) return std::cerr << program.error().what << "\n", 1;
    const auto greet = [&](std::string_view name) {
        return chain.send(
            {.program_id = *program, .accounts = {}, .data = {name.begin(), name.end()}});
    };

    const auto greeted = greet("Ada");
    require(expect_ok(greeted));
    require(expect_log(greeted, "Hello, Ada!"));
    std::cout << "A greeting takes " << greeted.compute_units << " compute units\n";

    require(expect_custom_error(greet(""), std::uint32_t(HelloError::NobodyToGreet)));
}
