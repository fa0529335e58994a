import { fail } from "./errors.js";

const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const digits = new Map([...alphabet].map((character, value) => [character, value]));

/// Digits of `source` (most significant first, base `from`) in base `to`, leading zeros kept.
function convert(source, from, to) {
    let zeros = 0;
    while (zeros < source.length && source[zeros] === 0) ++zeros;
    const out = []; // least significant first
    for (const digit of source) {
        let carry = digit;
        for (let i = 0; i < out.length; ++i) {
            carry += out[i] * from;
            out[i] = carry % to;
            carry = Math.floor(carry / to);
        }
        for (; carry > 0; carry = Math.floor(carry / to)) out.push(carry % to);
    }
    return [...Array(zeros).fill(0), ...out.reverse()];
}

export function encodeBase58(bytes) {
    return convert(bytes, 256, 58)
        .map((value) => alphabet[value])
        .join("");
}

export function decodeBase58(text) {
    // Keys and signatures are all that this module reads; longer texts would cost quadratic time.
    if (text.length > 128) fail("BadBase58", "a text of more than 128 characters", "is it a key?");
    const values = [...text].map((character) => digits.get(character));
    if (values.includes(undefined))
        fail("BadBase58", `"${text}" isn't base58`, "look for 0, O, I, l and spaces");
    return Uint8Array.from(convert(values, 58, 256));
}
