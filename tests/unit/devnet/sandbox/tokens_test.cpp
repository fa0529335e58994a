#include <catch2/catch.hpp>
#include <cstdlib>

#include "devnet/sandbox/sandbox.hpp"
#include "sdk/codec/writer.hpp"
#include "sdk/tx/instructions/associated_token.hpp"
#include "sdk/tx/instructions/token.hpp"

namespace orrery {
namespace {

/// A token account as the token program lays it out.
Account token_account(const Pubkey& mint, const Pubkey& owner, std::uint64_t amount) {
    codec::ByteWriter out;
    out.key(mint).key(owner).u64(amount).bytes(Bytes(36)).u8(1);
    auto data = out.take();
    data.resize(tx::token::account_size);
    return {Lamports{2'039'280}, ids::spl_token, false, UINT64_MAX, AccountData::from(data)};
}

Pubkey key(std::uint8_t fill) {
    Pubkey out;
    out.bytes.fill(fill);
    return out;
}

}  // namespace

TEST_CASE("a token balance is read from the account, and there is none elsewhere") {
    Sandbox chain;
    chain.set_account(key(1), token_account(key(2), key(3), 42));
    CHECK(chain.token_balance(key(1)) == 42u);
    CHECK_FALSE(chain.token_balance(key(9)));
    CHECK_FALSE(chain.token_balance(chain.payer().pubkey));
    CHECK_FALSE(chain.token_balance(key(3), key(2)));
}

TEST_CASE("token helpers say which program is missing") {
    Sandbox chain;
    const auto minted = chain.create_mint({.authority = chain.payer().pubkey});
    REQUIRE_FALSE(minted);
    CHECK(minted.error().code == SandboxErrorCode::missing_program);
    CHECK(minted.error().what.find("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA isn't on this "
                                   "chain; give its ELF") == 0);
    const auto made = chain.create_token_account({.mint = key(2), .owner = key(3)});
    CHECK(made.error().code == SandboxErrorCode::wrong_account);
    const auto issued =
        chain.mint_to({.mint = key(2), .account = key(1), .amount = 1, .authority = chain.payer()});
    CHECK(issued.error().code == SandboxErrorCode::wrong_account);
}

// With the programs that spl_programs.mjs takes from LiteSVM.
TEST_CASE("tokens are made, minted and sent with the real programs", "[.spl]") {
    const std::filesystem::path programs = std::getenv("ORRERY_SPL_PROGRAMS");
    Sandbox chain;
    REQUIRE(chain.place_program(programs / "token.so", {.program = ids::spl_token}));
    REQUIRE(chain.place_program(programs / "associated_token.so",
                                {.program = ids::spl_associated_token}));
    const auto alice = chain.new_wallet(), bob = chain.new_wallet();
    const auto mint = *chain.create_mint({.authority = alice.pubkey, .decimals = 6});
    const auto of_alice = *chain.create_token_account({.mint = mint, .owner = alice.pubkey});
    CHECK(of_alice == tx::associated_token::address({alice.pubkey, mint}));
    const auto key_of_bobs = chain.new_wallet({});
    const auto of_bob =
        *chain.create_token_account({.mint = mint, .owner = bob.pubkey, .account = key_of_bobs});
    CHECK(of_bob == key_of_bobs.pubkey);
    REQUIRE(chain.mint_to({.mint = mint, .account = of_alice, .amount = 1000, .authority = alice}));

    const auto sent = chain.send(
        tx::token::transfer({.from = of_alice, .to = of_bob, .owner = alice.pubkey, .amount = 300}),
        {&alice});
    REQUIRE(expect_ok(sent));
    CHECK(chain.token_balance(alice.pubkey, mint) == 700u);
    CHECK(chain.token_balance(of_bob) == 300u);
    const auto too_much = chain.send(
        tx::token::transfer({.from = of_alice, .to = of_bob, .owner = alice.pubkey, .amount = 701}),
        {&alice});
    CHECK(expect_custom_error(too_much, 1));

    const auto stranger =
        chain.mint_to({.mint = mint, .account = of_alice, .amount = 1, .authority = bob});
    CHECK(stranger.error().code == SandboxErrorCode::transaction_failed);

    const auto made = chain.send(
        tx::associated_token::create(chain.payer().pubkey, {.owner = bob.pubkey, .mint = mint}));
    REQUIRE(expect_ok(made));
    REQUIRE_FALSE(made.inner_calls.empty());
    CHECK(made.inner_calls.front().instruction == 0);
    CHECK(made.inner_calls.front().stack_height == 2);
    CHECK(made.inner_calls.front().program_id == ids::spl_token);
    CHECK(made.inner_calls.front().accounts == std::vector<Pubkey>{mint});
}

}  // namespace orrery
