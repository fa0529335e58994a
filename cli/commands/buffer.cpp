#include "cli/commands/buffer.hpp"

#include <cstdio>

#include "cli/commands/program_file.hpp"
#include "cli/session/progress.hpp"
#include "cli/session/signals.hpp"
#include "sdk/codec/base58.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/instructions/system.hpp"
#include "sdk/tx/loader_v3_state.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::cli {
namespace {

Outcome<void> check_given(const LoaderBufferAccount& found, const BufferChoice& choice) {
    const auto name = "buffer " + codec::to_string(found.address);
    CHECK_OK(check_authority(found.authority, choice.authority.pubkey,
                             {name, "written", "--authority"}));
    if (found.capacity >= choice.size) return {};
    return failed(name + " has room for " + std::to_string(found.capacity) + " bytes, and " +
                  std::to_string(choice.size) +
                  " are needed; close it with `orrery program close " +
                  codec::to_string(found.address) + "` and use another");
}

}  // namespace

Buffer::Buffer(const BufferChoice& choice, const Pubkey& address)
    : payer_(&choice.payer),
      authority_(&choice.authority),
      address_(address),
      content_(choice.elf.begin(), choice.elf.end()) {
    content_.resize(static_cast<std::size_t>(choice.size));
    held_.resize(content_.size());
}

Outcome<Buffer> Buffer::plan(Remote& remote, const BufferChoice& choice) {
    Buffer out(choice, Pubkey{});
    if (choice.given.empty()) {
        CHECK_OK(out.take_own(remote, choice));
    } else {
        CHECK_OK(out.take_given(remote, choice));
    }
    return out;
}

Outcome<void> Buffer::take_given(Remote& remote, const BufferChoice& choice) {
    TRY(const auto given, read_key_or_address(choice.given));
    address_ = given.address;
    key_ = given.key;
    TRY(const auto found, find_buffer(remote, address_));
    if (found) {
        CHECK_OK(check_given(*found, choice));
        return continue_with(remote, *found);
    }
    if (key_) return {};
    return failed("there is no buffer " + choice.given +
                  " to go on with; to create it, give its key file: --buffer FILE");
}

// What an interrupted upload of this file left behind may be of an earlier version of it, may have
// another authority, or may be closed. Only a buffer that is gone on with keeps its key: creating
// one twice under a blockhash would be the same transaction twice.
Outcome<void> Buffer::take_own(Remote& remote, const BufferChoice& choice) {
    TRY(own_, BufferKey::open(choice.key_file));
    TRY(const auto place, look_at(remote, own_->keypair().pubkey));
    const auto text = codec::to_string(own_->keypair().pubkey);
    const bool ours = place.buffer && place.buffer->authority == choice.authority.pubkey;
    if (ours && place.buffer->capacity == choice.size) {
        note("going on with buffer " + text + " of an interrupted upload");
        address_ = place.buffer->address;
        return continue_with(remote, *place.buffer);
    }
    if (ours) {
        CHECK_OK(close_buffer(remote, *payer_, *authority_, place.buffer->address));
        note("closed buffer " + text + " of an earlier upload: it was for another size");
    } else if (place.occupied) {
        note("buffer " + text +
             " of an earlier upload belongs to another authority and stays; a new one is begun");
    }
    own_->renew();
    key_ = own_->keypair();
    address_ = key_->pubkey;
    return {};
}

Outcome<void> Buffer::continue_with(Remote& remote, const LoaderBufferAccount& found) {
    exists_ = true;
    TRY(held_, read_content(remote, found));
    content_.resize(held_.size());
    return {};
}

Outcome<UploadCost> Buffer::cost() const {
    return upload_cost(*payer_, *authority_, content_, held_);
}

Outcome<void> Buffer::create(Remote& remote) {
    const auto size = tx::LoaderBuffer::header_size + content_.size();
    TRY(const auto rent, remote.ok(remote.client.minimum_balance(size)));
    const Instruction instructions[] = {
        tx::system::create_account({.from = payer_->pubkey,
                                    .to = address_,
                                    .lamports = rent,
                                    .space = size,
                                    .owner = ids::loader_v3}),
        tx::loader_v3::initialize_buffer(address_, authority_->pubkey)};
    const auto sent = send(remote, instructions, {payer_, &*key_});
    if (!sent) {
        // Without an answer it may be there.
        const auto place = look_at(remote, address_);
        exists_ = !place || place->occupied;
        return fail(sent.error());
    }
    exists_ = true;
    return {};
}

Outcome<void> Buffer::fill(Remote& remote) {
    if (!exists_) {
        CHECK_OK(create(remote));
    }
    Progress progress("writing", remote.session.surroundings().stderr_is_terminal);
    return upload({.session = remote.session,
                   .payer = *payer_,
                   .authority = *authority_,
                   .buffer = address_,
                   .content = content_,
                   .held = held_,
                   .progress = [&](auto done, auto total) { progress.show(done, total); }});
}

void Buffer::forget() {
    if (own_) own_->forget();
}

std::string Buffer::resume_hint() const {
    const auto text = codec::to_string(address_);
    const bool found_again = own_ && own_->is_kept();
    return "what was written stays in buffer " + text + "; to go on, run the command again" +
           (found_again ? "" : " with --buffer " + text) +
           "; to get its SOL back: orrery program close " + text +
           (authority_->pubkey == payer_->pubkey ? "" : " --authority KEYPAIR");
}

Failure Buffer::give_up(Failure failure) {
    if (exists_)
        failure.message += "\n" + resume_hint();
    else
        forget();
    return failure;
}

struct Interruptible::Impl {
    Impl(const Buffer& buffer, bool terminal)
        : signals([hint = buffer.resume_hint(), terminal](const StopSignal&) {
              std::fprintf(stderr, "%sinterrupted: %s\n", terminal ? "\r\033[K" : "", hint.c_str());
              force_exit();
          }) {}
    Signals signals;
};

Interruptible::Interruptible(const Buffer& buffer, const Session& session)
    : impl_(std::make_unique<Impl>(buffer, session.surroundings().stderr_is_terminal)) {}
Interruptible::~Interruptible() = default;

Outcome<Sent> close_buffer(Remote& remote, const crypto::Keypair& payer,
                           const crypto::Keypair& authority, const Pubkey& buffer) {
    const Instruction instructions[] = {tx::loader_v3::close({.account = buffer,
                                                              .recipient = payer.pubkey,
                                                              .authority = authority.pubkey,
                                                              .program = std::nullopt})};
    return send(remote, instructions, {&payer, &authority});
}

}  // namespace orrery::cli
