// Jumbo transactions (docs/spec/jumbo.md) by hand, apart from every SDK: what they encode is checked
// against this.
import { createHash, createPrivateKey, sign } from "node:crypto";

import { cat, u8, u16, u32, u64 } from "../../differential/lib/bytes.mjs";

const flags = { schemes: 1 };
export const scheme = { ed25519: 0, text: 4 };

/// An ed25519 signature by a key pair of web3.js.
export function signWith(keypair, message) {
    const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");
    const seed = keypair.secretKey.subarray(0, 32);
    const key = createPrivateKey({ key: cat(pkcs8, seed), format: "der", type: "pkcs8" });
    return sign(null, message, key);
}

/// The addresses in Solana's order, the payer first: [{key, signer, writable}].
function orderedKeys(payer, instructions) {
    const known = new Map([[payer.toBase58(), { key: payer, signer: true, writable: true }]]);
    const add = (key, signer, writable) => {
        const entry = known.get(key.toBase58()) ?? { key, signer: false, writable: false };
        entry.signer ||= signer;
        entry.writable ||= writable;
        known.set(key.toBase58(), entry);
    };
    for (const { programId, keys } of instructions) {
        add(programId, false, false);
        for (const { pubkey, isSigner, isWritable } of keys) add(pubkey, isSigner, isWritable);
    }
    const rank = ({ signer, writable }) => (signer ? 0 : 2) + (writable ? 0 : 1);
    return [...known.values()].sort((a, b) => rank(a) - rank(b));
}

/// The signed bytes of web3.js' instructions.
export function jumboMessage({ payer, instructions, blockhash, schemes, unitLimit, dataLimit }) {
    const keys = orderedKeys(payer, instructions);
    const indexOf = new Map(keys.map(({ key }, i) => [key.toBase58(), i]));
    const count = (wanted) => keys.filter(wanted).length;
    const config = [
        [4, unitLimit ?? 200_000 * Math.min(instructions.length, 120)],
        [8, dataLimit ?? 64 << 20],
    ];
    return cat(
        u8(0xca),
        u8(count((k) => k.signer)),
        u8(count((k) => k.signer && !k.writable)),
        u8(schemes ? flags.schemes : 0),
        u16(count((k) => !k.signer && !k.writable)),
        u16(keys.length),
        u16(instructions.length),
        u16(0),
        u32(config.reduce((mask, [bit]) => mask | bit, 0)),
        blockhash,
        ...keys.map(({ key }) => key.toBuffer()),
        ...config.map(([, value]) => u32(value)),
        ...instructions.map((i) =>
            cat(u16(indexOf.get(i.programId.toBase58())), u16(i.keys.length), u32(i.data.length)),
        ),
        ...instructions.map((i) =>
            cat(...i.keys.map((k) => u16(indexOf.get(k.pubkey.toBase58()))), i.data),
        ),
    );
}

const hash = (name, ...parts) =>
    parts.reduce((h, part) => h.update(part), createHash(name)).digest();

/// What scheme 4 signs.
export const signingText = (message) =>
    Buffer.from(`Solayer jumbo ${hash("sha256", "solayer-jumbo-text", message).toString("hex")}`);

/// The id of a jumbo whose first signature isn't of scheme 0.
export const hashedId = (message) => hash("sha512", "solayer-jumbo-id", message);

/// The wire bytes, signed by one key pair.
export function jumboWire(message, keypair) {
    if ((message[3] & flags.schemes) === 0) return cat(message, signWith(keypair, message));
    const signature = signWith(keypair, signingText(message));
    return cat(message, u8(scheme.text), u32(signature.length), signature);
}

/// A v1 transaction (SIMD-0385) of one transfer.
export function v1Transfer({ from, to, lamports, blockhash }) {
    const message = cat(
        u8(0x81),
        u8(1),
        u8(0),
        u8(1),
        u32(4 | 8),
        blockhash,
        u8(1),
        u8(3),
        from.publicKey.toBuffer(),
        to.toBuffer(),
        Buffer.alloc(32),
        u32(1000),
        u32(100_000),
        u8(2),
        u8(2),
        u16(12),
        u8(0),
        u8(1),
        u32(2),
        u64(lamports),
    );
    return cat(message, signWith(from, message));
}

const zstdBlock = (bytes, isLast) => {
    const header = (bytes.length << 3) | (isLast ? 1 : 0);
    return cat(u8(header), u16(header >> 8), bytes);
};

/// A zstd frame (RFC 8878) of raw blocks: Node 20 can't compress.
export function zstdFrame(bytes) {
    const max = 128 * 1024;
    const blocks = [];
    for (let at = 0; at < bytes.length; at += max)
        blocks.push(zstdBlock(bytes.subarray(at, at + max), at + max >= bytes.length));
    return cat(u32(0xfd2fb528), u8(0xa0), u32(bytes.length), ...blocks);
}
