#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

#include "sdk/symbols/symbols.hpp"
#include "sdk/types/key.hpp"

namespace orrery::traces {

/// The debug information of a chain's programs: files named after them in a folder, so that a
/// restart finds them again. Any thread.
class DebugFiles {
  public:
    using Found = std::shared_ptr<const symbols::Symbols>;

    /// The folder is made when the first file is stored. An empty path stores nothing.
    explicit DebugFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Keeps a program's ELF file with DWARF, or with symbols, in place of an earlier one. Error:
    /// why it is no use, or can't be stored.
    Result<void, std::string> set(const Pubkey& program, Bytes elf);
    /// A program's; null when there is none that can be read.
    Found find(const Pubkey& program) const;
    /// Forgets all of them.
    void clear();

    /// The symbols of a program's own ELF, read again only when it has changed. `elf` is called
    /// for the bytes; null when they can't be read.
    template <class Elf>
    Found of_program(const Pubkey& program, std::uint64_t fingerprint, Elf&& elf) const {
        if (auto known = cached(own_, program); known && known->fingerprint() == fingerprint)
            return known;
        return keep(own_, program, elf());
    }

  private:
    using Cache = boost::unordered_flat_map<Pubkey, Found, KeyHasher>;

    std::filesystem::path file_of(const Pubkey& program) const;
    Found cached(const Cache& cache, const Pubkey& program) const;
    Found keep(Cache& cache, const Pubkey& program, Bytes elf) const;

    std::filesystem::path folder_;
    mutable std::mutex mutex_;  ///< of the caches
    mutable Cache set_;
    mutable Cache own_;
};

}  // namespace orrery::traces
