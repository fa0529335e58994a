#include "tests/unit/devnet/bank/test_chain.hpp"

#include "devnet/svm/programs/builtins.hpp"
#include "devnet/svm/syscalls/table.hpp"
#include "sdk/tx/builder.hpp"
#include "sdk/tx/signing.hpp"

namespace orrery::bank {

BankConfig TestChain::config(std::uint8_t seed, GenesisParams params) {
    params.seed.fill(seed);
    params.unix_timestamp = 1'700'000'000;
    const auto table = programs::solana_builtins();
    for (const auto& b : table) params.builtins.emplace_back(b.id, std::string(b.name));
    return {.genesis = make_genesis(params),
            .builtins = table,
            .syscalls = syscalls::syscall_registry()};
}

TestChain::TestChain(std::uint8_t seed) : TestChain(seed, GenesisParams{}) {}

TestChain::TestChain(std::uint8_t seed, GenesisParams params)
    : bank_(std::make_unique<Bank>(config(seed, std::move(params)))), prev_(bank_->genesis_hash()) {
    payer_ = bank_->genesis().dev_account(0);
    identity_ = bank_->genesis().identity();
}

void TestChain::add(AppliedEntry applied) {
    if (!builder_)
        builder_.emplace(
            ShredBuilder::Place{bank_->genesis_hash(), prev_, bank_->position().slot, index_});
    builder_->add(applied);
}

void TestChain::open(std::int64_t unix_timestamp) {
    add(bank_->open_slot(bank_->next_open(unix_timestamp)));
}

void TestChain::seal() {
    if (!builder_) return;
    const bool last = builder_->ends_slot();
    shreds_.push_back(shred::seal(builder_->build(), identity_));
    prev_ = shreds_.back().hash;
    index_ = last ? 0 : index_ + 1;
    builder_.reset();
}

void TestChain::close() {
    add(bank_->close_slot());
    seal();
    bank_->complete_slot(prev_);
}

std::shared_ptr<const tx::Transaction> TestChain::transaction(
    const std::vector<Instruction>& instructions,
    const std::vector<crypto::Keypair>& signers) const {
    std::vector<const crypto::Keypair*> all{&payer_};
    for (const auto& signer : signers) all.push_back(&signer);
    const auto wire = tx::build_signed({.payer = payer_.pubkey,
                                        .lifetime = bank_->blockhashes().newest().hash,
                                        .instructions = instructions,
                                        .tables = {}},
                                       all);
    return std::make_shared<const tx::Transaction>(*tx::decode(*wire));
}

svm::TxOutcome TestChain::send(const std::vector<Instruction>& instructions,
                               const std::vector<crypto::Keypair>& signers) {
    return send(transaction(instructions, signers));
}

svm::TxOutcome TestChain::send(std::shared_ptr<const tx::Transaction> transaction) {
    return run(std::move(transaction)).outcome;
}

AppliedEntry TestChain::run(std::shared_ptr<const tx::Transaction> transaction) {
    auto applied = bank_->execute(std::move(transaction));
    if (applied.outcome.processed()) add(applied);
    return applied;
}

TestChain::Mark TestChain::mark() {
    return {bank_->snapshot(), builder_, prev_, index_, shreds_.size()};
}

void TestChain::revert(const Mark& mark) {
    bank_->revert(mark.bank);
    builder_ = mark.builder;
    prev_ = mark.prev;
    index_ = mark.index;
    shreds_.resize(mark.shreds);
}

std::uint64_t TestChain::lamports(const Pubkey& key) const {
    const auto account = bank_->accounts().get(key).account;
    return account ? account->lamports.value : 0;
}

}  // namespace orrery::bank
