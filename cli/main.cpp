#include <exception>
#include <iostream>

#include "cli/commands/app.hpp"

int main(int argc, char** argv) {
    try {
        return orrery::cli::run_app(argc, argv, orrery::cli::Surroundings::of_process());
    } catch (const std::exception& error) {
        std::cerr << "error: " << error.what() << '\n';
        return 1;
    }
}
