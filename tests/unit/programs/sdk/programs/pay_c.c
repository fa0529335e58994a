#include <sol.h>

uint64_t entrypoint(uint8_t* input);

uint64_t entrypoint(uint8_t* input) {
    SolAccountInfo accounts[2];
    SolParameters in;
    sol_parse(input, &in, accounts, 2);
    if (in.account_count < 2) return SOL_NOT_ENOUGH_ACCOUNT_KEYS;
    if (in.data_len < 8) return SOL_INVALID_INSTRUCTION_DATA;
    SOL_C_REQUIRE(!sol_same_key(accounts[0].key, accounts[1].key), "both are one account");
    return sol_transfer(accounts, sol_load_u64(in.data), 0, 0);
}
