#include "sdk/json/parsed_instruction.hpp"
#include "tests/unit/sdk/json/support.hpp"

using namespace orrery;

namespace {

// An instruction of a golden row over its own keys: the program first.
struct Sample {
    Bytes data;
    std::vector<Pubkey> keys;
    std::vector<std::uint16_t> accounts;

    explicit Sample(const std::vector<std::string>& row) : data(test::unhex(row.at(2))) {
        keys = test::keys_from(row.at(3));
        keys.insert(keys.begin(), test::key_from(row.at(1)));
        for (std::uint16_t i = 1; i < keys.size(); ++i) accounts.push_back(i);
    }

    std::string text() const {
        return test::written([this](auto& out) {
            json::write_parsed_instruction(out, {.program_index = 0,
                                                 .accounts = accounts,
                                                 .data = data,
                                                 .stack_height = 1,
                                                 .keys = keys});
        });
    }
};

bool is_parsed(const std::string& text) { return text.rfind(R"({"parsed")", 0) == 0; }

}  // namespace

TEST_CASE("instructions that nodes can parse are parsed to the letter") {
    for (const auto& row : test::golden_rows("instructions.txt")) {
        INFO(row.at(0));
        CHECK(Sample(row).text() == row.at(4));
    }
}

TEST_CASE("an instruction with data cut short is partially decoded, not misread") {
    for (const auto& row : test::golden_rows("instructions.txt")) {
        Sample sample(row);
        if (sample.data.empty()) continue;
        INFO(row.at(0));
        while (!sample.data.empty()) {
            sample.data.pop_back();
            const std::string text = sample.text();
            CHECK(test::parse(text).root().is_object());
        }
    }
}

TEST_CASE("indices that point nowhere don't crash") {
    const auto row = test::golden_rows("instructions.txt").front();
    Sample sample(row);
    REQUIRE(is_parsed(sample.text()));
    sample.accounts[0] = 999;
    const auto document = test::parse(sample.text());
    CHECK(document.root()["accounts"].at(0).string() == std::string(32, '1'));
    CHECK_FALSE(document.root()["parsed"].is_object());
}

TEST_CASE("a compiled instruction keeps its indices") {
    const Bytes data = {1, 2, 3};
    const std::uint16_t accounts[] = {4, 300};
    const json::InstructionView view{2, accounts, data, 2, {}};
    CHECK(test::written([&](auto& out) { json::write_compiled_instruction(out, view); }) ==
          R"({"accounts":[4,300],"data":"Ldp","programIdIndex":2,"stackHeight":2})");
    const json::InstructionView old{2, {}, {}, std::nullopt, {}};
    CHECK(test::written([&](auto& out) { json::write_compiled_instruction(out, old); }) ==
          R"({"accounts":[],"data":"","programIdIndex":2,"stackHeight":null})");
}
