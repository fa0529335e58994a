#pragma once

#include <filesystem>
#include <memory>
#include <span>

#include "devnet/sequencer/chain.hpp"

namespace orrery::bench {

/// A chain that begins now, where each of `funded` has 1,000 SOL. With a folder it keeps a ledger
/// there, without one it has none.
std::unique_ptr<sequencer::Chain> start_chain(std::span<const Pubkey> funded,
                                              const std::filesystem::path& ledger = {});

/// A folder under the system's for temporary files that goes with its owner.
class ScratchDir {
  public:
    ScratchDir();
    ScratchDir(const ScratchDir&) = delete;
    ScratchDir& operator=(const ScratchDir&) = delete;
    ~ScratchDir();
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace orrery::bench
