// Counts on the chain of ORRERY_URL, paid by the wallet in ORRERY_KEYPAIR, or by yours. The program
// is the one built last: build/client, in the project's folder.
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <string>
#include <vector>

#include "../../src/@identifier@.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/codec/writer.hpp"
#include "sdk/crypto/pda.hpp"
#include "sdk/rpc/client.hpp"
#include "sdk/tx/instructions/metas.hpp"
#include "sdk/tx/keypair_file.hpp"
#include "sdk/tx/signing.hpp"
#include "sdk/types/ids.hpp"

using namespace orrery;

std::string reason(const client::ClientError& error) { return error.message; }
std::string reason(const tx::KeypairFileError& error) { return error.what; }
std::string reason(const tx::BuildError& error) { return error.what; }

// What a call gave, or the end of this program with the reason why it gave nothing.
template <class T, class E>
T value_of(Result<T, E> result) {
    if (result) return *std::move(result);
    std::cerr << "error: " << reason(result.error()) << "\n";
    std::exit(1);
}

std::string setting(const char* name, const std::string& otherwise) {
    const char* given = std::getenv(name);
    return given ? given : otherwise;
}

void send(client::Client& chain, const crypto::Keypair& payer,
          const std::vector<Instruction>& instructions) {
    const auto latest = value_of(chain.latest_blockhash());
    const auto wire = value_of(tx::build_signed({.payer = payer.pubkey,
                                                 .lifetime = latest.blockhash,
                                                 .instructions = instructions,
                                                 .tables = {}},
                                                {&payer}));
    // Without the preflight a call that fails is stored, too, and can be looked at.
    const auto id = value_of(chain.send_transaction(wire, {.skip_preflight = true}));
    if (!value_of(chain.confirm(id, std::chrono::seconds(30))).error) return;
    std::cerr << "It failed. Where: orrery tx " << codec::to_string(id) << " --trace\n";
    std::exit(1);
}

int main() {
    client::Client chain(
        value_of(client::parse_url(setting("ORRERY_URL", "http://127.0.0.1:8899"))));
    const auto owner = value_of(tx::read_keypair_file(
        setting("ORRERY_KEYPAIR", setting("HOME", ".") + "/.config/solana/id.json")));
    const auto program =
        value_of(tx::read_keypair_file("target/deploy/@name@-keypair.json")).pubkey;
    const auto address =
        crypto::find_program_address({as_bytes("counter"), owner.pubkey.span()}, program)->address;

    std::vector<Instruction> instructions;
    if (!value_of(chain.account(address)))
        instructions.push_back({.program_id = program,
                                .accounts = {tx::writable_signer(owner.pubkey),
                                             tx::writable(address), tx::readonly(ids::system)},
                                .data = {std::uint8_t(counter::Instruction::Create)}});
    instructions.push_back(
        {.program_id = program,
         .accounts = {tx::writable_signer(owner.pubkey), tx::writable(address)},
         .data = codec::ByteWriter().u8(std::uint8_t(counter::Instruction::Add)).u64(2).take()});
    send(chain, owner, instructions);

    // The discriminator's 8 bytes, then the struct that the program wrote.
    const auto account = value_of(chain.account(address));
    counter::Counter state;
    if (!account || account->data.size() < 8 + sizeof state) {
        std::cerr << "error: there is no counter\n";
        return 1;
    }
    std::memcpy(&state, account->data.to_bytes().data() + 8, sizeof state);
    std::cout << "C++: the counter is at " << state.count << "\n";
}
