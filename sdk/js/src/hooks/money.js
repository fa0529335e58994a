import { encodeBase58 } from "../base58.js";
import { concat, idBytes, keyBytes, utf8 } from "../bytes.js";
import { integer, u64 } from "../errors.js";
import { jumboFee } from "../fee.js";
import { sha512 } from "../sha2.js";
import { limits } from "./limits.js";

const headerSize = 184n; // of a Hook account

/// Lamports that a trigger costs besides its bid.
export function hookGas(cuLimit, bodyLength) {
    const units = BigInt(integer(cuLimit, "cuLimit", 0, 2 ** 32 - 1));
    const size = headerSize + u64(bodyLength, "bodyLength");
    return 5_000n * ((units + 199_999n) / 200_000n) + jumboFee(size);
}

/// What becomes of a bid and its gas: {initiator, owner, network}, exact to the lamport.
export function split(config, bid, gas) {
    const total = u64(bid, "the bid");
    const share = (bps) => (total * BigInt(bps)) / 10_000n;
    const [initiator, owner] = config.splitBps.map(share);
    return { initiator, owner, network: total - initiator - owner + u64(gas, "the gas") };
}

/// The id of the index-th hook that a transaction set off.
export const hookId = (parent, hook, index) =>
    encodeBase58(
        sha512(
            concat(
                utf8("solayer-hook-v1"),
                idBytes(parent),
                keyBytes(hook, "the hook"),
                Uint8Array.of(integer(index, "index", 0, limits.perTx - 1)),
            ),
        ),
    );
