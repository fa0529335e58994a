#include "sdk/json/parsed_instruction.hpp"

#include "sdk/codec/utf8.hpp"
#include "sdk/json/instruction_table.hpp"
#include "sdk/types/ids.hpp"

namespace orrery::json {
namespace {

struct Program {
    Pubkey id;
    std::string_view name;
    std::optional<ParsedInstruction> (*parse)(InstructionReader&);  ///< null: a memo
};

constexpr Program programs[] = {
    {ids::address_lookup_table, "address-lookup-table", parse_lookup_table},
    {ids::spl_associated_token, "spl-associated-token-account", parse_associated_token},
    {ids::spl_memo_v1, "spl-memo", nullptr},
    {ids::spl_memo, "spl-memo", nullptr},
    {ids::loader_v2, "bpf-loader", parse_loader_v2},
    {ids::loader_v3, "bpf-upgradeable-loader", parse_loader_v3},
    {ids::system, "system", parse_system},
    {ids::spl_token, "spl-token", parse_token},
    {ids::spl_token_2022, "spl-token", parse_token},
};

Pubkey key_at(const InstructionView& instruction, std::uint16_t index) {
    return index < instruction.keys.size() ? instruction.keys[index] : Pubkey();
}

std::optional<std::string> parse_memo(ByteSpan data) {
    if (codec::check_utf8(data)) return std::nullopt;
    return Writer().string(as_text(data)).take();
}

// The `parsed` member; nothing when the instruction doesn't parse.
std::optional<std::string> parsed_json(const Program& program, const InstructionView& instruction) {
    if (program.parse == nullptr) return parse_memo(instruction.data);
    InstructionReader in(instruction);
    const auto parsed = program.parse(in);
    if (!parsed) return std::nullopt;
    Writer out;
    out.begin_object().key("info");
    parsed->info.write(out);
    return out.key("type").plain(parsed->type).end_object().take();
}

void write_data(Writer& out, const InstructionView& instruction) {
    out.key("data");
    if (instruction.data.size() <= instruction.base58_limit)
        out.base58(instruction.data);
    else
        out.begin_array().base64(instruction.data).plain("base64").end_array();
}

void write_partially_decoded(Writer& out, const InstructionView& instruction) {
    out.begin_object().key("accounts").begin_array();
    for (const std::uint16_t index : instruction.accounts) out.base58(key_at(instruction, index));
    write_data(out.end_array(), instruction);
    out.field("programId", key_at(instruction, instruction.program_index));
    out.field("stackHeight", instruction.stack_height).end_object();
}

}  // namespace

void write_parsed_instruction(Writer& out, const InstructionView& instruction) {
    const Pubkey id = key_at(instruction, instruction.program_index);
    const auto program = std::ranges::find(programs, id, &Program::id);
    const auto parsed =
        program == std::end(programs) ? std::nullopt : parsed_json(*program, instruction);
    if (!parsed) return write_partially_decoded(out, instruction);
    out.begin_object().key("parsed").raw(*parsed).key("program").plain(program->name);
    out.field("programId", id).field("stackHeight", instruction.stack_height).end_object();
}

void write_compiled_instruction(Writer& out, const InstructionView& instruction) {
    out.begin_object().key("accounts").begin_array();
    for (const std::uint16_t index : instruction.accounts) out.number(index);
    write_data(out.end_array(), instruction);
    out.field("programIdIndex", instruction.program_index);
    out.field("stackHeight", instruction.stack_height).end_object();
}

}  // namespace orrery::json
