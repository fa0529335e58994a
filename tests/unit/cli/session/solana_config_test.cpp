#include "cli/session/solana_config.hpp"

#include <catch2/catch.hpp>

namespace orrery::cli {

TEST_CASE("reads the config that Solana's command line writes") {
    const auto config = parse_solana_config(
        "---\n"
        "json_rpc_url: \"http://127.0.0.1:8899\"  # local\n"
        "websocket_url: ''\n"
        "keypair_path: /home/me/my keys/id.json\r\n"
        "address_labels:\n"
        "  '11111111111111111111111111111111': System Program\n"
        "\n"
        "commitment: finalized\n"
        "something_newer: true\n",
        "config.yml");
    REQUIRE(config);
    CHECK(config->json_rpc_url == "http://127.0.0.1:8899");
    CHECK(config->websocket_url.empty());
    CHECK(config->keypair_path == "/home/me/my keys/id.json");
    CHECK(config->commitment == "finalized");
}

TEST_CASE("names the line of a config that it can't read") {
    struct Row {
        const char* text;
        const char* line;
    };
    constexpr Row rows[] = {{"nonsense\n", "line 1"},
                            {"---\nkeypair_path: 'open\n", "line 2"},
                            {"\n\nkeypair_path: \"a\" b\n", "line 3"},
                            {"json_rpc_url: \"a\\n\"\n", "line 1"},
                            {"json_rpc_url: [a, b]\n", "line 1"},
                            {"commitment: |\n  text\n", "line 1"}};
    for (const auto& row : rows) {
        const auto config = parse_solana_config(row.text, "config.yml");
        INFO(row.text);
        REQUIRE(!config);
        CHECK(config.error().message ==
              "config.yml, " + std::string(row.line) +
                  ": not a `key: value` line; mend it, or write it anew with `solana config set`");
    }
}

TEST_CASE("a config that isn't there is empty") {
    const auto config = read_solana_config("/nowhere/config.yml");
    REQUIRE(config);
    CHECK(config->json_rpc_url.empty());
}

}  // namespace orrery::cli
