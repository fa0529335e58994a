#pragma once

#include <csetjmp>
#include <memory>
#include <sol/test.hpp>

namespace sol::test {

/// Thrown where a syscall has to end the call; syscall() catches it.
struct Stop {
    End end;
    uint64_t code;
    std::string message;
};

/// One running call: what the syscalls work on.
class Machine {
  public:
    explicit Machine(const CallParams& params);
    ~Machine();
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;

    /// Calls the entrypoint and comes back however the call ends.
    void run(Entrypoint program);
    /// What came of it, with the accounts as the program left them.
    Outcome take_outcome();

    /// Ends the call, which a Stop asks for. Nothing of the program's is destroyed, as on a chain;
    /// the caller has nothing left to be destroyed. Throws where no call is running.
    [[noreturn]] void leave();

    void invoke(const SolInstruction& instruction, std::span<const SolAccountInfo> infos,
                std::span<const SolSignerSeeds> signers);

    Outcome outcome;
    Environment environment;
    Pubkey program_id;
    Pubkey return_program{};  ///< whose return data it is
    std::vector<uint64_t> heap = std::vector<uint64_t>(4096);

  private:
    AccountRecord* record_of(const Pubkey& key) const;
    Cpi describe(const SolInstruction& instruction, std::span<const SolAccountInfo> infos,
                 std::span<const SolSignerSeeds> signers);
    void check_changes();
    void write_back(const Cpi& cpi);

    std::vector<TestAccount> before_;      ///< each account once: what a change is measured against
    std::vector<AccountRecord*> records_;  ///< of before_
    std::vector<uint64_t> lengths_;        ///< of their data when the call began
    std::vector<size_t> listed_;           ///< for each listed account its place in before_
    std::unique_ptr<uint8_t[]> input_;  ///< of exactly the input's size, so that ASan sees its end
    Machine* outer_;
    std::jmp_buf exit_;
};

/// The running call, or one that lasts as long as the thread: functions of a program may be tested
/// without a call.
Machine& machine();

/// The work of a syscall: what it throws to end the call becomes a jump out of the program, once
/// nothing is left on this side to be destroyed.
template <class Work>
auto syscall(Work work) {
    try {
        return work(machine());
    } catch (const Stop& stop) {
        auto& outcome = machine().outcome;
        outcome.end = stop.end;
        outcome.code = stop.code;
        outcome.message = stop.message;
    }
    machine().leave();
}

/// What the runtime would refuse in these changes, or nothing.
std::string refusal(const Pubkey& program, const TestAccount& before, const TestAccount& after);

}  // namespace sol::test
