// What the tests of @orrery/sdk share.
import { createPrivateKey, createPublicKey, sign, verify } from "node:crypto";

import { Keypair, PublicKey, TransactionInstruction } from "@solana/web3.js";
import { OrreryError } from "@orrery/sdk";

import { cat, u32, u64 } from "../../differential/lib/bytes.mjs";
import { ids } from "../../differential/lib/ids.mjs";

/// System's transfer as web3.js has instructions.
export const transfer = (from, to, lamports) =>
    new TransactionInstruction({
        programId: new PublicKey(ids.system),
        keys: [
            { pubkey: from, isSigner: true, isWritable: true },
            { pubkey: to, isSigner: false, isWritable: true },
        ],
        data: cat(u32(2), u64(lamports)),
    });

const privateKey = (keypair) => {
    const part = (bytes) => Buffer.from(bytes).toString("base64url");
    const [d, x] = [keypair.secretKey.slice(0, 32), keypair.secretKey.slice(32)].map(part);
    return createPrivateKey({ key: { kty: "OKP", crv: "Ed25519", d, x }, format: "jwk" });
};

export const ed25519 = (keypair, message) =>
    new Uint8Array(sign(null, message, privateKey(keypair)));

export function verifies(address, message, signature) {
    const x = Buffer.from(new PublicKey(address).toBytes()).toString("base64url");
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    return verify(null, message, key, signature);
}

/// A wallet as adapters show them: it signs texts, and nothing that may be a transaction.
export class Wallet {
    signed = [];
    constructor(keypair = Keypair.generate()) {
        this.keypair = keypair;
        this.publicKey = keypair.publicKey;
    }
    async signMessage(bytes) {
        if (bytes[0] === 0xca || bytes.some((byte) => byte < 0x20 || byte > 0x7e))
            throw new Error("the wallet refuses to sign what isn't a text");
        this.signed.push(new TextDecoder().decode(bytes));
        return ed25519(this.keypair, bytes);
    }
}

/// For assert.throws and assert.rejects: our error, with this code and words on what helps.
export const refused = (code) => (error) =>
    error instanceof OrreryError && error.code === code && error.fix.length > 0;

export const sequence = (n, make) => Array.from({ length: n }, (_, i) => make(i));
