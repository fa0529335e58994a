#include "cli/commands/upload.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include "sdk/codec/base58.hpp"
#include "sdk/tx/builder.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/signing.hpp"
#include "sdk/tx/transaction.hpp"

namespace orrery::cli {
namespace {

using client::Client;
using client::ClientError;
using client::ClientResult;

constexpr std::size_t connections = 4;
constexpr int max_rounds = 5;
constexpr std::size_t max_statuses = 256;  // of one getSignatureStatuses
constexpr std::chrono::milliseconds poll_pause{20};

// One write: where, and the transaction that carries it now.
struct Piece {
    std::size_t offset = 0;
    std::size_t length = 0;
    Bytes wire;
    Txid id;
};

Outcome<Bytes> sign(const UploadParams& params, const Piece& piece, const Hash& blockhash) {
    const Instruction instructions[] = {
        tx::loader_v3::write({.buffer = params.buffer,
                              .authority = params.authority.pubkey,
                              .offset = static_cast<std::uint32_t>(piece.offset),
                              .bytes = params.elf.subspan(piece.offset, piece.length)})};
    std::vector<const crypto::Keypair*> signers{&params.payer};
    if (params.authority.pubkey != params.payer.pubkey) signers.push_back(&params.authority);
    auto wire = tx::build_signed({.payer = params.payer.pubkey,
                                  .lifetime = blockhash,
                                  .instructions = instructions,
                                  .tables = {}},
                                 signers);
    if (!wire) return failed(wire.error().what);
    return std::move(*wire);
}

// Bytes that one transaction takes: what is left of its size beside a write of nothing, whose
// length prefixes may grow by a byte.
Outcome<std::size_t> piece_size(const UploadParams& params) {
    TRY(const auto empty, sign(params, {}, Hash{}));
    return tx::max_transaction_size - empty.size() - 1;
}

std::vector<Piece> cut(std::size_t size, std::size_t piece) {
    std::vector<Piece> out;
    for (std::size_t at = 0; at < size; at += piece)
        out.push_back({at, std::min(piece, size - at), {}, {}});
    return out;
}

Outcome<void> sign_all(const UploadParams& params, std::vector<Piece>& pieces,
                       const Hash& blockhash) {
    for (auto& piece : pieces) {
        TRY(piece.wire, sign(params, piece, blockhash));
        piece.id = Txid::from(ByteSpan(piece.wire).subspan(1));
    }
    return {};
}

// Sends all, over several connections; what a busy chain refuses is left for the next round.
ClientResult<void> send_all(const Session& session, const std::vector<Piece>& pieces) {
    std::atomic<std::size_t> next{0};
    std::vector<ClientResult<void>> results(std::min(connections, pieces.size()));
    std::vector<std::thread> threads;
    for (auto& result : results)
        threads.emplace_back([&] {
            auto client = session.client();
            for (std::size_t i = next++; i < pieces.size(); i = next++) {
                const auto sent = client.send_transaction(pieces[i].wire, {.skip_preflight = true});
                if (sent || sent.error().kind == client::ErrorKind::refused) continue;
                result = fail(sent.error());
                return;
            }
        });
    for (auto& thread : threads) thread.join();
    for (auto& result : results) CHECK_OK(result);
    return {};
}

// Takes those that are confirmed out of `pieces`. Error: one that failed.
Outcome<void> remove_confirmed(const Session& session, Client& client, std::vector<Piece>& pieces) {
    std::vector<Piece> left;
    for (std::size_t at = 0; at < pieces.size(); at += max_statuses) {
        const auto count = std::min(max_statuses, pieces.size() - at);
        std::vector<Txid> ids;
        for (std::size_t i = at; i < at + count; ++i) ids.push_back(pieces[i].id);
        const auto statuses = client.signature_statuses(ids);
        if (!statuses) return fail(session.explain(statuses.error()));
        for (std::size_t i = 0; i < count; ++i) {
            const auto& status = (*statuses)[i];
            if (status && status->error)
                return failed("writing at byte " + std::to_string(pieces[at + i].offset) +
                              " failed: " + tx::display(*status->error));
            if (!status || status->level < session.commitment())
                left.push_back(std::move(pieces[at + i]));
        }
    }
    pieces = std::move(left);
    return {};
}

// Until all are confirmed or their blockhash has ended.
Outcome<void> await(const UploadParams& params, Client& client, std::vector<Piece>& pieces,
                    std::uint64_t last_valid, std::size_t total) {
    for (;;) {
        CHECK_OK(remove_confirmed(params.session, client, pieces));
        params.progress(total - pieces.size(), total);
        if (pieces.empty()) return {};
        const auto height = client.block_height();
        if (!height) return fail(params.session.explain(height.error()));
        if (*height > last_valid) return {};
        std::this_thread::sleep_for(poll_pause);
    }
}

}  // namespace

Outcome<std::size_t> upload_transactions(const crypto::Keypair& payer,
                                         const crypto::Keypair& authority, std::size_t elf_size) {
    const Instruction write[] = {tx::loader_v3::write(
        {.buffer = Pubkey{}, .authority = authority.pubkey, .offset = 0, .bytes = {}})};
    std::vector<const crypto::Keypair*> signers{&payer};
    if (authority.pubkey != payer.pubkey) signers.push_back(&authority);
    const auto wire = tx::build_signed(
        {.payer = payer.pubkey, .lifetime = Hash{}, .instructions = write, .tables = {}}, signers);
    if (!wire) return failed(wire.error().what);
    const auto piece = tx::max_transaction_size - wire->size() - 1;
    return (elf_size + piece - 1) / piece;
}

Outcome<void> upload(const UploadParams& params) {
    TRY(const auto piece, piece_size(params));
    auto pieces = cut(params.elf.size(), piece);
    const auto total = pieces.size();
    auto client = params.session.client();
    for (int round = 0; round < max_rounds && !pieces.empty(); ++round) {
        const auto latest = client.latest_blockhash();
        if (!latest) return fail(params.session.explain(latest.error()));
        CHECK_OK(sign_all(params, pieces, latest->blockhash));
        if (const auto sent = send_all(params.session, pieces); !sent)
            return fail(params.session.explain(sent.error()));
        CHECK_OK(await(params, client, pieces, latest->last_valid_block_height, total));
    }
    if (pieces.empty()) return {};
    return failed(std::to_string(pieces.size()) + " of " + std::to_string(total) +
                  " writes were never confirmed; is the chain overloaded? Try again");
}

}  // namespace orrery::cli
