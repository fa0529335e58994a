import { decodeBase58, encodeBase58 } from "./base58.js";
import { fail } from "./errors.js";

export const concat = (...parts) => {
    const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
        out.set(part, at);
        at += part.length;
    }
    return out;
};

export const utf8 = (text) => new TextEncoder().encode(text);
export const toHex = (bytes) =>
    Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

const chunk = 0x8000; // arguments of one call

/// The bytes as a string of one character each: compares as the bytes do, and is a key of a Map.
export function binary(bytes) {
    let text = "";
    for (let at = 0; at < bytes.length; at += chunk)
        text += String.fromCharCode(...bytes.subarray(at, at + chunk));
    return text;
}

export const fromBinary = (text) => Uint8Array.from(text, (character) => character.charCodeAt(0));
export const toBase64 = (bytes) => btoa(binary(bytes));
export const fromBase64 = (text) => fromBinary(atob(text));

const isBytes = (value) => ArrayBuffer.isView(value) && value.BYTES_PER_ELEMENT === 1;

/// A value's bytes: a Uint8Array or what extends it, an array of bytes, or nothing.
export function toBytes(value, name) {
    if (value === undefined || value === null) return new Uint8Array(0);
    if (isBytes(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    if (
        Array.isArray(value) &&
        value.every((byte) => Number.isInteger(byte) && byte >= 0 && byte < 256)
    )
        return Uint8Array.from(value);
    return fail("BadBytes", `${name} isn't bytes`, "give a Uint8Array");
}

function fixed(bytes, length, name) {
    if (bytes.length === length) return bytes;
    return fail("BadKey", `${name} has ${bytes.length} bytes`, `it must have ${length}`);
}

/// 32 bytes of whatever names an account: base58, bytes, web3.js' PublicKey, or a signer.
export function keyBytes(value, name = "an address") {
    if (typeof value === "string") return fixed(decodeBase58(value), 32, name);
    if (isBytes(value)) return fixed(toBytes(value, name), 32, name);
    if (typeof value?.toBytes === "function")
        return fixed(toBytes(value.toBytes(), name), 32, name);
    if (value?.address !== undefined) return keyBytes(value.address, name);
    if (value?.publicKey !== undefined) return keyBytes(value.publicKey, name);
    return fail("BadKey", `${name} is ${value}`, "give base58, 32 bytes or a PublicKey");
}

export const keyText = (value, name) =>
    typeof value === "string" && keyBytes(value, name)
        ? value
        : encodeBase58(keyBytes(value, name));

/// 64 bytes of a transaction's id: base58 or bytes.
export const idBytes = (value, name = "a transaction's id") =>
    fixed(typeof value === "string" ? decodeBase58(value) : toBytes(value, name), 64, name);

/// Appends little-endian values to a buffer that grows.
export class Writer {
    #bytes;
    #view;
    #at = 0;

    constructor(capacity = 256) {
        this.#reserve(new Uint8Array(capacity));
    }
    #reserve(bytes) {
        this.#bytes = bytes;
        this.#view = new DataView(bytes.buffer);
    }
    /// Room for n more bytes; where they begin. The buffer may be another one after it.
    #grow(n) {
        const at = this.#at;
        const needed = at + n;
        if (needed > this.#bytes.length) {
            const larger = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
            larger.set(this.#bytes.subarray(0, at));
            this.#reserve(larger);
        }
        this.#at = needed;
        return at;
    }
    u8(value) {
        const at = this.#grow(1);
        this.#view.setUint8(at, value);
        return this;
    }
    u16(value) {
        const at = this.#grow(2);
        this.#view.setUint16(at, value, true);
        return this;
    }
    u32(value) {
        const at = this.#grow(4);
        this.#view.setUint32(at, value, true);
        return this;
    }
    u64(value) {
        const at = this.#grow(8);
        this.#view.setBigUint64(at, value, true);
        return this;
    }
    bytes(bytes) {
        const at = this.#grow(bytes.length);
        this.#bytes.set(bytes, at);
        return this;
    }
    zeros(n) {
        this.#grow(n);
        return this;
    }
    take() {
        return this.#bytes.slice(0, this.#at);
    }
}

/// Reads little-endian values; going beyond the end is a `Truncated`.
export class Reader {
    #bytes;
    #view;
    at = 0;

    constructor(bytes) {
        this.#bytes = bytes;
        this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    get rest() {
        return this.#bytes.length - this.at;
    }
    #take(n) {
        if (n > this.rest)
            fail(
                "Truncated",
                `the bytes end at ${this.#bytes.length}, ${this.at + n} are needed`,
                "pass them whole",
            );
        this.at += n;
        return this.at - n;
    }
    u8() {
        return this.#view.getUint8(this.#take(1));
    }
    u16() {
        return this.#view.getUint16(this.#take(2), true);
    }
    u32() {
        return this.#view.getUint32(this.#take(4), true);
    }
    u64() {
        return this.#view.getBigUint64(this.#take(8), true);
    }
    /// Borrowed.
    bytes(n) {
        const begin = this.#take(n);
        return this.#bytes.subarray(begin, begin + n);
    }
    key() {
        return encodeBase58(this.bytes(32));
    }
    end() {
        if (this.rest > 0)
            fail("TrailingBytes", `${this.rest} bytes follow the end`, "pass nothing else");
    }
}
