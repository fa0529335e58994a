#include "sdk/json/writer.hpp"

#include <limits>

#include "sdk/json/float_text.hpp"
#include "tests/unit/sdk/json/support.hpp"

using namespace orrery;
using json::Writer;

TEST_CASE("the writer puts commas between members and elements and nowhere else") {
    Writer out;
    out.begin_object().field("a", 1).key("b").begin_array().end_array();
    out.key("c").begin_array().number(1).null().begin_object().end_object().boolean(true);
    out.end_array().field("d", "x").end_object();
    CHECK(out.take() == R"({"a":1,"b":[],"c":[1,null,{},true],"d":"x"})");
    CHECK(out.text().empty());
}

TEST_CASE("the writer escapes text as serde_json does") {
    using namespace std::string_literals;
    CHECK(Writer().string("\"\\/\b\f\n\r\t\x01\x1f\x7f"s + '\0' + "é🦖").take() ==
          "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\\u0000é🦖\"");
    CHECK(Writer().string("a\xff\xe2\x82z\xf0\x9f").take() ==
          "\"a\xEF\xBF\xBD\xEF\xBF\xBDz\xEF\xBF\xBD\"");
}

TEST_CASE("the writer keeps whole numbers exact") {
    CHECK(Writer().value(UINT64_MAX).take() == "18446744073709551615");
    CHECK(Writer().value(INT64_MIN).take() == "-9223372036854775808");
    CHECK(Writer().value(std::uint8_t{255}).take() == "255");
    CHECK(Writer().decimal(UINT64_MAX).take() == "\"18446744073709551615\"");
    CHECK(Writer().value(std::optional<std::uint64_t>()).take() == "null");
}

TEST_CASE("floats read as serde_json writes them") {
    const std::pair<double, std::string> cases[] = {
        {0, "0.0"},
        {-0.0, "-0.0"},
        {1, "1.0"},
        {-2.5, "-2.5"},
        {0.1, "0.1"},
        {0.00001, "0.00001"},
        {0.000001, "1e-6"},
        {1e-9, "1e-9"},
        {1.5e-7, "1.5e-7"},
        {1e15, "1000000000000000.0"},
        {1e16, "1e16"},
        {123456789.125, "123456789.125"},
        {1e21, "1e21"},
        {1.8446744073709552e19, "1.8446744073709552e19"},
        {5e-324, "5e-324"},
        {1.7976931348623157e308, "1.7976931348623157e308"},
        {0.00203928, "0.00203928"},
    };
    for (const auto& [value, text] : cases) CHECK(json::float_text(value) == text);
    CHECK(Writer().value(std::numeric_limits<double>::infinity()).take() == "null");
    CHECK(Writer().value(std::numeric_limits<double>::quiet_NaN()).take() == "null");
}

TEST_CASE("floats display as in Rust, without exponents") {
    CHECK(json::float_display(1) == "1");
    CHECK(json::float_display(-0.0) == "-0");
    CHECK(json::float_display(1e23) == "100000000000000000000000");
    CHECK(json::float_display(1.5e-7) == "0.00000015");
    CHECK(json::float_display(std::numeric_limits<double>::infinity()) == "inf");
    CHECK(json::float_trimmed(1.0512710963760241, 3) == "1.051");
    CHECK(json::float_trimmed(100, 2) == "100");
    CHECK(json::float_trimmed(100, 0) == "100");
}
