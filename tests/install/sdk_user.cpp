// Builds a transaction and sends it to nobody: what find_package(orrery COMPONENTS sdk) must allow.
#include <iostream>

#include "sdk/rpc/client.hpp"
#include "sdk/rpc/subscriber.hpp"
#include "sdk/sdk.hpp"

int main() {
    using namespace orrery;
    const auto payer = crypto::Keypair::from_seed(crypto::Seed({1}));
    const std::vector<Instruction> instructions{
        tx::system::transfer({payer.pubkey, ids::incinerator, Lamports{1}})};
    const auto wire = tx::build_signed(
        {.payer = payer.pubkey, .lifetime = {}, .instructions = instructions, .tables = {}},
        {&payer});
    if (!wire || !tx::verify_signatures(*tx::decode(*wire))) return 1;

    // Nobody listens on port 1.
    client::Client client(*client::parse_url("http://127.0.0.1:1"));
    const auto sent = client.send_transaction(*wire);
    if (sent) return 1;
    std::cout << codec::to_string(payer.pubkey) << ": " << sent.error().message << "\n";
}
