// Our half of instances.mjs: answers each line with the milliseconds that a chain takes from
// nothing to running, genesis included.
#include <iostream>
#include <string>

#include "tests/bench/lib/chains.hpp"
#include "tests/bench/lib/measure.hpp"

int main() {
    using namespace orrery;
    for (std::string line; std::getline(std::cin, line);) {
        const auto start = bench::Clock::now();
        const auto chain = bench::start_chain({});
        std::cout << bench::milliseconds(bench::Clock::now() - start) << std::endl;
    }
}
