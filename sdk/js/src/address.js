import { concat, keyBytes, toBytes, utf8 } from "./bytes.js";
import { encodeBase58 } from "./base58.js";
import { fail } from "./errors.js";
import { sha256 } from "./sha2.js";

const p = 2n ** 255n - 19n;
const d = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;

function power(base, exponent) {
    let result = 1n;
    for (let b = base, e = exponent; e > 0n; e >>= 1n, b = (b * b) % p)
        if (e & 1n) result = (result * b) % p;
    return result;
}

/// Whether 32 bytes are a point of Ed25519's curve, as the chain decides it: y is taken modulo p
/// and the sign of x isn't looked at.
export function isOnCurve(bytes) {
    let y = 0n;
    for (let i = 31; i >= 0; --i) y = (y << 8n) | BigInt(i === 31 ? bytes[i] & 0x7f : bytes[i]);
    const yy = (y * y) % p;
    // x^2 = u / v has a root exactly if u * v is a square; v is never 0.
    const uv = ((yy + p - 1n) * (d * yy + 1n)) % p;
    return uv === 0n || power(uv, (p - 1n) / 2n) === 1n;
}

const seedBytes = (seed) => (typeof seed === "string" ? utf8(seed) : toBytes(seed, "a seed"));

/// The first address that the seeds derive under a program, and its bump.
export function findProgramAddress(seeds, program) {
    const parts = seeds.map(seedBytes);
    if (parts.length > 15) fail("BadSeeds", `${parts.length} seeds`, "a bump goes with 15 at most");
    const long = parts.find((part) => part.length > 32);
    if (long) fail("BadSeeds", `a seed of ${long.length} bytes`, "hash it: 32 bytes is the limit");
    const tail = concat(keyBytes(program, "the program"), utf8("ProgramDerivedAddress"));
    for (let bump = 255; bump > 0; --bump) {
        const hash = sha256(concat(...parts, Uint8Array.of(bump), tail));
        if (!isOnCurve(hash)) return { address: encodeBase58(hash), bump };
    }
    return fail("BadSeeds", "no bump leads off the curve", "use other seeds");
}

/// The address that a base key, a text and an owner derive (System's create_with_seed).
export function createWithSeed(base, seed, owner) {
    const text = utf8(seed);
    if (text.length > 32) fail("BadSeeds", `a seed of ${text.length} bytes`, "32 is the limit");
    return encodeBase58(sha256(concat(keyBytes(base), text, keyBytes(owner))));
}

/// Addresses that this module has to know.
export const addresses = Object.freeze({
    system: "11111111111111111111111111111111",
    loaderV3: "BPFLoaderUpgradeab1e11111111111111111111111",
    computeBudget: "ComputeBudget111111111111111111111111111111",
    rent: "SysvarRent111111111111111111111111111111111",
    clock: "SysvarC1ock11111111111111111111111111111111",
    instructionsSysvar: "Sysvar1nstructions1111111111111111111111111",
    ed25519: "Ed25519SigVerify111111111111111111111111111",
    secp256k1: "KeccakSecp256k11111111111111111111111111111",
    secp256r1: "Secp256r1SigVerify1111111111111111111111111",
    hooks: "Hooks11111111111111111111111111111111111111",
});
