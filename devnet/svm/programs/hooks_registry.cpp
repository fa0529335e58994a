#include "devnet/svm/programs/hooks_accounts.hpp"
#include "devnet/svm/programs/hooks_instructions.hpp"
#include "sdk/hooks/addresses.hpp"
#include "sdk/hooks/body.hpp"

// The instructions about a hook itself.
namespace orrery::programs::hooks_program {

using hooks::Config;
using hooks::Hook;
using hooks::HookError;
using invoke::InstructionResult;
using invoke::InvokeContext;

namespace {

constexpr std::uint16_t max_cap = 1000;

struct Registration {
    std::uint64_t nonce = 0;
    Pubkey target;
    std::uint8_t flags = 0;
    std::uint32_t cu_limit = 0;
    std::uint16_t max_per_slot = 0;
    std::uint8_t filter_length = 0;
    ByteSpan filter;  ///< max_filter bytes
    std::uint16_t n_keys = 0;
    std::uint16_t n_instructions = 0;
    ByteSpan body;
};

Loaded<Registration> read_registration(Args& args) {
    Registration out;
    out.nonce = args.u64();
    out.target = args.key();
    out.flags = args.u8();
    out.cu_limit = args.u32();
    out.max_per_slot = args.u16();
    out.filter_length = args.u8();
    out.filter = args.bytes(hooks::max_filter);
    out.n_keys = args.u16();
    out.n_instructions = args.u16();
    out.body = args.bytes(args.remaining());
    CHECK_OK(check_end(args));
    if (out.flags > Hook::every_call) return invoke::error(Code::InvalidInstructionData);
    return out;
}

bool is_filter(const Registration& r) {
    if (r.filter_length > hooks::max_filter) return false;
    for (const auto byte : r.filter.subspan(r.filter_length))
        if (byte != 0) return false;
    return true;
}

InstructionResult check_registration(InvokeContext& context, const Registration& r,
                                     const Config& config, const Pubkey& signer) {
    if (r.cu_limit == 0 || r.cu_limit > config.max_hook_cu)
        return refuse(context, hook_error(HookError::BadCuLimit), "cu_limit must be 1 to ",
                      config.max_hook_cu, ", not ", r.cu_limit);
    if (r.max_per_slot == 0 || r.max_per_slot > max_cap)
        return refuse(context, hook_error(HookError::BadCap), "max_per_slot must be 1 to ", max_cap,
                      ", not ", r.max_per_slot);
    if (!is_filter(r))
        return refuse(context, hook_error(HookError::BadFilter),
                      "a filter has at most 8 bytes, and zeros behind them");
    if (r.body.size() > config.max_body)
        return refuse(context, hook_error(HookError::BodyTooLarge), "the body has ", r.body.size(),
                      " bytes, more than ", config.max_body);
    const auto body = hooks::Body::decode(r.body, r.n_keys, r.n_instructions);
    if (!body)
        return refuse(context, hook_error(body.error()),
                      "the body is no keys and instructions as announced");
    const auto checked = hooks::check_body(*body, signer);
    if (checked) return {};
    return refuse(context, hook_error(checked.error()),
                  checked.error() == HookError::ForeignSigner
                      ? "only the hook's own signer may sign in its body"
                      : "the body calls a program that hooks may not reach");
}

Hook make_hook(const Registration& r) {
    Hook hook;
    hook.flags = r.flags;
    hook.cu_limit = r.cu_limit;
    hook.target = r.target;
    hook.nonce = r.nonce;
    hook.max_per_slot = r.max_per_slot;
    hook.n_keys = r.n_keys;
    hook.n_instructions = r.n_instructions;
    const auto filter = r.filter.first(r.filter_length);
    hook.filter.assign(filter.begin(), filter.end());
    hook.body.assign(r.body.begin(), r.body.end());
    return hook;
}

InstructionResult write(InvokeContext& context, std::size_t index, const Hook& hook) {
    TRY(auto account, context.borrow(index));
    return account.set_state(hook.encode_header());
}

/// Account 0 signs as the hook's authority or its fee payer. Error: NotAuthority.
InstructionResult check_either(InvokeContext& context, const Hook& hook) {
    TRY(const auto signer, context.account_key(0));
    if (signer != hook.authority && signer != hook.fee_payer)
        return refuse(context, hook_error(HookError::NotAuthority),
                      "neither the hook's authority nor its fee payer signs");
    return {};
}

}  // namespace

// Accounts: authority, fee payer, Hook, Config, system.
InstructionResult register_hook(InvokeContext& context, Args& args) {
    TRY(const auto r, read_registration(args));
    CHECK_OK(
        check_roles(context, {Role::signer, Role::payer, Role::writable, Role::any, Role::any}));
    CHECK_OK(check_system(context, 4));
    TRY(const auto config, load_config(context, 3));
    auto hook = make_hook(r);
    TRY(const auto authority, context.account_key(0));
    TRY(const auto fee_payer, context.account_key(1));
    hook.authority = authority;
    hook.fee_payer = fee_payer;
    const auto derived = hooks::hook_address(hook.authority, r.nonce);
    CHECK_OK(check_address(context, 2, derived.address, "the Hook"));
    TRY(const auto absent, is_absent(context, 2));
    if (!absent)
        return refuse(context, hook_error(HookError::AlreadyInitialized), "the Hook exists");
    CHECK_OK(check_fee_payer(context, 1));
    const auto signer = hooks::signer_address(derived.address);
    CHECK_OK(check_registration(context, r, config, signer.address));
    hook.bump = derived.bump;
    hook.signer_bump = signer.bump;

    std::array<std::uint8_t, 8> nonce{};
    store_le(nonce.data(), r.nonce);
    CHECK_OK(create(context, {.index = 2,
                              .payer = hook.fee_payer,
                              .size = Hook::header_size + r.body.size(),
                              .seeds = {as_bytes(hooks::hook_seed), hook.authority.span(), nonce,
                                        ByteSpan(&hook.bump, 1)}}));
    TRY(auto account, context.borrow(2));
    return account.set_data(hook.encode());
}

// Accounts: authority or fee payer, Hook.
InstructionResult disable_hook(InvokeContext& context, Args& args) {
    CHECK_OK(check_end(args));
    CHECK_OK(check_roles(context, {Role::signer, Role::writable}));
    TRY(auto hook, load<Hook>(context, 1, "Hook"));
    CHECK_OK(check_either(context, hook));
    if (hook.state != hooks::HookState::active)
        return refuse(context, hook_error(HookError::HookNotActive), "the hook is disabled");
    hook.state = hooks::HookState::disabled;
    return write(context, 1, hook);
}

// Accounts: authority, fee payer, Hook.
InstructionResult enable_hook(InvokeContext& context, Args& args) {
    CHECK_OK(check_end(args));
    CHECK_OK(check_roles(context, {Role::signer, Role::signer, Role::writable}));
    TRY(auto hook, load<Hook>(context, 2, "Hook"));
    TRY(const auto authority, context.account_key(0));
    TRY(const auto fee_payer, context.account_key(1));
    if (authority != hook.authority || fee_payer != hook.fee_payer)
        return refuse(context, hook_error(HookError::NotAuthority),
                      "the hook's authority and its fee payer must sign");
    hook.state = hooks::HookState::active;
    hook.strikes = 0;
    return write(context, 2, hook);
}

// Accounts: authority or fee payer, Hook, fee payer, Config.
InstructionResult close_hook(InvokeContext& context, Args& args) {
    CHECK_OK(check_end(args));
    CHECK_OK(check_roles(context, {Role::signer, Role::writable, Role::writable, Role::any}));
    TRY(const auto config, load_config(context, 3));
    TRY(const auto hook, load<Hook>(context, 1, "Hook"));
    CHECK_OK(check_either(context, hook));
    CHECK_OK(check_key(context, 2, hook.fee_payer, "the hook's fee payer"));
    if (hook.last_epoch != 0 && current_epoch(context, config) <= hook.last_epoch)
        return refuse(context, hook_error(HookError::EpochNotOver), "the hook bid for epoch ",
                      hook.last_epoch, ", which is not over");
    return close(context, 1, 2);
}

}  // namespace orrery::programs::hooks_program
