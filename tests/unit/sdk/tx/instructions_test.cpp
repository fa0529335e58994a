#include "sdk/sdk.hpp"
#include "tests/unit/sdk/tx/samples.hpp"

using namespace orrery;
using namespace orrery::tx;
using test::key;

TEST_CASE("instructions are those that web3.js and spl-token build") {
    const system::Derived derived{key(2), key(3), "seed of an account", key(4)};
    const auto table = lookup_table::derive_address(key(1), Slot{447552000});
    REQUIRE(table);
    const Pubkey addresses[] = {key(3), key(4)};
    const Pubkey signers[] = {key(1), key(2)};
    const associated_token::Wallet wallet{.owner = key(2), .mint = key(3)};

    const std::map<std::string, Instruction> built = {
        {"create_account", system::create_account({.from = key(1),
                                                   .to = key(2),
                                                   .lamports = {123456789},
                                                   .space = 165,
                                                   .owner = key(4)})},
        {"assign", system::assign(key(1), key(4))},
        {"transfer", system::transfer({.from = key(1), .to = key(2), .lamports = {0xffffffffff}})},
        {"create_account_with_seed", system::create_account_with_seed({.from = key(1),
                                                                       .to = key(2),
                                                                       .base = key(3),
                                                                       .seed = derived.seed,
                                                                       .lamports = {7},
                                                                       .space = 8,
                                                                       .owner = key(4)})},
        {"create_account_with_own_seed", system::create_account_with_seed({.from = key(3),
                                                                           .to = key(2),
                                                                           .base = key(3),
                                                                           .seed = derived.seed,
                                                                           .lamports = {7},
                                                                           .space = 8,
                                                                           .owner = key(4)})},
        {"advance_nonce", system::advance_nonce({.nonce = key(1), .authority = key(2)})},
        {"withdraw_nonce",
         system::withdraw_nonce(
             {.nonce = key(1), .authority = key(2), .to = key(3), .lamports = {99}})},
        {"initialize_nonce", system::initialize_nonce(key(1), key(2))},
        {"authorize_nonce",
         system::authorize_nonce({.nonce = key(1), .authority = key(2), .new_authority = key(3)})},
        {"allocate", system::allocate(key(1), 4096)},
        {"allocate_with_seed", system::allocate_with_seed(derived, 4096)},
        {"assign_with_seed", system::assign_with_seed(derived)},
        {"transfer_with_seed", system::transfer_with_seed(derived, key(5), {11})},
        {"request_heap_frame", compute_budget::request_heap_frame(65536)},
        {"set_compute_unit_limit", compute_budget::set_compute_unit_limit(1400000)},
        {"set_compute_unit_price", compute_budget::set_compute_unit_price(5000000000)},
        {"lookup_table_create", lookup_table::create({.authority = key(1),
                                                      .payer = key(2),
                                                      .recent_slot = Slot{447552000},
                                                      .table = *table})},
        {"lookup_table_freeze", lookup_table::freeze(table->address, key(1))},
        {"lookup_table_extend", lookup_table::extend({.table = table->address,
                                                      .authority = key(1),
                                                      .payer = key(2),
                                                      .addresses = addresses})},
        {"lookup_table_extend_unpaid",
         lookup_table::extend({.table = table->address,
                               .authority = key(1),
                               .payer = std::nullopt,
                               .addresses = std::span(addresses).first(1)})},
        {"lookup_table_deactivate", lookup_table::deactivate(table->address, key(1))},
        {"lookup_table_close",
         lookup_table::close({.table = table->address, .authority = key(1), .recipient = key(2)})},
        {"token_initialize_mint", token::initialize_mint({.mint = key(1),
                                                          .decimals = 9,
                                                          .mint_authority = key(2),
                                                          .freeze_authority = key(3)})},
        {"token_initialize_mint_without_freeze",
         token::initialize_mint({.mint = key(1),
                                 .decimals = 6,
                                 .mint_authority = key(2),
                                 .freeze_authority = std::nullopt})},
        {"token_initialize_account",
         token::initialize_account({.account = key(1), .mint = key(2), .owner = key(3)})},
        {"token_transfer",
         token::transfer({.from = key(1), .to = key(2), .owner = key(3), .amount = 1000})},
        {"token_transfer_checked", token::transfer_checked({.from = key(1),
                                                            .mint = key(2),
                                                            .to = key(3),
                                                            .owner = key(4),
                                                            .amount = 1000,
                                                            .decimals = 9,
                                                            .program = ids::spl_token_2022})},
        {"token_mint_to",
         token::mint_to(
             {.mint = key(1), .account = key(2), .mint_authority = key(3), .amount = 1000})},
        {"token_burn",
         token::burn({.account = key(1), .mint = key(2), .owner = key(3), .amount = 1000})},
        {"token_approve",
         token::approve({.account = key(1), .delegate = key(2), .owner = key(3), .amount = 1000})},
        {"token_close_account",
         token::close_account({.account = key(1), .recipient = key(2), .owner = key(3)})},
        {"associated_token_create", associated_token::create(key(1), wallet)},
        {"associated_token_create_idempotent", associated_token::create_idempotent(key(1), wallet)},
        {"memo", memo::memo("hello, čaj ☕", signers)},
    };
    const auto golden = test::golden_instructions();
    CHECK(built.size() == golden.size());
    for (const auto& [name, instruction] : golden) {
        INFO(name);
        REQUIRE(built.contains(name));
        const Instruction& ours = built.at(name);
        CHECK(ours.program_id == instruction.program_id);
        CHECK(ours.accounts == instruction.accounts);
        CHECK(codec::hex_encode(ours.data) == codec::hex_encode(instruction.data));
    }
}

// What web3.js 1.x doesn't build, against the layouts of the Rust interface crates.
TEST_CASE("instructions beyond web3.js have the layouts of their Rust interfaces") {
    const auto programdata = loader_v3::programdata_address(key(2));
    CHECK(programdata == crypto::find_program_address({key(2).span()}, ids::loader_v3)->address);
    const std::uint8_t elf[] = {0xaa, 0xbb};
    const auto s = readonly_signer(key(4));
    const std::string k4 = codec::hex_encode(key(4).span());

    const std::tuple<Instruction, std::string, std::vector<AccountMeta>> rows[] = {
        {system::upgrade_nonce(key(1)), "0c000000", {writable(key(1))}},
        {system::create_account_allow_prefund(
             {.to = key(1), .from = key(2), .lamports = {3}, .space = 4, .owner = key(4)}),
         "0d00000003000000000000000400000000000000" + k4,
         {writable_signer(key(1)), writable_signer(key(2))}},
        {system::create_account_allow_prefund(
             {.to = key(1), .from = std::nullopt, .lamports = {3}, .space = 4, .owner = key(4)}),
         "0d00000000000000000000000400000000000000" + k4,
         {writable_signer(key(1))}},
        {compute_budget::set_loaded_accounts_data_size_limit(0x10000), "0400000100", {}},
        {loader_v3::initialize_buffer(key(1), key(4)),
         "00000000",
         {writable(key(1)), readonly(key(4))}},
        {loader_v3::write({.buffer = key(1), .authority = key(4), .offset = 513, .bytes = elf}),
         "01000000010200000200000000000000aabb",
         {writable(key(1)), s}},
        {loader_v3::deploy_with_max_data_len({.payer = key(1),
                                              .program = key(2),
                                              .buffer = key(3),
                                              .authority = key(4),
                                              .max_data_len = 1000}),
         "02000000e803000000000000",
         {writable_signer(key(1)), writable(programdata), writable(key(2)), writable(key(3)),
          readonly(ids::rent), readonly(ids::clock), readonly(ids::system), s}},
        {loader_v3::upgrade(
             {.program = key(2), .buffer = key(3), .authority = key(4), .spill = key(1)}),
         "03000000",
         {writable(programdata), writable(key(2)), writable(key(3)), writable(key(1)),
          readonly(ids::rent), readonly(ids::clock), s}},
        {loader_v3::set_authority(
             {.account = key(1), .authority = key(4), .new_authority = key(5)}),
         "04000000",
         {writable(key(1)), s, readonly(key(5))}},
        {loader_v3::set_authority(
             {.account = programdata, .authority = key(4), .new_authority = std::nullopt}),
         "04000000",
         {writable(programdata), s}},
        {loader_v3::close(
             {.account = programdata, .recipient = key(1), .authority = key(4), .program = key(2)}),
         "05000000",
         {writable(programdata), writable(key(1)), s, writable(key(2))}},
        {loader_v3::close({.account = key(3),
                           .recipient = key(1),
                           .authority = std::nullopt,
                           .program = std::nullopt}),
         "05000000",
         {writable(key(3)), writable(key(1))}},
        {loader_v3::extend_program({.program = key(2), .payer = key(1), .additional_bytes = 10240}),
         "0600000000280000",
         {writable(programdata), writable(key(2)), readonly(ids::system), writable_signer(key(1))}},
        {loader_v3::extend_program(
             {.program = key(2), .payer = std::nullopt, .additional_bytes = 10240}),
         "0600000000280000",
         {writable(programdata), writable(key(2))}},
        {loader_v3::set_authority_checked(
             {.account = key(1), .authority = key(4), .new_authority = key(5)}),
         "07000000",
         {writable(key(1)), s, readonly_signer(key(5))}},
    };
    for (const auto& [instruction, data, accounts] : rows) {
        INFO(data);
        CHECK(codec::hex_encode(instruction.data) == data);
        CHECK(instruction.accounts == accounts);
    }
}
