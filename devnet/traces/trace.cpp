#include "devnet/traces/trace.hpp"

#include "sdk/tx/loader_v3_state.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::traces {
namespace {

// The ELF that the chain has for a program now; empty when it has none.
Bytes elf_of(const Pubkey& program, const svm::AccountReader& accounts) {
    const auto account = accounts.get(program).account;
    if (!account) return {};
    if (account->owner != ids::loader_v3) return account->data.to_bytes();
    const auto state = tx::decode_loader_state(account->data.slice(0, tx::max_loader_state_size));
    const auto* const deployed = state ? std::get_if<tx::LoaderProgram>(&*state) : nullptr;
    const auto data = deployed ? accounts.get(deployed->programdata).account : nullptr;
    if (!data) return {};
    return data->data.slice(tx::LoaderProgramData::header_size, data->data.size());
}

/// Where a program's lines come from, or why they don't.
struct Source {
    DebugFiles::Found symbols;
    std::string note;
};

Source source_of(const svm::StoppedProgram& stopped, const svm::AccountReader& accounts,
                 const DebugFiles& files) {
    const auto fits = [&](const DebugFiles::Found& found) {
        return found && found->fingerprint() == stopped.fingerprint;
    };
    auto debug = files.find(stopped.program_id);
    if (fits(debug) && debug->has_lines()) return {std::move(debug), {}};
    auto own = files.of_program(stopped.program_id, stopped.fingerprint,
                                [&] { return elf_of(stopped.program_id, accounts); });
    if (fits(own) && own->has_lines()) return {std::move(own), {}};
    std::string note = debug && !fits(debug)
                           ? "the .debug is of another build than the one that ran"
                           : "no debug information; deploy with the .debug beside the .so";
    if (fits(debug)) return {std::move(debug), std::move(note)};
    return {fits(own) ? std::move(own) : nullptr, std::move(note)};
}

ProgramTrace resolve_program(const svm::StoppedProgram& stopped, const Source& source) {
    ProgramTrace out{stopped.program_id, source.note, {}};
    for (const auto pc : stopped.pcs) {
        auto places = source.symbols ? source.symbols->at(pc) : std::vector<symbols::SourceFrame>();
        if (places.empty()) places.emplace_back();
        for (auto& place : places) out.frames.push_back({pc, std::move(place)});
    }
    return out;
}

}  // namespace

Trace resolve(const svm::FaultTrace& fault, const svm::AccountReader& accounts,
              const DebugFiles& files) {
    Trace out;
    out.reserve(fault.programs.size());
    for (const auto& stopped : fault.programs)
        out.push_back(resolve_program(stopped, source_of(stopped, accounts, files)));
    return out;
}

}  // namespace orrery::traces
