// Greets on the chain of ORRERY_URL, paid by the wallet in ORRERY_KEYPAIR, or by yours. The program
// is the one built last: build/client NAME, in the project's folder.
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "sdk/codec/base58.hpp"
#include "sdk/rpc/client.hpp"
#include "sdk/tx/keypair_file.hpp"
#include "sdk/tx/signing.hpp"

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

int main(int argc, char** argv) {
    const std::string_view name = argc > 1 ? argv[1] : "C++";
    client::Client chain(
        value_of(client::parse_url(setting("ORRERY_URL", "http://127.0.0.1:8899"))));
    const auto payer = value_of(tx::read_keypair_file(
        setting("ORRERY_KEYPAIR", setting("HOME", ".") + "/.config/solana/id.json")));
    const auto program =
        value_of(tx::read_keypair_file("target/deploy/@name@-keypair.json")).pubkey;

    const Instruction instructions[] = {
        {.program_id = program, .accounts = {}, .data = {name.begin(), name.end()}}};
    const auto wire =
        value_of(tx::build_signed({.payer = payer.pubkey,
                                   .lifetime = value_of(chain.latest_blockhash()).blockhash,
                                   .instructions = instructions,
                                   .tables = {}},
                                  {&payer}));
    // Without the preflight a call that fails is stored, too, and can be looked at.
    const auto id = value_of(chain.send_transaction(wire, {.skip_preflight = true}));
    const auto status = value_of(chain.confirm(id, std::chrono::seconds(30)));

    const auto answer = value_of(chain.transaction(id, json::TransactionEncoding::json));
    std::cout << "C++: transaction " << codec::to_string(id) << "\n";
    const auto logs = answer.result()["meta"]["logMessages"];
    for (std::size_t i = 0; i < logs.size(); ++i) std::cout << "  " << *logs.at(i).string() << "\n";
    if (!status.error) return 0;
    std::cerr << "It failed. Where: orrery tx " << codec::to_string(id) << " --trace\n";
    return 1;
}
