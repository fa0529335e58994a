// Request bodies come from anywhere: every one yields calls or an error, every decoder of arguments
// an argument or an error, and whatever is answered is JSON again.
#include <cstdlib>

#include "sdk/json/errors.hpp"
#include "sdk/json/params.hpp"
#include "sdk/json/request.hpp"
#include "sdk/json/response.hpp"

namespace {

using namespace orrery::json;

void check_error(std::string_view id, const RpcError& error) {
    if (!Document::parse(error_response(id, error), {.max_depth = 64})) std::abort();
}

template <class T>
void check(const RpcResult<T>& result) {
    if (!result) check_error("1", result.error());
}

void read_argument(View value) {
    check(pubkey_param(value));
    check(signature_param(value));
    check(u64_param(value));
    check(account_config(value));
    check(program_accounts_config(value));
    check(block_config(value));
    check(token_accounts_filter(value));
    read_transaction_error(value);
    for (const auto encoding : {TransactionEncoding::base58, TransactionEncoding::base64})
        if (const auto text = value.string())
            check(wire_param({.text = *text, .encoding = encoding}));
}

void read_call(const Call& call) {
    if (!Document::parse(result_response(call.id, "null"))) std::abort();
    if (call.kind == Call::Kind::invalid) check_error(call.id, call.error);
    for (const std::size_t total : {0, 1, 3}) {
        check(call.params.check_count(0, total));
        check(call.params.check_count(total, total));
    }
    for (std::size_t i = 0; i < call.params.size() && i < 8; ++i) read_argument(call.params[i]);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto envelope = parse_envelope(orrery::as_text({data, size}));
    if (!envelope) {
        check_error("null", envelope.error());
        return 0;
    }
    for (const Call& call : envelope->calls) read_call(call);
    return 0;
}
