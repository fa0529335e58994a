#include "sdk/json/encodings.hpp"

#include <array>

namespace orrery::json {
namespace {

// In the order of the enumerators.
constexpr std::array<std::string_view, 5> account_encodings = {"binary", "base58", "base64",
                                                               "jsonParsed", "base64+zstd"};
constexpr std::array<std::string_view, 6> transaction_encodings = {
    "binary", "base64", "base58", "json", "jsonParsed", "base64+zstd"};
constexpr std::array<std::string_view, 4> details = {"full", "signatures", "none", "accounts"};
constexpr std::array<std::string_view, 3> commitments = {"processed", "confirmed", "finalized"};

struct Alias {
    std::string_view name;
    Commitment commitment;
};
constexpr Alias aliases[] = {{"recent", Commitment::processed},
                             {"single", Commitment::confirmed},
                             {"singleGossip", Commitment::confirmed},
                             {"root", Commitment::finalized},
                             {"max", Commitment::finalized}};

template <class E>
std::optional<E> find(const auto& names, std::string_view text) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == text) return static_cast<E>(i);
    return std::nullopt;
}

}  // namespace

std::string_view name(AccountEncoding encoding) {
    return account_encodings[static_cast<std::size_t>(encoding)];
}
std::string_view name(TransactionEncoding encoding) {
    return transaction_encodings[static_cast<std::size_t>(encoding)];
}
std::string_view name(TransactionDetails value) { return details[static_cast<std::size_t>(value)]; }
std::string_view name(Commitment commitment) {
    return commitments[static_cast<std::size_t>(commitment)];
}

std::optional<AccountEncoding> parse_account_encoding(std::string_view text) {
    return find<AccountEncoding>(account_encodings, text);
}
std::optional<TransactionEncoding> parse_transaction_encoding(std::string_view text) {
    return find<TransactionEncoding>(transaction_encodings, text);
}
std::optional<TransactionDetails> parse_transaction_details(std::string_view text) {
    return find<TransactionDetails>(details, text);
}

std::optional<Commitment> parse_commitment(std::string_view text) {
    if (const auto found = find<Commitment>(commitments, text)) return found;
    for (const Alias& alias : aliases)
        if (alias.name == text) return alias.commitment;
    return std::nullopt;
}

}  // namespace orrery::json
