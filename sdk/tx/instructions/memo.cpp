#include "sdk/tx/instructions/memo.hpp"

#include "sdk/tx/instructions/metas.hpp"

namespace orrery::tx::memo {

Instruction memo(std::string_view text, std::span<const Pubkey> signers, const Pubkey& program) {
    const ByteSpan bytes = as_bytes(text);
    Instruction out{program, {}, Bytes(bytes.begin(), bytes.end())};
    for (const Pubkey& signer : signers) out.accounts.push_back(readonly_signer(signer));
    return out;
}

}  // namespace orrery::tx::memo
