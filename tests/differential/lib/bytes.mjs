// Little-endian fields, base58 and addresses. Addresses are base58 strings everywhere but on the wire.
import { createHash } from "node:crypto";

import { PublicKey } from "@solana/web3.js";

const numeric = (size, write) => (value) => {
    const out = Buffer.alloc(size);
    write(out, value);
    return out;
};
export const u8 = numeric(1, (b, v) => b.writeUInt8(Number(BigInt.asUintN(8, BigInt(v)))));
export const u16 = numeric(2, (b, v) => b.writeUInt16LE(Number(BigInt.asUintN(16, BigInt(v)))));
export const u32 = numeric(4, (b, v) => b.writeUInt32LE(Number(BigInt.asUintN(32, BigInt(v)))));
export const u64 = numeric(8, (b, v) => b.writeBigUInt64LE(BigInt.asUintN(64, BigInt(v))));
export const f64 = numeric(8, (b, v) => b.writeDoubleLE(v));
export const cat = (...parts) => Buffer.concat(parts);
/// A u64 length and the bytes, as bincode writes a string.
export const bincodeText = (text) => cat(u64(Buffer.byteLength(text)), Buffer.from(text));
/// A u32 length and the bytes, as borsh writes a string.
export const borshText = (text) => cat(u32(Buffer.byteLength(text)), Buffer.from(text));
export const sha256 = (...parts) => {
    const hash = createHash("sha256");
    for (const part of parts) hash.update(part);
    return hash.digest();
};

const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
export function base58(bytes) {
    let zeros = 0;
    while (zeros < bytes.length && bytes[zeros] === 0) zeros++;
    let value = BigInt("0x0" + Buffer.from(bytes).toString("hex"));
    let out = "";
    for (; value > 0n; value /= 58n) out = alphabet[Number(value % 58n)] + out;
    return "1".repeat(zeros) + out;
}

const decoded = new Map();
/// The 32 bytes of an address.
export function key(address) {
    let bytes = decoded.get(address);
    if (!bytes) {
        let value = 0n;
        for (const c of address) value = value * 58n + BigInt(alphabet.indexOf(c));
        bytes = Buffer.from(value.toString(16).padStart(64, "0"), "hex");
        decoded.set(address, bytes);
    }
    return bytes;
}

/// A COption in Token's layout: u32 tag and the bytes, zeros when absent.
export const optionKey = (address) => (address ? cat(u32(1), key(address)) : Buffer.alloc(36));

/// [address, bump] of a program derived address.
export function findPda(seeds, program) {
    const [address, bump] = PublicKey.findProgramAddressSync(seeds, new PublicKey(program));
    return [address.toBase58(), bump];
}

/// The address CreateAccountWithSeed derives.
export const withSeed = (base, seed, owner) =>
    base58(sha256(key(base), Buffer.from(seed), key(owner)));
