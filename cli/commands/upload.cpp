#include "cli/commands/upload.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "sdk/codec/base58.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/rpc/http_transport.hpp"
#include "sdk/tx/builder.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/signing.hpp"
#include "sdk/tx/transaction.hpp"

namespace orrery::cli {
namespace {

constexpr std::size_t connections = 3;
constexpr int max_rounds = 5;
// What Solana's nodes take in one body (50 KiB), and in one getSignatureStatuses.
constexpr std::size_t max_batch = 24;
constexpr std::size_t max_statuses = 256;
using Clock = std::chrono::steady_clock;
constexpr Clock::duration shortest_pause = std::chrono::milliseconds(1);
constexpr Clock::duration longest_pause = std::chrono::milliseconds(500);

// One write: where, and the transaction that carries it now.
struct Piece {
    std::size_t offset = 0;
    std::size_t length = 0;
    Bytes wire{};
    Txid id{};
    bool sent = false;  ///< the chain took it in this round
};

struct Writer {
    const crypto::Keypair& payer;
    const crypto::Keypair& authority;
    Pubkey buffer;

    Outcome<Bytes> sign(std::size_t offset, ByteSpan bytes, const Hash& blockhash) const {
        const Instruction instructions[] = {
            tx::loader_v3::write({.buffer = buffer,
                                  .authority = authority.pubkey,
                                  .offset = static_cast<std::uint32_t>(offset),
                                  .bytes = bytes})};
        std::vector<const crypto::Keypair*> signers{&payer};
        if (authority.pubkey != payer.pubkey) signers.push_back(&authority);
        auto wire = tx::build_signed({.payer = payer.pubkey,
                                      .lifetime = blockhash,
                                      .instructions = instructions,
                                      .tables = {}},
                                     signers);
        if (!wire) return failed(wire.error().what);
        return std::move(*wire);
    }

    // Bytes that one transaction takes: what is left of its size beside a write of nothing, whose
    // length prefixes grow by a byte.
    Outcome<std::size_t> room() const {
        TRY(const auto empty, sign(0, {}, Hash{}));
        return tx::max_transaction_size - empty.size() - 1;
    }
};

// The pieces of `content` that differ from what is there.
std::vector<Piece> cut(ByteSpan content, ByteSpan held, std::size_t room) {
    std::vector<Piece> out;
    for (std::size_t at = 0; at < content.size(); at += room) {
        const auto length = std::min(room, content.size() - at);
        const auto now = held.subspan(at, length);
        if (std::equal(now.begin(), now.end(), content.begin() + static_cast<std::ptrdiff_t>(at)))
            continue;
        out.push_back({.offset = at, .length = length});
    }
    return out;
}

std::string send_request(std::span<const Piece> pieces) {
    json::Writer out;
    if (pieces.size() > 1) out.begin_array();
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        out.begin_object()
            .field("jsonrpc", "2.0")
            .field("id", i)
            .field("method", "sendTransaction");
        out.key("params").begin_array().base64(pieces[i].wire).begin_object();
        out.field("encoding", "base64").field("skipPreflight", true).end_object();
        out.end_array().end_object();
    }
    if (pieces.size() > 1) out.end_array();
    return out.take();
}

/// One round: all pieces that are left, under one blockhash, over several connections.
class Round {
  public:
    Round(const UploadParams& params, const Hash& blockhash, std::span<Piece> pieces,
          std::size_t batch, std::size_t total)
        : params_(params),
          blockhash_(blockhash),
          pieces_(pieces),
          batch_(batch),
          total_(total),
          done_(total - pieces.size()) {}

    // Signs and sends. What a busy chain refuses is left for the next round. Error: the client's.
    Outcome<void> run() {
        std::vector<std::thread> threads;
        const auto batches = (pieces_.size() + batch_ - 1) / batch_;
        const auto count = std::min(connections, batches);
        threads.reserve(count);
        for (std::size_t i = 0; i < count; ++i) threads.emplace_back([this] { work(); });
        for (auto& thread : threads) thread.join();
        if (failure_) return fail(std::move(*failure_));
        return {};
    }

    /// What the chain said of a piece that it didn't take; empty if it took all.
    const std::string& refusal() const { return refusal_; }

  private:
    void work() {
        client::HttpTransport http(params_.session.url(), client::ClientOptions{}.timeout);
        for (auto at = next_.fetch_add(batch_); at < pieces_.size(); at = next_.fetch_add(batch_)) {
            const auto batch = pieces_.subspan(at, std::min(batch_, pieces_.size() - at));
            if (auto done = send_batch(http, batch); !done) {
                const std::lock_guard lock(mutex_);
                failure_ = std::move(done.error());
                next_ = pieces_.size();
            } else {
                show(batch.size());
            }
        }
    }

    Outcome<void> send_batch(client::HttpTransport& http, std::span<Piece> batch) {
        const Writer writer{params_.payer, params_.authority, params_.buffer};
        for (auto& piece : batch) {
            const auto bytes = params_.content.subspan(piece.offset, piece.length);
            TRY(piece.wire, writer.sign(piece.offset, bytes, blockhash_));
            piece.id = Txid::from(ByteSpan(piece.wire).subspan(1));
            piece.sent = false;
        }
        const auto answer = http.post(send_request(batch));
        if (!answer) {
            // Refused as a whole, by a node that takes no batches for one.
            if (answer.error().kind != client::ErrorKind::bad_response)
                return fail(params_.session.explain(answer.error()));
            refuse(answer.error().message);
            return {};
        }
        const auto document = json::Document::parse(*answer);
        if (!document) return failed("the answer to sendTransaction isn't JSON");
        const auto root = document->root();
        if (root.is_object()) mark(batch, root);
        for (std::size_t i = 0; i < root.size() && root.is_array(); ++i) mark(batch, root.at(i));
        return {};
    }

    void mark(std::span<Piece> batch, json::View answer) {
        const auto index = answer["id"].u64();
        if (index && *index < batch.size() && answer["result"].is_string())
            batch[static_cast<std::size_t>(*index)].sent = true;
        else
            refuse(answer["error"]["message"].string().value_or("no reason"));
    }

    void show(std::size_t more) {
        const std::lock_guard lock(mutex_);
        params_.progress(done_ += more, total_);
    }

    void refuse(std::string_view why) {
        const std::lock_guard lock(mutex_);
        refusal_ = why;
    }

    const UploadParams& params_;
    const Hash& blockhash_;
    std::span<Piece> pieces_;
    std::size_t batch_;
    std::size_t total_;
    std::atomic<std::size_t> next_{0};
    std::mutex mutex_;
    std::size_t done_;                // protected by mutex_
    std::optional<Failure> failure_;  // protected by mutex_
    std::string refusal_;             // protected by mutex_
};

// Takes those that are confirmed out of `pieces`. Error: one that failed.
Outcome<void> remove_confirmed(Remote& remote, std::vector<Piece>& pieces) {
    std::vector<Piece> left;
    for (std::size_t at = 0; at < pieces.size(); at += max_statuses) {
        const auto count = std::min(max_statuses, pieces.size() - at);
        std::vector<Txid> ids;
        for (std::size_t i = at; i < at + count; ++i) ids.push_back(pieces[i].id);
        TRY(const auto statuses, remote.ok(remote.client.signature_statuses(ids)));
        for (std::size_t i = 0; i < count; ++i) {
            const auto& status = statuses[i];
            if (status && status->error)
                return failed("writing at byte " + std::to_string(pieces[at + i].offset) +
                              " failed: " + tx::display(*status->error));
            if (!status || status->level < remote.session.commitment())
                left.push_back(std::move(pieces[at + i]));
        }
    }
    pieces = std::move(left);
    return {};
}

bool is_sent(const Piece& piece) { return piece.sent; }

// Until all that were sent are confirmed or their blockhash has ended.
Outcome<void> await(Remote& remote, std::vector<Piece>& pieces, std::uint64_t last_valid) {
    // A local chain confirms within milliseconds, a remote one takes its time: an eighth of what
    // was waited already is little more.
    for (const auto start = Clock::now();;) {
        CHECK_OK(remove_confirmed(remote, pieces));
        if (std::none_of(pieces.begin(), pieces.end(), is_sent)) return {};
        TRY(const auto height, remote.ok(remote.client.block_height()));
        if (height > last_valid) return {};
        const auto waited = Clock::now() - start;
        std::this_thread::sleep_for(std::clamp(waited / 8, shortest_pause, longest_pause));
    }
}

}  // namespace

Outcome<UploadCost> upload_cost(const crypto::Keypair& payer, const crypto::Keypair& authority,
                                ByteSpan content, ByteSpan held) {
    TRY(const auto room, (Writer{payer, authority, Pubkey{}}.room()));
    const auto count = cut(content, held, room).size();
    return UploadCost{count, payer.pubkey == authority.pubkey ? count : 2 * count};
}

Outcome<void> upload(const UploadParams& params) {
    TRY(const auto room, (Writer{params.payer, params.authority, params.buffer}.room()));
    auto pieces = cut(params.content, params.held, room);
    const auto total = pieces.size();
    Remote remote(params.session);
    std::string refusal;
    for (int i = 0; i < max_rounds && !pieces.empty(); ++i) {
        if (i > 0) std::this_thread::sleep_for(longest_pause);
        TRY(const auto latest, remote.ok(remote.client.latest_blockhash()));
        Round round(params, latest.blockhash, pieces, i == 0 ? max_batch : 1, total);
        CHECK_OK(round.run());
        refusal = round.refusal();
        CHECK_OK(await(remote, pieces, latest.last_valid_block_height));
    }
    if (pieces.empty()) return {};
    return failed(std::to_string(pieces.size()) + " of " + std::to_string(total) +
                  " writes were never confirmed" +
                  (refusal.empty() ? "; is the chain overloaded?" : ": " + refusal));
}

}  // namespace orrery::cli
