#include <catch2/catch.hpp>

#include "sdk/types/ids.hpp"
#include "tests/unit/devnet/rpc/world.hpp"

namespace orrery::rpc::test {
namespace {

constexpr const char* mint_owner = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";

void put(Bytes& data, std::size_t offset, const Pubkey& key) {
    std::copy(key.bytes.begin(), key.bytes.end(),
              data.begin() + static_cast<std::ptrdiff_t>(offset));
}

/// 82 bytes: no authority, supply, decimals, initialized.
Bytes mint(std::uint64_t supply, std::uint8_t decimals) {
    Bytes data(82);
    store_le(data.data() + 36, supply);
    data[44] = decimals;
    data[45] = 1;
    return data;
}

/// 165 bytes: mint, owner, amount, a delegate or none, initialized.
Bytes token_account(const Pubkey& mint, const Pubkey& owner, std::uint64_t amount,
                    const Pubkey* delegate = nullptr) {
    Bytes data(165);
    put(data, 0, mint);
    put(data, 32, owner);
    store_le(data.data() + 64, amount);
    if (delegate != nullptr) {
        data[72] = 1;
        put(data, 76, *delegate);
        store_le(data.data() + 121, amount);
    }
    data[108] = 1;
    return data;
}

void place(World& world, const Pubkey& key, const Bytes& data, std::string_view owner) {
    REQUIRE(world.result("orrery_setAccount", "[\"" + text(key) + "\",{\"data\":[\"" +
                                                  base64(data) + "\",\"base64\"],\"owner\":\"" +
                                                  std::string(owner) + "\"}]") == "true");
}

/// Two accounts of one mint, of owners 0x21 and 0x22; the second has a delegate.
void place_tokens(World& world) {
    const auto delegate = key(0x33);
    place(world, key(0x11), mint(1500, 2), mint_owner);
    place(world, key(0x12), token_account(key(0x11), key(0x21), 1000), mint_owner);
    place(world, key(0x13), token_account(key(0x11), key(0x22), 500, &delegate), mint_owner);
}

}  // namespace

TEST_CASE("gives accounts in every encoding") {
    World world;
    place(world, key(9), Bytes{1, 2, 3, 4, 5}, "11111111111111111111111111111111");
    place(world, key(8), Bytes(200, 7), "11111111111111111111111111111111");
    Transcript golden(world, "accounts");
    const auto nine = in_quotes(text(key(9)));
    const auto eight = in_quotes(text(key(8)));
    golden.ask("getBalance", "[" + nine + "]");
    golden.ask("getBalance", "[" + in_quotes(text(key(77))) + "]");
    golden.ask("getAccountInfo", "[" + nine + "]");
    golden.ask("getAccountInfo", "[" + in_quotes(text(key(77))) + "]");
    for (const auto* encoding : {"base58", "base64", "base64+zstd", "binary", "jsonParsed"})
        golden.ask("getAccountInfo", "[" + nine + ",{\"encoding\":\"" + encoding + "\"}]");
    golden.ask("getAccountInfo",
               "[" + nine + R"(,{"encoding":"base64","dataSlice":{"offset":1,"length":2}}])");
    golden.ask("getAccountInfo",
               "[" + nine + R"(,{"encoding":"base64","dataSlice":{"offset":4,"length":100}}])");
    golden.ask("getAccountInfo", "[" + eight + "]");
    golden.ask("getAccountInfo", "[" + eight + R"(,{"dataSlice":{"offset":0,"length":3}}])");
    golden.ask("getMultipleAccounts", "[[" + nine + "," + in_quotes(text(key(77))) + "]]");
    golden.ask("getAccountInfo",
               R"(["SysvarC1ock11111111111111111111111111111111",{"encoding":"jsonParsed"}])");
    golden.ask("getAccountInfo",
               R"(["SysvarRent111111111111111111111111111111111",{"encoding":"jsonParsed"}])");
    golden.compare();
}

TEST_CASE("finds the accounts of a program by filters") {
    World world;
    place_tokens(world);
    Transcript golden(world, "program_accounts");
    const auto program = in_quotes(mint_owner);
    golden.ask("getProgramAccounts",
               "[" + program + R"(,{"encoding":"base64","filters":[{"dataSize":82}]}])");
    golden.ask("getProgramAccounts", "[" + program +
                                         R"(,{"encoding":"jsonParsed","withContext":true,)"
                                         R"("filters":[{"dataSize":165},{"memcmp":{"offset":32,)"
                                         R"("bytes":")" +
                                         text(key(0x22)) + R"("}}]}])");
    golden.ask("getProgramAccounts",
               "[" + program + R"(,{"encoding":"base64","dataSlice":{"offset":0,"length":0}}])");
    golden.ask("getProgramAccounts", R"(["SysvarC1ock11111111111111111111111111111111"])");
    golden.ask("getProgramAccounts", "[" + program + "]");
    golden.compare();
}

TEST_CASE("answers for tokens") {
    World world;
    place_tokens(world);
    Transcript golden(world, "tokens");
    const auto of = [](std::uint8_t fill) { return in_quotes(text(key(fill))); };
    golden.ask("getTokenAccountBalance", "[" + of(0x12) + "]");
    golden.ask("getTokenAccountBalance", "[" + of(0x11) + "]");
    golden.ask("getTokenAccountBalance", "[" + of(0x77) + "]");
    golden.ask("getTokenSupply", "[" + of(0x11) + "]");
    golden.ask("getTokenSupply", "[" + of(0x12) + "]");
    golden.ask("getTokenSupply", "[" + of(0x77) + "]");
    golden.ask("getTokenSupply", "[" + in_quotes(text(world.payer().pubkey)) + "]");
    golden.ask("getTokenLargestAccounts", "[" + of(0x11) + "]");
    golden.ask("getTokenAccountsByOwner",
               "[" + of(0x21) + ",{\"mint\":" + of(0x11) + R"(},{"encoding":"jsonParsed"}])");
    golden.ask("getTokenAccountsByOwner",
               "[" + of(0x21) + ",{\"programId\":\"" + mint_owner + R"("},{"encoding":"base64"}])");
    golden.ask("getTokenAccountsByOwner",
               "[" + of(0x77) + ",{\"programId\":\"" + mint_owner + "\"}]");
    golden.ask("getTokenAccountsByOwner", "[" + of(0x21) + ",{\"mint\":" + of(0x77) + "}]");
    golden.ask("getTokenAccountsByOwner", "[" + of(0x21) + ",{\"mint\":" + of(0x12) + "}]");
    golden.ask("getTokenAccountsByOwner",
               "[" + of(0x21) + R"(,{"programId":"11111111111111111111111111111111"}])");
    golden.ask("getTokenAccountsByDelegate",
               "[" + of(0x33) + ",{\"mint\":" + of(0x11) + R"(},{"encoding":"jsonParsed"}])");
    golden.compare();
}

TEST_CASE("shows the clock of a resting chain as a transaction would read it") {
    World world;
    world.advance(3);
    const auto clock =
        world.result("getAccountInfo", R"(["SysvarC1ock11111111111111111111111111111111",)"
                                       R"({"encoding":"jsonParsed","commitment":"processed"}])");
    CHECK(clock.find(R"("slot":4,"unixTimestamp":1700000000)") != std::string::npos);
}

}  // namespace orrery::rpc::test
