#include "devnet/svm/programs/system.hpp"

#include <array>
#include <optional>

#include "devnet/svm/programs/instruction_args.hpp"
#include "devnet/svm/programs/log.hpp"
#include "devnet/svm/programs/system_nonce.hpp"
#include "sdk/codec/writer.hpp"
#include "sdk/crypto/pda.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::programs {

using invoke::BorrowedAccount;
using invoke::InstructionResult;
using invoke::InvokeContext;
using Code = invoke::InstructionErrorCode;

namespace {

struct Seed {
    Pubkey base;
    std::string_view seed;
    Pubkey owner;
};

struct NewAccount {
    std::uint64_t lamports;
    std::uint64_t space;
    Pubkey owner;
};

/// An account's address and, when it derives from a seed, the key that signs for it.
struct Address {
    Pubkey address;
    std::optional<Pubkey> base;

    bool signs(const InvokeContext& context) const {
        return context.signed_by(base ? *base : address);
    }
};

/// As Rust's derived Debug prints upstream's type.
std::string log_text(const Address& a) {
    return "Address { address: " + codec::to_string(a.address) +
           ", base: " + (a.base ? "Some(" + codec::to_string(*a.base) + ")" : "None") + " }";
}

auto refuse_address(InvokeContext& context, const tx::InstructionError& error,
                    std::string_view before, const Address& address, std::string_view after) {
    return refuse(context, error, before, log_text(address), after);
}

Result<Address, tx::InstructionError> plain_address(InvokeContext& context, std::size_t index) {
    TRY(const auto key, context.account_key(index));
    return Address{key, std::nullopt};
}

// A derivation error turns into the custom error of its number: upstream converts it so by accident
// and kept it.
Result<Pubkey, tx::InstructionError> derive(const Pubkey& base, std::string_view seed,
                                            const Pubkey& owner) {
    const auto derived = crypto::create_with_seed(base, seed, owner);
    if (!derived) return invoke::custom(static_cast<std::uint32_t>(derived.error()));
    return *derived;
}

Result<Address, tx::InstructionError> seed_address(InvokeContext& context, std::size_t index,
                                                   const Seed& seed) {
    TRY(const auto key, context.account_key(index));
    TRY(const auto derived, derive(seed.base, seed.seed, seed.owner));
    if (key != derived)
        return refuse(context, system_error(SystemError::address_with_seed_mismatch),
                      "Create: address ", key, " does not match derived address ", derived);
    return Address{key, seed.base};
}

InstructionResult allocate_space(InvokeContext& context, BorrowedAccount& account,
                                 const Address& address, std::uint64_t space) {
    if (!address.signs(context))
        return refuse_address(context, Code::MissingRequiredSignature, "Allocate: 'to' account ",
                              address, " must sign");
    if (account.data_size() != 0 || account.owner() != ids::system)
        return refuse_address(context, system_error(SystemError::account_already_in_use),
                              "Allocate: account ", address, " already in use");
    const auto most = context.environment().limits.account_data;
    if (space > most)
        return refuse(context, system_error(SystemError::invalid_account_data_length),
                      "Allocate: requested ", space, ", max allowed ", most);
    return account.set_data_length(static_cast<std::size_t>(space));
}

InstructionResult assign_owner(InvokeContext& context, BorrowedAccount& account,
                               const Address& address, const Pubkey& owner) {
    if (account.owner() == owner) return {};
    if (!address.signs(context))
        return refuse_address(context, Code::MissingRequiredSignature, "Assign: account ", address,
                              " must sign");
    return account.set_owner(owner);
}

InstructionResult allocate_and_assign(InvokeContext& context, BorrowedAccount& account,
                                      const Address& address, std::uint64_t space,
                                      const Pubkey& owner) {
    CHECK_OK(allocate_space(context, account, address, space));
    return assign_owner(context, account, address, owner);
}

InstructionResult move_lamports(InvokeContext& context, std::size_t from_index,
                                std::size_t to_index, std::uint64_t lamports) {
    TRY(auto from, context.borrow(from_index));
    if (from.data_size() != 0)
        return refuse(context, Code::InvalidArgument, "Transfer: `from` must not carry data");
    if (lamports > from.lamports())
        return refuse(context, system_error(SystemError::result_with_negative_lamports),
                      "Transfer: insufficient lamports ", from.lamports(), ", need ", lamports);
    CHECK_OK(from.sub_lamports(lamports));
    from.release();
    TRY(auto to, context.borrow(to_index));
    return to.add_lamports(lamports);
}

InstructionResult signed_transfer(InvokeContext& context, std::size_t from_index,
                                  std::size_t to_index, std::uint64_t lamports) {
    TRY(const auto signer, context.is_signer(from_index));
    TRY(const auto key, context.account_key(from_index));
    if (!signer)
        return refuse(context, Code::MissingRequiredSignature, "Transfer: `from` account ", key,
                      " must sign");
    return move_lamports(context, from_index, to_index, lamports);
}

InstructionResult create(InvokeContext& context, const Address& address, const NewAccount& make) {
    TRY(auto to, context.borrow(1));
    if (to.lamports() > 0)
        return refuse_address(context, system_error(SystemError::account_already_in_use),
                              "Create Account: account ", address, " already in use");
    CHECK_OK(allocate_and_assign(context, to, address, make.space, make.owner));
    to.release();
    return signed_transfer(context, 0, 1, make.lamports);
}

InstructionResult create_account(InvokeContext& context, InstructionArgs& args) {
    const NewAccount make{args.u64(), args.u64(), args.key()};
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(2));
    TRY(const auto address, plain_address(context, 1));
    return create(context, address, make);
}

InstructionResult create_account_with_seed(InvokeContext& context, InstructionArgs& args) {
    Seed seed{args.key(), args.text(), {}};
    const NewAccount make{args.u64(), args.u64(), args.key()};
    seed.owner = make.owner;
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(2));
    TRY(const auto address, seed_address(context, 1, seed));
    return create(context, address, make);
}

// The new account comes first, and no payer is needed when no lamports move.
InstructionResult create_account_allow_prefund(InvokeContext& context, InstructionArgs& args) {
    const NewAccount make{args.u64(), args.u64(), args.key()};
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(make.lamports > 0 ? 2 : 1));
    TRY(const auto address, plain_address(context, 0));
    TRY(auto to, context.borrow(0));
    CHECK_OK(allocate_and_assign(context, to, address, make.space, make.owner));
    to.release();
    if (make.lamports == 0) return {};
    return signed_transfer(context, 1, 0, make.lamports);
}

InstructionResult assign(InvokeContext& context, InstructionArgs& args) {
    const auto owner = args.key();
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(1));
    TRY(auto account, context.borrow(0));
    TRY(const auto address, plain_address(context, 0));
    return assign_owner(context, account, address, owner);
}

InstructionResult assign_with_seed(InvokeContext& context, InstructionArgs& args) {
    const Seed seed{args.key(), args.text(), args.key()};
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(1));
    TRY(auto account, context.borrow(0));
    TRY(const auto address, seed_address(context, 0, seed));
    return assign_owner(context, account, address, seed.owner);
}

InstructionResult allocate(InvokeContext& context, InstructionArgs& args) {
    const auto space = args.u64();
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(1));
    TRY(auto account, context.borrow(0));
    TRY(const auto address, plain_address(context, 0));
    return allocate_space(context, account, address, space);
}

InstructionResult allocate_with_seed(InvokeContext& context, InstructionArgs& args) {
    Seed seed{args.key(), args.text(), {}};
    const auto space = args.u64();
    seed.owner = args.key();
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(1));
    TRY(auto account, context.borrow(0));
    TRY(const auto address, seed_address(context, 0, seed));
    return allocate_and_assign(context, account, address, space, seed.owner);
}

InstructionResult transfer(InvokeContext& context, InstructionArgs& args) {
    const auto lamports = args.u64();
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(2));
    return signed_transfer(context, 0, 1, lamports);
}

// Accounts: from, the base key that signs for it, to.
InstructionResult transfer_with_seed(InvokeContext& context, InstructionArgs& args) {
    const auto lamports = args.u64();
    const auto seed = args.text();
    const auto owner = args.key();
    CHECK_OK(args.end());
    CHECK_OK(context.check_account_count(3));
    TRY(const auto from, context.account_key(0));
    TRY(const auto base, context.account_key(1));
    TRY(const auto base_signs, context.is_signer(1));
    if (!base_signs)
        return refuse(context, Code::MissingRequiredSignature, "Transfer: 'from' account ", base,
                      " must sign");
    TRY(const auto derived, derive(base, seed, owner));
    if (from != derived)
        return refuse(context, system_error(SystemError::address_with_seed_mismatch),
                      "Transfer: 'from' address ", from, " does not match derived address ",
                      derived);
    return move_lamports(context, 0, 2, lamports);
}

using Handler = InstructionResult (*)(InvokeContext&, InstructionArgs&);

/// By SystemTag.
constexpr std::array<Handler, system_instruction_count> handlers = {
    create_account,
    assign,
    transfer,
    create_account_with_seed,
    advance_nonce_account,
    withdraw_nonce_account,
    initialize_nonce_account,
    authorize_nonce_account,
    allocate,
    allocate_with_seed,
    assign_with_seed,
    transfer_with_seed,
    upgrade_nonce_account,
    create_account_allow_prefund,
};

codec::ByteWriter open(SystemTag tag) {
    codec::ByteWriter out;
    out.u32(static_cast<std::uint32_t>(tag));
    return out;
}

}  // namespace

InstructionResult process_system(InvokeContext& context) {
    InstructionArgs args(context.instruction_data());
    const auto tag = args.u32();
    if (args.failed() || tag >= handlers.size()) return invoke::error(Code::InvalidInstructionData);
    return handlers[tag](context, args);
}

Instruction system_create_account(const Pubkey& from, const Pubkey& to, std::uint64_t lamports,
                                  std::uint64_t space, const Pubkey& owner) {
    return {ids::system,
            {{from, true, true}, {to, true, true}},
            open(SystemTag::create_account).u64(lamports).u64(space).key(owner).take()};
}

Instruction system_transfer(const Pubkey& from, const Pubkey& to, std::uint64_t lamports) {
    return {ids::system,
            {{from, true, true}, {to, false, true}},
            open(SystemTag::transfer).u64(lamports).take()};
}

Instruction system_allocate(const Pubkey& account, std::uint64_t space) {
    return {ids::system, {{account, true, true}}, open(SystemTag::allocate).u64(space).take()};
}

Instruction system_assign(const Pubkey& account, const Pubkey& owner) {
    return {ids::system, {{account, true, true}}, open(SystemTag::assign).key(owner).take()};
}

}  // namespace orrery::programs
