// Who can sign: key pairs sign the message itself, wallets sign a text that stands for it.
import { binary, concat, keyBytes, keyText, toBytes, utf8 } from "./bytes.js";
import { fail } from "./errors.js";
import { scheme } from "./identity.js";

// A PKCS #8 Ed25519 private key up to its 32 bytes (RFC 8410).
const pkcs8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);

function subtle() {
    return (
        globalThis.crypto?.subtle ??
        fail(
            "NoWebCrypto",
            "this runtime has no WebCrypto",
            "use Node 20 or a page served by https, or pass a wallet with signMessage",
        )
    );
}

const importKey = (format, bytes, use) =>
    subtle()
        .importKey(format, bytes, "Ed25519", false, [use])
        .catch((cause) =>
            fail(
                "NoEd25519",
                "WebCrypto doesn't take an Ed25519 key",
                "use Node 20 or a newer browser",
                cause,
            ),
        );

const isCryptoKeyPair = (value) =>
    typeof value?.privateKey?.algorithm === "object" && typeof value?.publicKey === "object";

async function ofCryptoKeyPair({ privateKey, publicKey }) {
    return {
        key: new Uint8Array(await subtle().exportKey("raw", publicKey)),
        scheme: scheme.ed25519,
        sign: async (bytes) => new Uint8Array(await subtle().sign("Ed25519", privateKey, bytes)),
    };
}

function ofSecretKey(secretKey) {
    const bytes = toBytes(secretKey, "a secret key");
    if (bytes.length !== 64)
        fail(
            "BadSigner",
            `a secret key of ${bytes.length} bytes`,
            "web3.js' and key files have 64",
        );
    const sign = async (message) => {
        const key = await importKey("pkcs8", concat(pkcs8, bytes.subarray(0, 32)), "sign");
        return new Uint8Array(await subtle().sign("Ed25519", key, message));
    };
    return { key: bytes.slice(32), scheme: scheme.ed25519, sign };
}

/// What wallets answer: bytes, {signature}, or a list of one of them.
function signatureOf(answer) {
    const one = Array.isArray(answer) && typeof answer[0] === "object" ? answer[0] : answer;
    return toBytes(one?.signature ?? one, "the wallet's signature");
}

const ofWallet = (wallet) => ({
    key: keyBytes(wallet.publicKey ?? wallet.address, "the wallet's address"),
    scheme: scheme.text,
    sign: async (_, text) => signatureOf(await wallet.signMessage(utf8(text))),
});

const ofMessageSigner = (signer) => ({
    key: keyBytes(signer.address, "the signer's address"),
    scheme: scheme.text,
    sign: async (_, text) => {
        const [signatures] = await signer.signMessages([{ content: utf8(text), signatures: {} }]);
        return toBytes(signatures[keyText(signer.address)], "the signer's signature");
    },
});

/// Anything that signs as {key, scheme, sign(message, text)}.
export async function toSigner(given) {
    if (isCryptoKeyPair(given)) return ofCryptoKeyPair(given);
    if (isCryptoKeyPair(given?.keyPair)) return ofCryptoKeyPair(given.keyPair);
    if (given?.secretKey !== undefined) return ofSecretKey(given.secretKey);
    if (ArrayBuffer.isView(given) || Array.isArray(given)) return ofSecretKey(given);
    if (typeof given?.signMessage === "function") return ofWallet(given);
    if (typeof given?.signMessages === "function") return ofMessageSigner(given);
    return fail(
        "BadSigner",
        "a signer that can't sign",
        "give a Keypair, a CryptoKeyPair, a secret key, or a wallet with signMessage",
    );
}

/// Those that the message needs, in its order; others may be there.
export function arrange(keys, signers) {
    const byKey = new Map(signers.map((signer) => [binary(signer.key), signer]));
    const missing = keys.filter((key) => !byKey.has(key));
    if (missing.length > 0)
        fail(
            "MissingSigner",
            `no signer for ${missing.map(textOf).join(", ")}`,
            "pass it to sign()",
        );
    return keys.map((key) => byKey.get(key));
}

const textOf = (key) => keyText(Uint8Array.from(key, (character) => character.charCodeAt(0)));

/// Whether a signature verifies; undefined where this runtime can't tell.
async function verify(key, signature, bytes) {
    try {
        const imported = await importKey("raw", key, "verify");
        return await subtle().verify("Ed25519", imported, signature, bytes);
    } catch (error) {
        if (error.code === "NoWebCrypto" || error.code === "NoEd25519") return undefined;
        throw error;
    }
}

/// One signature, checked where that can be done: a wallet may have signed with another account, or
/// another text.
export async function signEntry(signer, message, text) {
    const bytes = await signer.sign(message, text);
    const covered = signer.scheme === scheme.text ? utf8(text) : message;
    if (bytes.length !== 64 || (await verify(signer.key, bytes, covered)) === false)
        fail(
            "BadSignature",
            `the signature of ${keyText(signer.key)} doesn't verify`,
            "does the wallet sign the bytes as they are, and with this account?",
        );
    return { scheme: signer.scheme, bytes };
}
