#include "cli/commands/banner.hpp"

#include <unistd.h>

#include <filesystem>

#include "cli/commands/version_text.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/json/writer.hpp"

namespace orrery::cli {
namespace {

using sequencer::BlockMode;

// All ten would push the rest off a small screen.
constexpr std::size_t shown_keys = 3;
constexpr std::uint16_t default_port = 8899;

std::string blocks(const node::NodeInfo& info) {
    switch (info.block_mode) {
        case BlockMode::interval:
            return "every " + std::to_string(info.slot_time.count()) + " ms";
        case BlockMode::automatic:
            return "one per transaction";
        case BlockMode::manual:
            return "by hand";
    }
    return "";
}

std::string ledger(const node::NodeInfo& info) {
    if (info.ephemeral) return "temporary: it goes when the chain stops";
    return info.ledger.string() + (info.new_chain ? " (a new chain)" : " (resumed)");
}

std::string keys(const node::NodeInfo& info, const Output& out) {
    std::string text = "\n" + out.styled(Style::bold, "Key pairs with 10,000 SOL each") +
                       "  everybody knows them: never use them on a real chain\n";
    for (std::size_t i = 0; i < std::min(shown_keys, info.dev_keys.size()); ++i)
        text += "  " + codec::to_string(info.dev_keys[i].keypair.pubkey) + "  " +
                info.dev_keys[i].file.string() + "\n";
    if (info.dev_keys.size() > shown_keys)
        text += "  and " + std::to_string(info.dev_keys.size() - shown_keys) + " more in " +
                info.dev_keys[0].file.parent_path().string() + "\n";
    return text;
}

// Programs may run elsewhere.
std::string absolute_text(const std::filesystem::path& path) {
    std::error_code ec;
    const auto out = std::filesystem::absolute(path, ec);
    return ec ? path.string() : out.string();
}

// A command that works as it stands, in another terminal.
std::string next_command(const node::NodeInfo& info, const Session& session) {
    std::error_code ec;
    const bool has_key = std::filesystem::exists(session.keypair_path(), ec);
    const auto url = info.port == default_port ? "" : " --url " + info.rpc_url;
    return (has_key ? "" : "orrery keygen && ") + std::string("orrery airdrop 5") + url;
}

}  // namespace

std::string banner(const node::NodeInfo& info, const Session& session) {
    const auto& out = session.out();
    std::string text = out.styled(Style::bold, "Orrery " + std::string(version)) +
                       "  a Solayer chain on your desk\n\n";
    text += table({{"RPC", info.rpc_url},
                   {"WebSocket", info.ws_url},
                   {"Genesis hash", codec::to_string(info.genesis_hash)},
                   {"Identity", codec::to_string(info.identity)},
                   {"Slots", blocks(info)},
                   {"Ledger", ledger(info)}});
    text += keys(info, out);
    text +=
        "\nNext, in another terminal:  " + out.styled(Style::bold, next_command(info, session)) +
        "\n";
    text += "Solana's own tools:         solana config set --url " + info.rpc_url + "\n";
    return text;
}

std::string ready_json(const node::NodeInfo& info) {
    json::Writer json;
    json.begin_object().field("version", version).field("pid", static_cast<int>(::getpid()));
    json.field("rpcUrl", info.rpc_url).field("wsUrl", info.ws_url);
    json.field("port", info.port).field("wsPort", info.ws_port);
    json.field("genesisHash", info.genesis_hash).field("identity", info.identity);
    json.field("faucet", info.faucet).field("ledger", absolute_text(info.ledger));
    json.field("newChain", info.new_chain).field("ephemeral", info.ephemeral);
    json.field("blockMode", node::name(info.block_mode));
    json.field("slotTimeMs", info.slot_time.count());
    json.key("devKeypairs").begin_array();
    for (const auto& key : info.dev_keys) {
        json.begin_object()
            .field("pubkey", key.keypair.pubkey)
            .field("file", absolute_text(key.file));
        json.key("secretKey").begin_array();
        for (const auto byte : key.keypair.to_bytes()) json.value(byte);
        json.end_array().end_object();
    }
    return json.end_array().end_object().take();
}

}  // namespace orrery::cli
