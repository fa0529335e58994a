#include "tests/differential/case.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <stdexcept>

#include "sdk/codec/base58.hpp"
#include "sdk/codec/base64.hpp"

namespace orrery::differential {
namespace {

namespace json = boost::json;

std::string text(const json::value& value) { return json::value_to<std::string>(value); }

std::uint64_t number(const json::value& value) {
    if (!value.is_string()) return value.to_number<std::uint64_t>();
    const auto digits = text(value);
    std::uint64_t out = 0;
    const auto end = digits.data() + digits.size();
    if (std::from_chars(digits.data(), end, out).ptr != end)
        throw std::runtime_error("not a number: " + digits);
    return out;
}

template <class Key>
Key key(const json::value& value) {
    const auto decoded = codec::decode_key<Key>(text(value));
    if (!decoded) throw std::runtime_error("not a key: " + text(value));
    return *decoded;
}

Bytes base64(const json::value& value) {
    auto decoded = codec::base64_decode(text(value));
    if (!decoded) throw std::runtime_error("not base64: " + text(value));
    return std::move(*decoded);
}

std::map<std::uint64_t, std::vector<InnerCall>> inner_calls(const json::array& lists) {
    std::map<std::uint64_t, std::vector<InnerCall>> out;
    for (std::size_t i = 0; i < lists.size(); ++i)
        for (const auto& call : lists[i].as_array())
            out[i].push_back(
                {.program = text(call.at("programId")),
                 .accounts = json::value_to<std::vector<std::uint64_t>>(call.at("accounts")),
                 .data = text(call.at("data")),
                 .stack_height = number(call.at("stackHeight"))});
    return out;
}

}  // namespace

struct CaseFile::Parser {
    std::vector<Bytes>& blobs;

    Bytes data(const json::value& account) const {
        const auto* blob = account.as_object().if_contains("blob");
        Bytes out = blob ? blobs.at(number(*blob)) : base64(account.at("data"));
        out.resize(number(account.at("space")));
        return out;
    }

    AccountRef account(const json::value& value) const {
        if (value.as_object().contains("absent")) return nullptr;
        return std::make_shared<const Account>(
            Account{.lamports = Lamports{number(value.at("lamports"))},
                    .owner = key<Pubkey>(value.at("owner")),
                    .executable = value.at("executable").as_bool(),
                    .rent_epoch = number(value.at("rentEpoch")),
                    .data = AccountData::from(data(value))});
    }

    template <class Map>
    Map accounts(const json::value& list) const {
        Map out;
        for (const auto& value : list.as_array())
            out.emplace(key<Pubkey>(value.at("address")), account(value));
        return out;
    }

    Answer answer(const json::value& value) const {
        Answer out{.status = text(value.at("status")),
                   .error = json::serialize(value.at("err")),
                   .logs = json::value_to<std::vector<std::string>>(value.at("logs")),
                   .compute_units = number(value.at("cu")),
                   .fee = number(value.at("fee")),
                   .return_program = {},
                   .return_data = text(value.at("returnData").at("data")),
                   .inner = inner_calls(value.at("innerInstructions").as_array()),
                   .changed = accounts<std::map<Pubkey, AccountRef>>(value.at("post")),
                   .strays = {}};
        if (!out.return_data.empty())
            out.return_program = text(value.at("returnData").at("programId"));
        return out;
    }

    Case parse(const json::value& line) const {
        Case out;
        out.id = number(line.at("id"));
        out.family = text(line.at("family"));
        for (const auto& name : line.at("instructions").as_array())
            out.instructions += (out.instructions.empty() ? "" : ", ") + text(name);
        if (const auto* mutation = line.as_object().if_contains("mutation"))
            out.mutation = text(*mutation);
        out.latest_blockhash = key<Hash>(line.at("latestBlockhash"));
        out.tx = base64(line.at("tx"));
        out.accounts = accounts<AccountMap>(line.at("accounts"));
        out.expect = answer(line.at("expect"));
        return out;
    }
};

CaseFile::CaseFile(const std::string& path) : file_(path) {
    if (!file_) throw std::runtime_error("cannot read " + path);
}

std::optional<Case> CaseFile::next() {
    const Parser parser{blobs_};
    for (std::string line; std::getline(file_, line);) {
        const auto value = json::parse(line);
        const auto& object = value.as_object();
        if (object.contains("id")) return parser.parse(value);
        if (object.contains("blob")) blobs_.push_back(base64(object.at("data")));
        if (object.contains("base")) base_ = parser.accounts<AccountMap>(object.at("base"));
    }
    return std::nullopt;
}

}  // namespace orrery::differential
