#include "devnet/svm/invoke/context.hpp"

#include <algorithm>

#include "sdk/codec/base58.hpp"
#include "sdk/crypto/pda.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::invoke {

using Code = InstructionErrorCode;

namespace {

// Once for each transaction: quicker than any index.
std::optional<std::uint16_t> find_instructions_sysvar(std::span<const TxAccount> accounts) {
    for (std::size_t i = 0; i < accounts.size(); ++i)
        if (accounts[i].key == ids::instructions) return static_cast<std::uint16_t>(i);
    return std::nullopt;
}

}  // namespace

InvokeContext::InvokeContext(Params params)
    : environment_(&params.environment),
      pool_(params.pool),
      accounts_(std::move(params.accounts)),
      account_index_(std::move(params.account_index)),
      programdata_(std::move(params.programdata)),
      trace_(std::move(params.instructions)),
      log_(params.environment.limits.log_bytes, params.scratch ? &params.scratch->texts : nullptr),
      meter_(params.compute_unit_limit),
      heap_size_(params.heap_size),
      top_level_count_(trace_.size()),
      instructions_sysvar_(find_instructions_sysvar(accounts_)) {}

void InvokeContext::recycle(Scratch& scratch) {
    constexpr std::size_t usual = 64;  // what a large transaction needed goes back to the system
    if (accounts_.capacity() <= usual) {
        accounts_.clear();
        scratch.accounts = std::move(accounts_);
    }
    if (trace_.capacity() <= usual) {
        trace_.clear();
        scratch.instructions = std::move(trace_);
    }
}

InstructionResult InvokeContext::check_account_count(std::size_t at_least) const {
    if (account_count() < at_least) return error(Code::MissingAccount);
    return {};
}

Result<Pubkey, tx::InstructionError> InvokeContext::account_key(std::size_t index) const {
    CHECK_OK(check_account_count(index + 1));
    return accounts_[current().accounts[index].index_in_transaction].key;
}

Result<bool, tx::InstructionError> InvokeContext::is_signer(std::size_t index) const {
    CHECK_OK(check_account_count(index + 1));
    return current().accounts[index].is_signer;
}

Result<bool, tx::InstructionError> InvokeContext::is_writable(std::size_t index) const {
    CHECK_OK(check_account_count(index + 1));
    return current().accounts[index].is_writable;
}

bool InvokeContext::signed_by(const Pubkey& key) const {
    const auto& all = current().accounts;
    return std::any_of(all.begin(), all.end(), [&](const InstructionAccount& a) {
        return a.is_signer && accounts_[a.index_in_transaction].key == key;
    });
}

std::optional<std::uint16_t> InvokeContext::index_in_instruction(
    std::uint16_t index_in_transaction) const {
    const auto& all = current().accounts;
    const auto at = std::find_if(all.begin(), all.end(), [&](const InstructionAccount& a) {
        return a.index_in_transaction == index_in_transaction;
    });
    if (at == all.end()) return std::nullopt;
    return static_cast<std::uint16_t>(at - all.begin());
}

Result<BorrowedAccount, tx::InstructionError> InvokeContext::borrow(std::size_t index) {
    CHECK_OK(check_account_count(index + 1));
    const auto& use = current().accounts[index];
    auto& account = accounts_[use.index_in_transaction];
    if (account.borrowed) return error(Code::AccountBorrowFailed);
    return BorrowedAccount(*this, account, program_id(), use.is_signer, use.is_writable);
}

InstructionResult InvokeContext::check_sysvar_account(std::size_t index, const Pubkey& key) const {
    TRY(const auto actual, account_key(index));
    if (actual != key) return error(Code::InvalidArgument);
    return {};
}

InstructionResult InvokeContext::consume(std::uint64_t units) {
    const bool enough = meter_ >= units;
    meter_ = enough ? meter_ - units : 0;
    if (!enough) return error(Code::ComputationalBudgetExceeded);
    return {};
}

void InvokeContext::set_return_data(const Pubkey& program, ByteSpan data) {
    return_data_.program_id = program;
    return_data_.data.assign(data.begin(), data.end());
}

// Privileges of one account listed twice are joined.
InstructionResult InvokeContext::resolve_accounts(const Instruction& instruction,
                                                  InstructionFrame& frame) {
    auto& uses = frame.accounts;
    uses.reserve(instruction.accounts.size());
    for (const auto& meta : instruction.accounts) {
        const auto index = find_account(meta.pubkey);
        if (!index) {
            log_.line("Instruction references an unknown account " + codec::to_string(meta.pubkey));
            return error(Code::MissingAccount);
        }
        uses.push_back({*index, meta.is_signer, meta.is_writable});
    }
    const FirstMentions mentions(uses);
    for (std::size_t i = 0; i < uses.size(); ++i) {
        auto& first = uses[mentions.first_of(i)];
        first.is_signer |= uses[i].is_signer;
        first.is_writable |= uses[i].is_writable;
    }
    for (std::size_t i = 0; i < uses.size(); ++i) uses[i] = uses[mentions.first_of(i)];
    return {};
}

// CPI privileges (svm-runtime.md 2.5): each must be covered by what the caller itself has, or by a
// PDA that the caller signs for.
InstructionResult InvokeContext::check_privileges(const InstructionFrame& frame,
                                                  std::span<const Pubkey> signers) {
    const auto& uses = frame.accounts;
    const FirstMentions mentions(uses), in_caller(current().accounts);
    for (std::size_t i = 0; i < uses.size(); ++i) {
        if (!mentions.is_first(i)) continue;
        const auto& use = uses[i];
        const auto position = in_caller.find(use.index_in_transaction);
        if (!position) return error(Code::MissingAccount);
        const auto& own = current().accounts[*position];
        const auto& key = accounts_[use.index_in_transaction].key;
        const auto escalated = [&](std::string_view what) {
            log_.line(codec::to_string(key) + "'s " + std::string(what) + " privilege escalated");
            return error(Code::PrivilegeEscalation);
        };
        if (use.is_writable && !own.is_writable) return escalated("writable");
        if (use.is_signer && !own.is_signer &&
            std::find(signers.begin(), signers.end(), key) == signers.end())
            return escalated("signer");
    }
    return {};
}

InstructionResult InvokeContext::prepare_cpi(const Instruction& instruction,
                                             std::span<const Pubkey> signers) {
    InstructionFrame frame;
    frame.nesting_level = static_cast<std::uint16_t>(stack_.size());
    frame.caller = stack_.back();
    CHECK_OK(resolve_accounts(instruction, frame));
    CHECK_OK(check_privileges(frame, signers));
    const auto program = find_account(instruction.program_id);
    if (!program || !index_in_instruction(*program)) {
        log_.line("Unknown program " + codec::to_string(instruction.program_id));
        return error(Code::MissingAccount);
    }
    frame.program_index = *program;
    frame.owned_data = std::make_shared<const Bytes>(instruction.data);
    frame.data = *frame.owned_data;
    next_ = std::move(frame);
    return {};
}

InstructionResult InvokeContext::push_top_level(std::size_t index) {
    if (called_ >= environment_->limits.instruction_trace)
        return error(Code::MaxInstructionTraceLengthExceeded);
    return push(static_cast<std::uint16_t>(index));
}

InstructionResult InvokeContext::push_cpi() {
    const auto program = accounts_[next_->program_index].key;
    const auto runs = [&](std::uint16_t t) {
        return accounts_[trace_[t].program_index].key == program;
    };
    if (std::any_of(stack_.begin(), stack_.end(), runs) && !runs(stack_.back()))
        return error(Code::ReentrancyNotAllowed);
    if (lamports_delta_ != 0) return error(Code::UnbalancedInstruction);
    if (called_ >= environment_->limits.instruction_trace)
        return error(Code::MaxInstructionTraceLengthExceeded);
    trace_.push_back(std::move(*next_));
    next_.reset();
    return push(static_cast<std::uint16_t>(trace_.size() - 1));
}

InstructionResult InvokeContext::push(std::uint16_t trace_index) {
    ++called_;
    if (stack_.size() >= environment_->limits.stack_height) return error(Code::CallDepth);
    stack_.push_back(trace_index);
    if (!instructions_sysvar_) return {};
    auto& account = accounts_[*instructions_sysvar_];
    if (account.owner != ids::sysvar_owner) {
        stack_.pop_back();
        return error(Code::InvalidAccountOwner);
    }
    // The sysvar's last two bytes name the top-level instruction that runs.
    const auto data = account.data_mut();
    if (data.size() >= 2) store_le(data.data() + data.size() - 2, stack_.front());
    return {};
}

InstructionResult InvokeContext::pop() {
    stack_.pop_back();
    if (lamports_delta_ != 0) return error(Code::UnbalancedInstruction);
    return {};
}

const Builtin* InvokeContext::find_builtin(const Pubkey& id) const {
    const auto& table = environment_->builtins;
    const auto at =
        std::find_if(table.begin(), table.end(), [&](const Builtin& b) { return b.id == id; });
    return at == table.end() ? nullptr : &*at;
}

InstructionResult InvokeContext::run_builtin() {
    const auto id = program_id();
    const auto* builtin = find_builtin(id);
    if (!builtin) return error(Code::UnsupportedProgramId);
    set_return_data(id, {});
    log_.invoke(id, stack_height());
    const auto before = meter_;
    auto result = consume(builtin->compute_units);
    if (result) result = builtin->process(*this);
    if (calls_last_) return result;
    CHECK_OK(finish_builtin(std::move(result)));
    if (meter_ == before) return error(Code::BuiltinProgramsMustConsumeComputeUnits);
    return {};
}

InstructionResult InvokeContext::finish_builtin(InstructionResult result) {
    if (result)
        log_.success(program_id());
    else
        log_.failure(program_id(), tx::display(result.error()));
    return result;
}

InstructionResult InvokeContext::call_last(const Instruction& instruction,
                                           std::span<const Pubkey> signers) {
    CHECK_OK(prepare_cpi(instruction, signers));
    calls_last_ = true;
    return {};
}

InstructionResult InvokeContext::native_invoke(
    const Instruction& instruction, std::span<const std::vector<ByteSpan>> signer_seeds) {
    std::vector<Pubkey> signers;
    for (const auto& seeds : signer_seeds) {
        const auto address = crypto::create_program_address(seeds, program_id());
        // Upstream turns the error into a number, and that into a custom error.
        if (!address) return custom(static_cast<std::uint32_t>(address.error()));
        signers.push_back(*address);
    }
    CHECK_OK(prepare_cpi(instruction, signers));
    CHECK_OK(push_cpi());
    auto result = accounts_[current().program_index].owner == ids::native_loader
                      ? run_builtin()
                      : error(Code::UnsupportedProgramId);
    auto popped = pop();
    return result ? popped : result;
}

}  // namespace orrery::invoke
