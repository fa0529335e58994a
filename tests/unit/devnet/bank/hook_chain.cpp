#include "tests/unit/devnet/bank/hook_chain.hpp"

#include <catch2/catch.hpp>

#include "sdk/types/ids.hpp"
#include "tests/unit/devnet/svm/vm/assembler.hpp"

namespace orrery::bank::testing {
namespace {

// Account 0 begins at 8 and isn't a repeated one: lamports at 80, data at 96. With 8 bytes of data
// account 1 begins at 10,352 and its data at 10,440.
constexpr std::string_view program_text = R"(
    ldxb r3, [r2+0]
    jeq r3, 1, write
    jeq r3, 2, fail
    jeq r3, 3, spin
    jeq r3, 4, give
    jeq r3, 5, copy
    ja done
    write: ldxb r4, [r2+1]
    stxb [r1+96], r4
    ja done
    fail: mov64 r0, 7
    exit
    spin: ja spin
    give: ldxdw r4, [r1+80]
    add64 r4, -1000
    stxdw [r1+80], r4
    ldxdw r4, [r1+10424]
    add64 r4, 1000
    stxdw [r1+10424], r4
    ja done
    copy: ldxb r3, [r2+1]
    lsh64 r3, 3
    mov64 r4, r1
    add64 r4, r3
    ldxdw r4, [r4+10440]
    stxdw [r1+96], r4
    done: mov64 r0, 0
    exit
)";

crypto::Keypair keypair(std::uint8_t tag) {
    std::array<std::uint8_t, 32> seed{};
    seed.fill(tag);
    return crypto::Keypair::from_seed(crypto::Seed(seed));
}

Account wallet(std::uint64_t lamports) {
    return {Lamports{lamports}, ids::system, false, UINT64_MAX, {}};
}

}  // namespace

Bytes op(Op what, std::uint8_t value) { return {static_cast<std::uint8_t>(what), value}; }

hooks::Config HookChain::config() {
    hooks::Config out;
    out.epoch_slots = 8;
    out.p0_min = 40'000;
    out.p0_max = 400'000;
    return out;
}

Pubkey HookChain::fresh(std::uint8_t tag, std::uint8_t i) {
    Pubkey key;
    key.bytes.fill(tag);
    key.bytes[0] = 1;
    key.bytes[31] = i;
    return key;
}
Pubkey HookChain::program(std::size_t i) { return fresh(0xB0, static_cast<std::uint8_t>(i)); }
Pubkey HookChain::state(std::size_t i) { return fresh(0xD0, static_cast<std::uint8_t>(i)); }

GenesisParams HookChain::genesis(const Options& options) {
    GenesisParams params;
    params.hooks = options.config;
    const auto elf = vm::test::build(sbpf::SbpfVersion::v3, program_text);
    for (std::size_t i = 0; i < options.programs; ++i) {
        params.programs.push_back({program(i), elf, keypair(0x0E).pubkey});
        params.accounts.emplace_back(state(i), Account{Lamports{10'000'000}, program(i), false,
                                                       UINT64_MAX, AccountData::from(Bytes(8))});
    }
    for (const auto i : {std::uint8_t{1}, std::uint8_t{2}})
        params.accounts.emplace_back(fresh(0x99, i), wallet(1'000'000));
    params.accounts.emplace_back(keypair(0x0E).pubkey, wallet(1'000'000'000));
    params.accounts.emplace_back(keypair(0x0F).pubkey, wallet(100'000'000'000));
    return params;
}

HookChain::HookChain(Options options)
    : chain(options.seed, genesis(options)),
      owner(keypair(0x0E)),
      fee_payer(keypair(0x0F)),
      options_(std::move(options)) {
    const auto account = bank().accounts().get(hooks::config_address().address).account;
    hooks_ = *hooks::Config::decode(account->data.to_bytes());
    chain.open();
}

void HookChain::next_slot(std::uint64_t by) {
    chain.close();
    bank().skip_to(Slot{bank().position().slot.value + by - 1});
    chain.open();
}

void HookChain::next_epoch() {
    const auto slots = options_.config.epoch_slots;
    next_slot(slots - bank().position().slot.value % slots);
}

Instruction HookChain::call(std::size_t i, Op what, std::uint8_t value) const {
    return {program(i), {{state(i), false, true}, {fresh(0x99, 1), false, true}}, op(what, value)};
}

AppliedEntry HookChain::run(const std::vector<Instruction>& instructions,
                            const std::vector<crypto::Keypair>& signers) {
    // Equal calls are one message: a new blockhash would need a new slot, a data byte does not.
    auto unique = instructions;
    unique.push_back({ids::compute_budget, {}, {3}});
    for (std::size_t i = 0; i < 8; ++i)
        unique.back().data.push_back(static_cast<std::uint8_t>(nonce_ >> 8 * i));
    ++nonce_;
    return chain.run(chain.transaction(unique, signers));
}

Pubkey HookChain::register_hook(const HookOptions& options) {
    const auto nonce = nonce_++;
    const auto payer = options.payer.value_or(fee_payer);
    const Instruction runs{program(options.runs),
                           {{state(options.runs), false, true}, {fresh(0x99, 2), false, true}},
                           op(options.what, options.value)};
    const hooks::RegisterHook params{
        .authority = authority().pubkey,
        .fee_payer = payer.pubkey,
        .nonce = nonce,
        .target = program(options.target),
        .every_call = options.every_call,
        .cu_limit = options.cu_limit,
        .max_per_slot = options.max_per_slot,
        .filter = options.filter,
        .body = options.body.value_or(hooks::Body::from(std::span(&runs, 1)))};
    const auto applied = run({hooks::register_hook(params)}, {payer});
    INFO(tx::display(applied.outcome.error.value_or(tx::TransactionError{})));
    REQUIRE(applied.outcome.ok());
    return hooks::hook_address(authority().pubkey, nonce).address;
}

void HookChain::bid(const Pubkey& key, std::uint64_t limit) {
    const auto registered = hook(key);
    const auto applied = run({hooks::place_bid({.authority = authority().pubkey,
                                                .fee_payer = registered.fee_payer,
                                                .hook = key,
                                                .target = registered.target,
                                                .epoch = epoch() + 1,
                                                .limit = limit})},
                             {registered.fee_payer == fee_payer.pubkey ? fee_payer : owner});
    INFO(tx::display(applied.outcome.error.value_or(tx::TransactionError{})));
    REQUIRE(applied.outcome.ok());
}

Pubkey HookChain::seat(std::uint64_t limit, const HookOptions& options) {
    const auto key = register_hook(options);
    bid(key, limit);
    return key;
}

hooks::Hook HookChain::hook(const Pubkey& key) { return *hooks::Hook::decode(data(key)); }

hooks::Auction HookChain::auction(std::size_t target, std::uint64_t of_epoch) {
    return *hooks::Auction::decode(data(hooks::auction_address(program(target), of_epoch).address));
}

Bytes HookChain::data(const Pubkey& key) {
    const auto account = bank().accounts().get(key).account;
    return account ? account->data.to_bytes() : Bytes{};
}

std::uint64_t HookChain::money() {
    std::uint64_t sum = bank().position().slot_fees;
    for (const auto& credit : bank().position().slot_credits) sum += credit.lamports.value;
    bank().accounts().for_each(*bank().accounts().pin(),
                               [&](const Pubkey&, const svm::VersionedAccount& account) {
                                   if (account.account) sum += account.account->lamports.value;
                               });
    return sum;
}

}  // namespace orrery::bank::testing
