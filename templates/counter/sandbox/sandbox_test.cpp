// The built program on a chain of its own: deployed as on a real one, called, looked at.
#include "devnet/sandbox/sandbox.hpp"

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "../src/@identifier@.hpp"
#include "sdk/codec/writer.hpp"
#include "sdk/crypto/pda.hpp"
#include "sdk/tx/instructions/metas.hpp"

using namespace orrery;
using counter::CounterError;

// Any test framework will do: a report is true when all went as expected, and prints why not.
void require(const Report& report) {
    if (report) return;
    std::cerr << report << "\n";
    std::exit(1);
}

Pubkey counter_of(const Pubkey& owner, const Pubkey& program) {
    return crypto::find_program_address({as_bytes("counter"), owner.span()}, program)->address;
}

Instruction create(const Pubkey& owner, const Pubkey& program) {
    return {.program_id = program,
            .accounts = {tx::writable_signer(owner), tx::writable(counter_of(owner, program)),
                         tx::readonly(ids::system)},
            .data = {std::uint8_t(counter::Instruction::Create)}};
}

Instruction add(const Pubkey& owner, const Pubkey& program, std::uint64_t amount) {
    return {
        .program_id = program,
        .accounts = {tx::writable_signer(owner), tx::writable(counter_of(owner, program))},
        .data = codec::ByteWriter().u8(std::uint8_t(counter::Instruction::Add)).u64(amount).take()};
}

int main(int argc, char** argv) {
    if (argc != 2) return std::cerr << "usage: sandbox_test PROGRAM.so\n", 2;
    Sandbox chain;
    const auto program = chain.deploy(std::filesystem::path(argv[1]));
    if (!program) return std::cerr << program.error().what << "\n", 1;
    const auto ada = chain.new_wallet();
    const auto mallory = chain.new_wallet();

    require(expect_ok(chain.send(create(ada.pubkey, *program), {&ada})));
    const auto added = chain.send(add(ada.pubkey, *program, 42), {&ada});
    require(expect_ok(added));
    std::cout << "An addition takes " << added.compute_units << " compute units\n";

    // The account's bytes: the discriminator's 8, then the struct that the program wrote.
    const auto state = chain.read<counter::Counter>(counter_of(ada.pubkey, *program), 8);
    if (!state || state->count != 42) return std::cerr << "the counter isn't at 42\n", 1;

    auto theft = add(ada.pubkey, *program, 1);
    theft.accounts[0] = tx::writable_signer(mallory.pubkey);
    require(
        expect_custom_error(chain.send(theft, {&mallory}), std::uint32_t(CounterError::NotYours)));
}
