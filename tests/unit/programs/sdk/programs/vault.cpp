#include <sol/program.hpp>

using namespace sol;

// Pays out of the payer's vault: an address that this program signs for.
static Result<void> process(const Context& context) {
    SOL_ACCOUNTS(context, payer, vault, to);
    Reader arguments(context.data);
    SOL_TRY(lamports, arguments.read<uint64_t>());
    SOL_TRY(address, find_pda(context.program_id, seeds("vault", payer.key())));
    SOL_CHECK(vault.expect_key(address.key));
    return system::transfer({vault, to, lamports})
        .invoke_signed(seeds("vault", payer.key(), address.bump));
}

SOL_ENTRYPOINT(process, 3);
