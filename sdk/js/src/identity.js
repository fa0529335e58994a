// What identifies a message: its hash, the text that stands for it, and its transaction's id.
import { encodeBase58 } from "./base58.js";
import { concat, toHex, utf8 } from "./bytes.js";
import { sha256, sha512 } from "./sha2.js";

export const scheme = Object.freeze({ ed25519: 0, session: 1, jwt: 2, passkey: 3, text: 4 });

/// SHA-256 of the signed bytes: the chain runs each of these once.
export const messageHash = (message) => sha256(message);

/// The 78 characters that any wallet can sign in place of the signed bytes (scheme 4).
export const signingText = (message) =>
    `Solayer jumbo ${toHex(sha256(concat(utf8("solayer-jumbo-text"), message)))}`;

/// The id by which the chain knows a transaction: its first signature if that is plain ed25519.
export const transactionId = (message, [first]) =>
    encodeBase58(
        first.scheme === scheme.ed25519
            ? first.bytes
            : sha512(concat(utf8("solayer-jumbo-id"), message)),
    );
