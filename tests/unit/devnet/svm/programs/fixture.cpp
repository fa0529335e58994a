#include "fixture.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

namespace orrery::programs::testing {
namespace {

class NoPrograms : public invoke::ProgramSource {
  public:
    Result<std::shared_ptr<const vm::Program>, vm::LoadError> load(const Pubkey&, const AccountRef&,
                                                                   std::size_t) const override {
        return fail(vm::LoadError{"no programs here"});
    }
};

svm::VersionedAccount sysvar(Bytes data) {
    return {1, std::make_shared<const Account>(account(1, ids::sysvar_owner, std::move(data)))};
}

/// A transaction's accounts: each key once, with the privileges of all its mentions joined.
struct Layout {
    std::vector<AccountMeta> keys;

    std::uint16_t index(const AccountMeta& meta) {
        auto at = std::find_if(keys.begin(), keys.end(),
                               [&](const AccountMeta& m) { return m.pubkey == meta.pubkey; });
        if (at == keys.end()) at = keys.insert(keys.end(), {meta.pubkey});
        at->is_signer |= meta.is_signer;
        at->is_writable |= meta.is_writable;
        return static_cast<std::uint16_t>(at - keys.begin());
    }
};

/// As the runtime does, for a callee that is a builtin too.
invoke::InstructionResult run_last_call(invoke::InvokeContext& context) {
    REQUIRE(context.push_cpi());
    auto result = context.run_builtin();
    const auto popped = context.pop();
    return context.finish_builtin(result ? popped : result);
}

}  // namespace

World::World() {
    for (const auto& b : solana_builtins()) {
        auto& a = accounts[b.id] = account(1, ids::native_loader);
        a.data = AccountData::from(as_bytes(b.name));
        a.executable = true;
    }
    sysvars.clock.slot = 100;
    blockhash.bytes.fill(0xB1);
    set_slot_hashes({99, 98, 97});
    set_recent_blockhashes(1);
}

void World::set_slot_hashes(const std::vector<std::uint64_t>& slots) {
    ByteWriter out;
    out.u64(slots.size());
    for (const auto s : slots) out.u64(s).key(Hash{});
    auto data = out.take();
    data.resize(std::max<std::size_t>(data.size(), 20'488));
    slot(svm::SysvarId::slot_hashes) = sysvar(std::move(data));
}

void World::set_recent_blockhashes(std::size_t count) {
    ByteWriter out;
    out.u64(count);
    for (std::size_t i = 0; i < count; ++i) out.key(Hash{}).u64(5000);
    slot(svm::SysvarId::recent_blockhashes) = sysvar(out.take());
}

Ran World::run(const Instruction& instruction) const {
    const vm::SyscallRegistry syscalls{{}};
    const NoPrograms programs;
    const invoke::Environment environment{.sysvars = sysvars,
                                          .features = {},
                                          .builtins = solana_builtins(),
                                          .syscalls = syscalls,
                                          .programs = programs,
                                          .blockhash = blockhash,
                                          .limits = limits};
    Layout layout;
    for (const auto& meta : instruction.accounts) layout.index(meta);
    const auto program = layout.index({instruction.program_id});

    invoke::TopLevelInstruction top{program, {}, instruction.data};
    for (const auto& meta : instruction.accounts) {
        const auto index = layout.index(meta);
        const auto& joined = layout.keys[index];
        top.accounts.push_back({index, joined.is_signer, joined.is_writable});
    }
    std::vector<invoke::TxAccount> loaded;
    for (const auto& meta : layout.keys) {
        const auto at = accounts.find(meta.pubkey);
        loaded.push_back(invoke::TxAccount::from(
            meta.pubkey,
            {1, at == accounts.end() ? nullptr : std::make_shared<const Account>(at->second)}));
        loaded.back().writable = meta.is_writable;
    }

    invoke::InvokeContext context({.environment = environment,
                                   .accounts = std::move(loaded),
                                   .instructions = {std::move(top)},
                                   .compute_unit_limit = compute_unit_limit,
                                   .programdata = {}});
    REQUIRE(context.push_top_level(0));
    auto result = context.run_builtin();
    if (context.take_last_call()) result = run_last_call(context);
    const auto popped = context.pop();
    if (result) REQUIRE(popped);

    Ran out;
    if (!result) out.error = result.error();
    out.units = compute_unit_limit - context.meter();
    out.ends_slot = context.ends_slot;
    const auto lines = context.log().lines().to_strings();
    out.logs.assign(lines.begin() + 1, lines.end() - 1);  // without invoke and success or failed
    for (std::size_t i = 1; i < context.trace().size(); ++i) {
        const auto& frame = context.trace()[i];
        Instruction inner{context.accounts()[frame.program_index].key, {}, {}};
        for (const auto& a : frame.accounts)
            inner.accounts.push_back(
                {context.accounts()[a.index_in_transaction].key, a.is_signer, a.is_writable});
        inner.data.assign(frame.data.begin(), frame.data.end());
        out.inner.push_back(std::move(inner));
    }
    for (const auto& a : context.accounts()) {
        CHECK_FALSE(a.borrowed);
        out.after.emplace(a.key, a);
    }
    return out;
}

void check_cases(const Call& call, const std::vector<Case>& cases) {
    for (const auto& c : cases) {
        auto changed = call;
        c.change(changed);
        const auto ran = changed.run();
        INFO(c.what);
        REQUIRE(ran.error);
        CHECK(tx::display(*ran.error) == tx::display(c.error));
        CHECK(ran.last_log() == c.log);
        CHECK_FALSE(ran.ends_slot);
    }
}

Bytes tiny_elf() {
    constexpr std::uint64_t text_address = 0x1'0000'0000;
    ByteWriter out;
    const Bytes ident{0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0};
    const Bytes code{0xb7, 0, 0, 0, 0, 0, 0, 0, 0x95, 0, 0, 0, 0, 0, 0, 0};
    out.bytes(ident).u16(3).u16(247).u32(1).u64(text_address).u64(64).u64(0);
    out.u32(3).u16(64).u16(56).u16(1).u16(0).u16(0).u16(0);
    out.u32(1).u32(1).u64(120).u64(text_address).u64(text_address).u64(code.size());
    out.u64(code.size()).u64(8).bytes(code);
    return out.take();
}

}  // namespace orrery::programs::testing
