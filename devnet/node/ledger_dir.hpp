#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "devnet/node/chain_genesis.hpp"
#include "devnet/node/config.hpp"
#include "devnet/node/error.hpp"
#include "devnet/store/ledger.hpp"

namespace orrery::node {

/// A folder that goes, with all it holds, when its owner does.
class TemporaryDir {
  public:
    TemporaryDir() = default;
    static NodeResult<TemporaryDir> make();
    TemporaryDir(TemporaryDir&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    TemporaryDir& operator=(TemporaryDir&& other) noexcept {
        std::swap(path_, other.path_);
        return *this;
    }
    ~TemporaryDir();

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// An open ledger and the genesis it holds.
struct OpenLedger {
    std::unique_ptr<store::Ledger> ledger;
    ChainGenesis genesis;
    bool created = false;
};

/// Opens the ledger in `dir`, or makes one. Errors: the store's (ledger); genesis settings on a
/// ledger that has its genesis (usage); what make_genesis refuses.
NodeResult<OpenLedger> open_ledger(const NodeConfig& config, const std::filesystem::path& dir);

/// The store's error with its exit code.
NodeError ledger_error(const store::StoreError& error);

/// Writes the dev accounts' key files beside the ledger, where they are missing. Gives their paths.
NodeResult<std::vector<std::filesystem::path>> write_dev_keys(const bank::Genesis& genesis,
                                                              const std::filesystem::path& dir);

}  // namespace orrery::node
