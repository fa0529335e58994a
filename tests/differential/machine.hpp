#pragma once

#include <functional>
#include <string>
#include <unordered_map>

#include "devnet/svm/runtime/execute.hpp"
#include "tests/differential/case.hpp"

namespace orrery::differential {

/// Our runtime as the cases need it: programs of the base are compiled once.
class Machine {
  public:
    Machine();

    using Execute = std::function<svm::TxOutcome(const runtime::ExecuteParams&)>;

    /// Executes the case's transaction, by `execute`. Throws when its bytes don't decode or its
    /// signatures are wrong: the generator's fault, or the decoder's.
    Answer run(const Case& c, const AccountMap& base, const Execute& execute = runtime::execute);

  private:
    class Programs final : public invoke::ProgramSource {
      public:
        Result<std::shared_ptr<const vm::Program>, vm::LoadError> load(
            const Pubkey& key, const AccountRef& account, std::size_t elf_offset) const override;

      private:
        using Loaded = Result<std::shared_ptr<const vm::Program>, vm::LoadError>;
        mutable std::unordered_map<AccountRef, Loaded> loaded_;
    };

    Programs programs_;
    vm::VmPool pool_;
};

}  // namespace orrery::differential
