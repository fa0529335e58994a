#include "tests/unit/sdk/link/machine.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <ostream>

#include "devnet/svm/vm/interpreter.hpp"
#include "devnet/svm/vm/pool.hpp"

namespace orrery::link::test {
namespace {

using Word = std::uint64_t;

struct Host : vm::SyscallHost {
    std::vector<std::string> logs;
};

vm::SyscallOutcome log(vm::SyscallHost& host, vm::VmState& state, Word address, Word length, Word,
                       Word, Word) {
    const auto text = state.memory->load(address, length);
    if (!text) return {.status = vm::SyscallStatus::fault};
    static_cast<Host&>(host).logs.emplace_back(as_text(*text));
    return {};
}

vm::SyscallOutcome log_words(vm::SyscallHost& host, vm::VmState&, Word a, Word b, Word c, Word d,
                             Word e) {
    std::string line;
    for (const auto word : {a, b, c, d, e}) line += std::to_string(word) + " ";
    static_cast<Host&>(host).logs.push_back(std::move(line));
    return {};
}

vm::SyscallOutcome refuse(vm::SyscallHost&, vm::VmState&, Word, Word, Word, Word, Word) {
    return {.status = vm::SyscallStatus::fault};
}

constexpr vm::Syscall rows[] = {{sbpf::syscall::sol_log_, log},
                                {sbpf::syscall::sol_log_64_, log_words},
                                {sbpf::syscall::abort, refuse}};

}  // namespace

Bytes object(const std::string& name) {
    std::ifstream in(ORRERY_SOURCE_DIR "/tests/unit/sdk/link/objects/" + name + ".o",
                     std::ios::binary);
    const Bytes bytes{std::istreambuf_iterator<char>(in), {}};
    INFO(name);
    REQUIRE(!bytes.empty());
    return bytes;
}

Result<Linked, LinkErrors> link_objects(const std::vector<std::string>& names, LinkParams params) {
    std::vector<Bytes> contents;
    for (const auto& name : names) contents.push_back(object(name));
    std::vector<std::string> files;
    for (const auto& name : names) files.push_back(name + ".o");
    std::vector<ObjectFile> objects;
    for (std::size_t i = 0; i < names.size(); ++i) objects.push_back({files[i], contents[i]});
    params.objects = objects;
    return link(params);
}

std::string messages(const Result<Linked, LinkErrors>& linked) {
    if (linked) return "linked";
    std::string out;
    for (const auto& error : linked.error()) out += (out.empty() ? "" : "\n") + error.message();
    return out;
}

std::ostream& operator<<(std::ostream& out, const Run& run) {
    out << run.end << ", r0 " << run.result;
    for (const auto& line : run.logs) out << ", \"" << line << '"';
    return out;
}

Run execute(const Bytes& program, const std::vector<std::uint64_t>& words) {
    static const vm::SyscallRegistry syscalls(rows);
    const auto loaded = vm::Program::load(program, {.syscalls = syscalls, .strict_deploy = true});
    if (!loaded) return {loaded.error().message, 0, {}};
    vm::VmPool pool;
    auto state = pool.acquire({.program = *loaded, .meter = 10'000});
    Bytes input(words.size() * sizeof(Word));
    std::memcpy(input.data(), words.data(), input.size());
    state.memory->add_segment(std::move(input), true);
    Host host;
    const auto status = vm::run(state, host);
    const bool halted = status == vm::RunStatus::halt;
    return {halted ? "halt" : state.fault.display(), halted ? state.regs[0] : 0, host.logs};
}

}  // namespace orrery::link::test
