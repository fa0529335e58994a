#include <catch2/catch.hpp>
#include <sol/entrypoint.hpp>
#include <sol/test.hpp>

// A program with a fault that AddressSanitizer has to find: it reads a byte past its input.
static sol::Result<void> process(const sol::Context& context) {
    const volatile uint8_t* end = context.program_id.bytes + sizeof context.program_id;
    return sol::Error::custom(*end);
}

SOL_ENTRYPOINT(process);

TEST_CASE("a read past the input's end is found") {
    (void)sol::test::call({.program_id = sol::test::key("program"), .accounts = {}, .data = {}});
}
