#include "tests/bench/lib/measure.hpp"

#include <sched.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>

namespace orrery::bench {
namespace {

void say(const std::string& what, bool met, const char* kind) {
    std::printf("  bar: %s: %s%s\n", what.c_str(), met ? "met" : "MISSED", kind);
    std::fflush(stdout);
}

}  // namespace

double percentile(std::vector<double> samples, double share) {
    const auto last = static_cast<double>(samples.size() - 1);
    const auto at = samples.begin() + static_cast<std::ptrdiff_t>(share * last);
    std::nth_element(samples.begin(), at, samples.end());
    return *at;
}

void pin_to_core(std::size_t core) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(core, &set);
    if (::sched_setaffinity(0, sizeof set, &set) != 0) std::perror("sched_setaffinity");
}

void Bars::gate(const std::string& what, bool met) {
    say(what, met, "");
    missed_ = missed_ || !met;
}

void Bars::report(const std::string& what, bool met) const {
    say(what, met, " (reported: it holds for an idle machine)");
}

std::string text(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    char* out = nullptr;
    const int length = ::vasprintf(&out, format, arguments);
    va_end(arguments);
    if (length < 0) return format;
    std::string result(out, static_cast<std::size_t>(length));
    std::free(out);
    return result;
}

void give_up(const std::string& why) {
    std::fprintf(stderr, "bench: %s\n", why.c_str());
    std::exit(1);
}

}  // namespace orrery::bench
