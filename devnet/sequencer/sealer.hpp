#pragma once

#include <optional>

#include "devnet/sequencer/pipeline.hpp"
#include "devnet/sequencer/work_queue.hpp"
#include "sdk/crypto/ed25519.hpp"

namespace orrery::sequencer {

/// The seal thread: collects groups into a shred for as long as more wait, then hashes and signs
/// it. So a lone transaction is sealed at once and a burst fills shreds (natural batching).
class Sealer {
  public:
    Sealer(WorkQueue<Group>& in, WorkQueue<Sealed>& out, crypto::Keypair sequencer,
           const Hash& genesis_hash, const SealPlace& start)
        : in_(in),
          out_(out),
          sequencer_(std::move(sequencer)),
          genesis_hash_(genesis_hash),
          place_(start) {}

    /// Until the queue is closed and empty.
    void run();
    /// What the next shred follows. Only while nothing is being sealed.
    SealPlace place() const { return place_; }

  private:
    void take(Group group);
    void add(Group group);
    void seal();
    bool has_room_for(const Group& group) const;

    WorkQueue<Group>& in_;
    WorkQueue<Sealed>& out_;
    crypto::Keypair sequencer_;
    Hash genesis_hash_;
    SealPlace place_;
    std::optional<bank::ShredBuilder> builder_;
    std::size_t bytes_ = 0;          ///< of builder_'s groups
    Sealed pending_;                 ///< of builder_
    std::optional<Sealed> closing_;  ///< a slot's last shred, until the state behind it is known
    std::shared_ptr<std::promise<Hash>> closed_;
    std::chrono::steady_clock::time_point begun_;
};

}  // namespace orrery::sequencer
