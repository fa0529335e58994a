import { fail, integer, maxU64, u64 } from "./errors.js";

/// Limits of a jumbo transaction (docs/spec/jumbo.md 2).
export const limits = Object.freeze({
    size: 2 * 1024 * 1024, // wire bytes
    addresses: 8192,
    instructions: 8192,
    signatures: 64,
    accountsPerInstruction: 255,
    computeUnits: 24_000_000,
    loadedAccountsDataSize: 256 * 1024 * 1024, // bytes
    minHeapBytes: 32 * 1024,
    maxHeapBytes: 256 * 1024,
    instructionTrace: 16_384,
});

const lamportsPerSignature = 5_000n;
const freeSize = 4096n;
const step = 65_536n; // bytes per doubling

/// Lamports for `size` bytes (signed bytes and 64 per signature): nothing up to 4 KiB, then doubling
/// every 64 KiB and linear between; saturates at 2^64 - 1.
export function jumboFee(size) {
    const bytes = u64(size, "the size");
    if (bytes <= freeSize) return 0n;
    const doublings = (bytes - freeSize) / step;
    if (doublings >= 50n) return maxU64;
    const rest = (bytes - freeSize) % step;
    return (((5_000n << doublings) * (step + rest)) >> 16n) - 5_000n;
}

/// What a jumbo pays in all, in lamports.
export function baseFee({
    size,
    signatures = 1,
    precompileSignatures = 0,
    computeUnitLimit = 0,
    priorityFee = 0n,
}) {
    const entries =
        integer(signatures, "signatures", 1, limits.signatures) +
        integer(precompileSignatures, "precompileSignatures", 0, 255 * limits.instructions);
    const units = integer(computeUnitLimit, "computeUnitLimit", 0, limits.computeUnits);
    const steps = BigInt(Math.floor((Math.max(units, 1) - 1) / 1_400_000));
    const fee =
        (BigInt(entries) + steps) * lamportsPerSignature +
        jumboFee(size) +
        u64(priorityFee, "priorityFee");
    if (fee <= maxU64) return fee;
    return fail("FeeOverflow", `a fee of ${fee} lamports`, "it must fit into 64 bits");
}

/// Lamports that keep an account of `space` bytes.
export const rentMinimum = (space, lamportsPerByte = 6960n) =>
    (128n + u64(space, "space")) * u64(lamportsPerByte, "lamportsPerByte");
