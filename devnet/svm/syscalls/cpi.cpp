#include "devnet/svm/syscalls/cpi.hpp"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <optional>

#include "devnet/svm/syscalls/cpi_abi.hpp"
#include "devnet/svm/syscalls/translate.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/crypto/pda.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::syscalls {
namespace {

using invoke::CpiAccount;
using invoke::InvokeContext;
using Code = tx::InstructionErrorCode;

struct Arguments {
    std::uint64_t instruction, infos, info_count, seeds, seed_count;
};

Fallible<Pubkey> signer(Call& call, VmSlice seeds_slice) {
    TRY(const auto seeds, call.slices(seeds_slice.address, seeds_slice.length));
    if (seeds.size() > crypto::max_seeds) return fail(abort_with(Code::MaxSeedLengthExceeded));
    std::vector<ByteSpan> bytes(seeds.size());
    for (std::size_t i = 0; i < seeds.size(); ++i) {
        TRY(bytes[i], call.bytes(seeds[i]));
    }
    const auto address = crypto::create_program_address(bytes, call.context().program_id());
    if (!address)
        return fail(abort_with("Could not create program address with signer seeds: " +
                               std::string(crypto::display(address.error()))));
    return *address;
}

Fallible<std::vector<Pubkey>> signers(Call& call, const Arguments& args) {
    std::vector<Pubkey> out;
    if (args.seed_count == 0) return out;
    TRY(const auto all, call.slices(args.seeds, args.seed_count));
    if (all.size() > invoke::max_cpi_signers) return fail(abort_with("Too many signers"));
    for (std::size_t i = 0; i < all.size(); ++i) {
        TRY(auto key, signer(call, all[i]));
        out.push_back(key);
    }
    return out;
}

// Programs that only a transaction may call.
bool callable(const Instruction& instruction) {
    const auto& id = instruction.program_id;
    if (id == ids::loader_v3) {
        constexpr std::uint8_t upgrade = 3, set_authority = 4, close = 5, set_authority_checked = 7;
        const auto tag = instruction.data.empty() ? UINT8_MAX : instruction.data[0];
        return tag == upgrade || tag == set_authority || tag == close ||
               tag == set_authority_checked;
    }
    return id != ids::native_loader && id != ids::loader_v1 && id != ids::loader_v2 &&
           id != ids::ed25519_precompile && id != ids::secp256k1_precompile &&
           id != ids::secp256r1_precompile;
}

Fallible<void> check_pointer(Call& call, std::uint64_t actual, std::uint64_t expected,
                             const char* field) {
    if (actual == expected) return {};
    char text[96];
    std::snprintf(text, sizeof text, "Invalid account info pointer `%s': 0x%llx != 0x%llx", field,
                  static_cast<unsigned long long>(actual),
                  static_cast<unsigned long long>(expected));
    call.context().log().line(text);
    return fail(abort_with("Invalid pointer"));
}

// Cells that the runtime writes back must lie outside the accounts' memory, where a callee's edits
// could move them.
Fallible<void> outside_input(std::uint64_t address) {
    if (address >= input_start) return fail(abort_with("Invalid pointer"));
    return {};
}

Fallible<std::uint64_t> length_cell(Call& call, std::uint64_t address) {
    CHECK_OK(outside_input(address));
    TRY(const auto cell, call.output({address, 8, 1}));
    return load_le<std::uint64_t>(cell.data());
}

// The pointers of one account info, checked against where the serializer put the account. Returns
// the address of the data length cell.
Fallible<std::uint64_t> check_info(Call& call, const abi::C&, std::uint64_t address, ByteSpan info,
                                   const invoke::SerializedAccount& at) {
    const auto field = [&](std::size_t offset) {
        return load_le<std::uint64_t>(info.data() + offset);
    };
    CHECK_OK(check_pointer(call, field(abi::C::info_key), at.key, "key"));
    CHECK_OK(check_pointer(call, field(abi::C::info_owner), at.owner, "owner"));
    CHECK_OK(check_pointer(call, field(abi::C::info_lamports), at.lamports, "lamports"));
    CHECK_OK(check_pointer(call, field(abi::C::info_data), at.data, "data"));
    return address + abi::C::info_data_len;
}

Fallible<std::uint64_t> check_info(Call& call, const abi::Rust&, std::uint64_t, ByteSpan info,
                                   const invoke::SerializedAccount& at) {
    const auto field = [&](std::size_t offset) {
        return load_le<std::uint64_t>(info.data() + offset);
    };
    CHECK_OK(check_pointer(call, field(abi::Rust::info_key), at.key, "key"));
    CHECK_OK(check_pointer(call, field(abi::Rust::info_owner), at.owner, "owner"));

    const auto lamports_cell = field(abi::Rust::info_lamports) + abi::Rust::ref_cell_value;
    TRY(const auto lamports, call.u64(lamports_cell));
    CHECK_OK(outside_input(lamports_cell));
    CHECK_OK(check_pointer(call, lamports, at.lamports, "lamports"));

    const auto data_cell = field(abi::Rust::info_data) + abi::Rust::ref_cell_value;
    CHECK_OK(outside_input(data_cell));
    TRY(const auto data, call.value(data_cell, 16, 8));
    CHECK_OK(check_pointer(call, load_le<std::uint64_t>(data.data()), at.data, "data"));
    return data_cell + 8;
}

std::size_t reserved_for(const invoke::ProgramFrame& frame, const invoke::SerializedAccount& at) {
    return at.original_data_len + (frame.aligned ? invoke::max_permitted_data_increase : 0);
}

// The account infos that a program passed; long lists are sorted once.
class Infos {
  public:
    Infos(ByteSpan raw, std::vector<Pubkey> keys) : raw_(raw), keys_(std::move(keys)) {
        constexpr std::size_t few = 16;
        if (keys_.size() <= few) return;
        sorted_.resize(keys_.size());
        std::iota(sorted_.begin(), sorted_.end(), std::uint16_t{0});
        std::sort(sorted_.begin(), sorted_.end(), [&](auto a, auto b) {
            return keys_[a] != keys_[b] ? keys_[a] < keys_[b] : a < b;
        });
    }
    ByteSpan raw() const { return raw_; }
    /// The first info with this key.
    std::optional<std::size_t> find(const Pubkey& key) const {
        const auto at = sorted_.empty() ? scan(key) : search(key);
        return at < keys_.size() && keys_[at] == key ? std::optional(at) : std::nullopt;
    }

  private:
    std::size_t scan(const Pubkey& key) const {
        return static_cast<std::size_t>(std::find(keys_.begin(), keys_.end(), key) - keys_.begin());
    }
    std::size_t search(const Pubkey& key) const {
        const auto at =
            std::lower_bound(sorted_.begin(), sorted_.end(), key,
                             [&](auto i, const Pubkey& wanted) { return keys_[i] < wanted; });
        return at == sorted_.end() ? keys_.size() : *at;
    }

    ByteSpan raw_;
    std::vector<Pubkey> keys_;
    std::vector<std::uint16_t> sorted_;  ///< empty for few
};

template <class Abi>
Fallible<Infos> translate_infos(Call& call, const Arguments& args) {
    const Uint128 end = args.infos + static_cast<Uint128>(args.info_count) * Abi::info_size;
    if (end >= input_start) return fail(abort_with("Invalid pointer"));
    TRY(const auto raw, call.array(args.infos, args.info_count, Abi::info_size, 8));
    if (args.info_count > invoke::max_cpi_account_infos)
        return fail(abort_with("Invoked an instruction with too many account info's (" +
                               std::to_string(args.info_count) + " > " +
                               std::to_string(invoke::max_cpi_account_infos) + ")"));
    constexpr std::uint64_t charged_info_size = 80;
    CHECK_OK(call.consume(args.info_count * charged_info_size / call.costs().cpi_bytes_per_unit));
    std::vector<Pubkey> keys(args.info_count);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        TRY(keys[i],
            call.key(load_le<std::uint64_t>(raw.data() + i * Abi::info_size + Abi::info_key)));
    }
    return Infos(raw, std::move(keys));
}

// Finds the account info of one callee account and checks it. Executable accounts need none.
template <class Abi>
Fallible<void> translate_account(Call& call, const Arguments& args, const Infos& infos,
                                 const invoke::InstructionAccount& use, std::uint16_t in_caller,
                                 std::vector<CpiAccount>& out) {
    auto& context = call.context();
    const auto& account = context.accounts()[use.index_in_transaction];
    const auto per_unit = call.costs().cpi_bytes_per_unit;
    if (account.executable) return call.consume(account.data_size() / per_unit);

    const auto position = infos.find(account.key);
    if (!position) {
        context.log().line("Instruction references an unknown account " +
                           codec::to_string(account.key));
        return fail(abort_with(Code::MissingAccount));
    }
    const auto& frame = context.frame();
    const auto& at = frame.accounts[in_caller];

    TRY(const auto cell,
        check_info(call, Abi{}, args.infos + *position * Abi::info_size,
                   infos.raw().subspan(*position * Abi::info_size, Abi::info_size), at));
    TRY(const auto length, length_cell(call, cell));
    if (length > reserved_for(frame, at)) return fail(abort_with(Code::InvalidRealloc));
    CHECK_OK(call.consume(length / per_unit));
    out.push_back({in_caller, cell, length, use.is_writable});
    return {};
}

template <class Abi>
Fallible<std::vector<CpiAccount>> translate_accounts(Call& call, const Arguments& args) {
    TRY(const auto infos, translate_infos<Abi>(call, args));
    const auto& uses = call.context().next().accounts;
    const invoke::FirstMentions mentions(uses), in_caller(call.context().current().accounts);
    std::vector<CpiAccount> out;
    out.reserve(uses.size());
    for (std::size_t i = 0; i < uses.size(); ++i) {
        if (!mentions.is_first(i)) continue;
        const auto position = in_caller.find(uses[i].index_in_transaction);
        CHECK_OK(translate_account<Abi>(call, args, infos, uses[i], *position, out));
    }
    return out;
}

// Hands the caller's pending edits of one account to the transaction, so that the callee sees them.
invoke::InstructionResult update_callee(InvokeContext& context, const CpiAccount& shared) {
    auto& frame = context.frame();
    const auto& at = frame.accounts[shared.index_in_caller];
    auto& memory = *frame.vm.memory;
    TRY(auto account, context.borrow(shared.index_in_caller));

    // The serializer's own addresses: always mapped.
    const auto lamports = load_le<std::uint64_t>(memory.load(at.lamports, 8)->data());
    if (lamports != account.lamports()) CHECK_OK(account.set_lamports(lamports));

    const auto data = *memory.load(at.data, shared.data_len);
    const auto allowed = account.can_data_be_resized(data.size());
    if (!account.data_equals(data)) {
        if (!allowed) return allowed;
        CHECK_OK(account.set_data(data));
    }
    const auto owner = Pubkey::from(*memory.load(at.owner, 32));
    if (owner != account.owner()) CHECK_OK(account.set_owner(owner));
    return {};
}

template <class Abi>
Fallible<void> prepare(Call& call, const Arguments& args) {
    auto& context = call.context();
    CHECK_OK(call.consume(call.costs().invoke));
    TRY(const auto instruction, abi::translate_instruction(call, Abi{}, args.instruction));
    TRY(const auto keys, signers(call, args));
    if (!callable(instruction))
        return fail(abort_with("Program " + codec::to_string(instruction.program_id) +
                               " not supported by inner instructions"));
    if (const auto ok = context.prepare_cpi(instruction, keys); !ok)
        return fail(abort_with(ok.error()));
    TRY(context.frame().cpi, translate_accounts<Abi>(call, args));
    for (const auto& shared : context.frame().cpi)
        if (const auto ok = update_callee(context, shared); !ok)
            return fail(abort_with(ok.error()));
    return {};
}

template <class Abi>
vm::SyscallOutcome invoke_signed(vm::SyscallHost& host, vm::VmState& vm, const Arguments& args) {
    auto& context = static_cast<InvokeContext&>(host);
    Call call(vm, context);
    if (auto ok = prepare<Abi>(call, args); !ok) {
        context.syscall_error = std::move(ok.error());
        return {vm::SyscallStatus::fault, 0};
    }
    return {vm::SyscallStatus::invoke, 0};
}

Fallible<void> update_caller(InvokeContext& context, const CpiAccount& shared) {
    auto& frame = context.frame();
    const auto& at = frame.accounts[shared.index_in_caller];
    Call call(frame.vm, context);
    auto borrowed = context.borrow(shared.index_in_caller);
    if (!borrowed) return fail(abort_with(borrowed.error()));

    const auto put_u64 = [&](std::uint64_t address, std::uint64_t value) -> Fallible<void> {
        TRY(const auto cell, call.output({address, 8, 1}));
        store_le(cell.data(), value);
        return {};
    };
    CHECK_OK(put_u64(at.lamports, borrowed->lamports()));
    TRY(const auto owner, call.output({at.owner, 32, 1}));
    std::memcpy(owner.data(), borrowed->owner().bytes.data(), 32);

    const auto before = shared.data_len;
    const auto after = borrowed->data_size();
    const auto reserved = reserved_for(frame, at);
    if (after > reserved) {
        context.log().line("Account data size realloc limited to " +
                           std::to_string(reserved - at.original_data_len) +
                           " in inner instructions");
        return fail(abort_with(Code::InvalidRealloc));
    }
    if (after < before) {
        TRY(const auto tail, call.output({at.data + after, before - after, 1}));
        std::memset(tail.data(), 0, tail.size());
    }
    if (after != before) {
        CHECK_OK(put_u64(shared.data_len_address, after));
        CHECK_OK(put_u64(at.data - 8, after));
    }
    TRY(const auto data, call.output({at.data, after, 1}));
    borrowed->read(data);
    return {};
}

}  // namespace

vm::SyscallOutcome sol_invoke_signed_c(vm::SyscallHost& host, vm::VmState& vm,
                                       std::uint64_t instruction, std::uint64_t infos,
                                       std::uint64_t info_count, std::uint64_t seeds,
                                       std::uint64_t seed_count) {
    return invoke_signed<abi::C>(host, vm, {instruction, infos, info_count, seeds, seed_count});
}

vm::SyscallOutcome sol_invoke_signed_rust(vm::SyscallHost& host, vm::VmState& vm,
                                          std::uint64_t instruction, std::uint64_t infos,
                                          std::uint64_t info_count, std::uint64_t seeds,
                                          std::uint64_t seed_count) {
    return invoke_signed<abi::Rust>(host, vm, {instruction, infos, info_count, seeds, seed_count});
}

bool finish_cpi(InvokeContext& context) {
    const auto shared = std::move(context.frame().cpi);
    context.frame().cpi.clear();
    for (const auto& account : shared) {
        if (!account.update_caller) continue;
        auto updated = update_caller(context, account);
        if (updated) continue;
        context.syscall_error = std::move(updated.error());
        return false;
    }
    context.frame().vm.memory->settle();
    return true;
}

}  // namespace orrery::syscalls
