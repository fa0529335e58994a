// What the demo needs of a chain: wallets, transactions, balances, time.
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { confirm, encodeBase58, JumboBuilder, latestBlockhash, sendJumbo } from "@orrery/sdk";

export const url = process.env.ORRERY_URL ?? "http://127.0.0.1:8899";
const commitment = "processed";

const walletOf = (secretKey) => ({ secretKey, address: encodeBase58(secretKey.slice(32)) });

/// The key pair in a file, as Solana's tools write it.
export const readWallet = (file) =>
    walletOf(Uint8Array.from(JSON.parse(readFileSync(file, "utf8"))));

/// A new key pair.
export function newWallet() {
    const { d, x } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
    const halves = [d, x].map((half) => Buffer.from(half, "base64url"));
    return walletOf(Uint8Array.from(Buffer.concat(halves)));
}

export async function rpc(method, ...params) {
    const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { result, error } = await response.json();
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
}

/// Sends instructions as one transaction of its first signer and waits for it: {id, slot, fee}.
export async function send(signers, ...instructions) {
    const [payer] = signers;
    const builder = new JumboBuilder({ payer, blockhash: await latestBlockhash(url) });
    const signed = await builder.add(instructions).sign(signers);
    const { id, slot } = await confirm(url, await sendJumbo(url, signed));
    return { id, slot: BigInt(slot), fee: signed.fee };
}

export async function airdrop(lamports, ...wallets) {
    for (const { address } of wallets)
        await confirm(url, await rpc("requestAirdrop", address, Number(lamports)));
}

export const balance = async (address) =>
    BigInt((await rpc("getBalance", address, { commitment })).value);

const accountAt = async (address) =>
    (await rpc("getAccountInfo", address, { commitment, encoding: "base64" })).value;

export const exists = async (address) => (await accountAt(address)) !== null;
/// An account's data.
export async function read(address) {
    const value = await accountAt(address);
    if (!value) throw new Error(`there is no account ${address}`);
    return Buffer.from(value.data[0], "base64");
}

export const slotNow = async () => BigInt(await rpc("getSlot", { commitment }));
/// Jumps to a slot; only a devnet can.
export const warpTo = (slot) => rpc("orrery_warp", { slot: Number(slot) });
/// Waits until a slot is over: what hooks owe is paid then.
export async function endOf(slot) {
    while ((await slotNow()) <= slot) await sleep(50);
}
