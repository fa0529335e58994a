#include "cli/commands/loader_account.hpp"

#include <algorithm>
#include <array>
#include <map>

#include "sdk/codec/base58.hpp"
#include "sdk/codec/base64.hpp"
#include "sdk/json/writer.hpp"
#include "sdk/tx/instructions/loader_v3.hpp"
#include "sdk/tx/loader_v3_state.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::cli {
namespace {

// An account's owner, lamports, size and first bytes: all there is to know of a program but its
// ELF.
struct Head {
    Pubkey address;
    Pubkey owner;
    Lamports lamports;
    std::uint64_t size = 0;
    Bytes begin;
};

json::Writer& want_head(json::Writer& config, json::Commitment commitment) {
    config.begin_object().field("commitment", json::name(commitment)).field("encoding", "base64");
    config.key("dataSlice").begin_object().field("offset", 0);
    return config.field("length", tx::max_loader_state_size).end_object();
}

std::optional<Head> read_head(const Pubkey& address, json::View value) {
    const auto owner = codec::decode_key<Pubkey>(value["owner"].string().value_or(""));
    const auto lamports = value["lamports"].u64(), size = value["space"].u64();
    auto begin = codec::base64_decode(value["data"].at(0).string().value_or("?"));
    if (!owner || !lamports || !size || !begin) return std::nullopt;
    return Head{address, *owner, Lamports{*lamports}, *size, std::move(*begin)};
}

auto not_understood(std::string_view method) {
    return failed("the answer to " + std::string(method) +
                  " isn't understood; is that the RPC address of a Solana-compatible chain?");
}

Outcome<std::optional<Head>> find_head(Remote& remote, const Pubkey& address) {
    json::Writer params;
    want_head(params.begin_array().value(address), remote.session.commitment());
    params.end_object().end_array();
    TRY(const auto answer, remote.ok(remote.client.call("getAccountInfo", params.text())));
    if (answer.value().is_none()) return std::nullopt;
    auto head = read_head(address, answer.value());
    if (!head) return not_understood("getAccountInfo");
    return head;
}

template <class State>
std::optional<State> state_of(const Head& head) {
    if (head.owner != ids::loader_v3) return std::nullopt;
    const auto state = tx::decode_loader_state(head.begin);
    if (!state || !std::holds_alternative<State>(*state)) return std::nullopt;
    return std::get<State>(*state);
}

auto no_program(const Pubkey& address, std::string_view why) {
    return failed(codec::to_string(address) +
                  " is no program of the upgradeable loader: " + std::string(why));
}

std::optional<DeployedProgram> read_program(const Pubkey& address, const Head& data) {
    const auto state = state_of<tx::LoaderProgramData>(data);
    if (!state || data.size < tx::LoaderProgramData::header_size) return std::nullopt;
    return DeployedProgram{.address = address,
                           .programdata = data.address,
                           .last_deployed = Slot{state->slot},
                           .authority = state->authority,
                           .capacity = data.size - tx::LoaderProgramData::header_size,
                           .balance = data.lamports};
}

std::optional<LoaderBufferAccount> read_buffer(const Head& head) {
    const auto state = state_of<tx::LoaderBuffer>(head);
    if (!state || head.size < tx::LoaderBuffer::header_size) return std::nullopt;
    return LoaderBufferAccount{.address = head.address,
                               .authority = state->authority,
                               .capacity = head.size - tx::LoaderBuffer::header_size,
                               .balance = head.lamports};
}

Outcome<DeployedProgram> complete_program(Remote& remote, const Head& program) {
    const auto where = tx::loader_v3::programdata_address(program.address);
    TRY(const auto data, find_head(remote, where));
    if (!data) return no_program(program.address, "it was closed; deploy to another address");
    const auto out = read_program(program.address, *data);
    if (!out) return no_program(program.address, "it was closed; deploy to another address");
    return *out;
}

// A condition on bytes of accounts, as getProgramAccounts takes it.
struct Memcmp {
    std::size_t offset = 0;
    Bytes bytes;
};

Outcome<std::vector<Head>> scan(Remote& remote, const std::vector<Memcmp>& filters) {
    json::Writer params;
    params.begin_array().value(ids::loader_v3);
    want_head(params, remote.session.commitment()).key("filters").begin_array();
    for (const auto& filter : filters) {
        params.begin_object().key("memcmp").begin_object().key("bytes").base58(filter.bytes);
        params.field("encoding", "base58").field("offset", filter.offset);
        params.end_object().end_object();
    }
    params.end_array().end_object().end_array();
    TRY(const auto answer, remote.ok(remote.client.call("getProgramAccounts", params.text())));
    std::vector<Head> out;
    for (std::size_t i = 0; i < answer.result().size(); ++i) {
        const auto entry = answer.result().at(i);
        const auto address = codec::decode_key<Pubkey>(entry["pubkey"].string().value_or(""));
        auto head = address ? read_head(*address, entry["account"]) : std::nullopt;
        if (!head) return not_understood("getProgramAccounts");
        out.push_back(std::move(*head));
    }
    std::sort(out.begin(), out.end(),
              [](const auto& a, const auto& b) { return a.address < b.address; });
    return out;
}

// The tag of a state, and behind it (after `skip` bytes) an authority if one is wanted.
std::vector<Memcmp> filters(std::uint8_t tag, std::size_t skip,
                            const std::optional<Pubkey>& authority) {
    std::vector<Memcmp> out = {{0, {tag, 0, 0, 0}}};
    if (!authority) return out;
    Bytes some{1};
    some.insert(some.end(), authority->bytes.begin(), authority->bytes.end());
    out.push_back({sizeof(std::uint32_t) + skip, std::move(some)});
    return out;
}

constexpr std::uint8_t buffer_tag = 1, program_tag = 2, programdata_tag = 3;

struct Content {
    Pubkey key;
    std::size_t header = 0;
};
Content content_of(const LoaderAccount& account) {
    if (const auto* program = std::get_if<DeployedProgram>(&account))
        return {program->programdata, tx::LoaderProgramData::header_size};
    return {std::get<LoaderBufferAccount>(account).address, tx::LoaderBuffer::header_size};
}

}  // namespace

Outcome<std::optional<DeployedProgram>> find_program(Remote& remote, const Pubkey& address) {
    TRY(const auto head, find_head(remote, address));
    if (!head) return std::nullopt;
    if (head->owner != ids::loader_v3)
        return no_program(address, "its owner is " + codec::to_string(head->owner));
    if (!state_of<tx::LoaderProgram>(*head))
        return no_program(address,
                          "it is a buffer or a program's data; give the program's address");
    TRY(const auto program, complete_program(remote, *head));
    return program;
}

Outcome<std::optional<LoaderBufferAccount>> find_buffer(Remote& remote, const Pubkey& address) {
    TRY(const auto head, find_head(remote, address));
    if (!head) return std::nullopt;
    const auto buffer = read_buffer(*head);
    if (buffer) return buffer;
    return failed(codec::to_string(address) + " is no buffer of the upgradeable loader: " +
                  (head->owner == ids::loader_v3
                       ? "it is a program, its data or an empty account"
                       : "its owner is " + codec::to_string(head->owner)));
}

Outcome<BufferPlace> look_at(Remote& remote, const Pubkey& address) {
    TRY(const auto head, find_head(remote, address));
    if (!head) return BufferPlace{};
    return BufferPlace{true, read_buffer(*head)};
}

Outcome<DeployedProgram> need_program(Remote& remote, const Pubkey& address) {
    TRY(const auto program, find_program(remote, address));
    if (program) return *program;
    return failed("there is no program " + codec::to_string(address) +
                  "; deploy one with `orrery program deploy`");
}

Outcome<LoaderBufferAccount> need_buffer(Remote& remote, const Pubkey& address) {
    TRY(const auto buffer, find_buffer(remote, address));
    if (buffer) return *buffer;
    return failed("there is no buffer " + codec::to_string(address) +
                  "; it was used or closed; make one with `orrery program write-buffer`");
}

Outcome<LoaderAccount> need_loader_account(Remote& remote, const Pubkey& address) {
    const auto text = codec::to_string(address);
    TRY(const auto head, find_head(remote, address));
    if (!head)
        return failed("there is no program or buffer " + text +
                      "; list yours with `orrery program show --programs` or --buffers");
    if (const auto buffer = read_buffer(*head)) return *buffer;
    if (state_of<tx::LoaderProgram>(*head)) {
        TRY(const auto program, complete_program(remote, *head));
        return program;
    }
    if (head->owner != ids::loader_v3)
        return failed(text + " is no program or buffer of the upgradeable loader: its owner is " +
                      codec::to_string(head->owner));
    return failed(text +
                  " is no program and no buffer: it is a program's data or an empty "
                  "account; give the program's address");
}

Outcome<Bytes> read_content(Remote& remote, const LoaderAccount& account) {
    const auto [key, header] = content_of(account);
    TRY(const auto found, remote.ok(remote.client.account(key)));
    if (!found || found->data.size() < header)
        return failed("account " + codec::to_string(key) + " was just closed");
    return found->data.slice(header, found->data.size());
}

Outcome<std::vector<DeployedProgram>> list_programs(Remote& remote,
                                                    const std::optional<Pubkey>& authority) {
    TRY(const auto datas, scan(remote, filters(programdata_tag, sizeof(std::uint64_t), authority)));
    TRY(const auto programs, scan(remote, filters(program_tag, 0, std::nullopt)));
    std::map<Pubkey, const Head*> by_key;
    for (const auto& data : datas) by_key[data.address] = &data;
    std::vector<DeployedProgram> out;
    for (const auto& program : programs) {
        const auto state = state_of<tx::LoaderProgram>(program);
        const auto data = state ? by_key.find(state->programdata) : by_key.end();
        if (data == by_key.end()) continue;
        if (const auto read = read_program(program.address, *data->second)) out.push_back(*read);
    }
    return out;
}

Outcome<std::vector<LoaderBufferAccount>> list_buffers(Remote& remote,
                                                       const std::optional<Pubkey>& authority) {
    TRY(const auto heads, scan(remote, filters(buffer_tag, 0, authority)));
    std::vector<LoaderBufferAccount> out;
    for (const auto& head : heads)
        if (const auto buffer = read_buffer(head)) out.push_back(*buffer);
    return out;
}

Outcome<void> check_authority(const std::optional<Pubkey>& authority, const Pubkey& ours,
                              const Right& right) {
    const std::string done(right.done);
    if (!authority) return failed(right.account + " is final: it can't be " + done + " by anybody");
    if (*authority == ours) return {};
    return failed(right.account + " can be " + done + " by " + codec::to_string(*authority) +
                  " only, not by " + codec::to_string(ours) + "; give its key with " +
                  std::string(right.option));
}

}  // namespace orrery::cli
