// What several tests do with @solana/web3.js.
import { Keypair, LAMPORTS_PER_SOL } from "@solana/web3.js";

import { base58 } from "../../differential/lib/bytes.mjs";

export const toBase58 = (bytes) => base58(Buffer.from(bytes));

const patienceMs = 15_000;

/// A first notification: {id of the subscription, value: promise}.
export function once(subscribe) {
    let got, fail;
    const value = new Promise((resolve, reject) => ([got, fail] = [resolve, reject]));
    const timer = setTimeout(() => fail(new Error("no notification came")), patienceMs);
    const id = subscribe((what) => {
        clearTimeout(timer);
        got(what);
    });
    return { id, value };
}

/// Waits until a condition gives something other than undefined or false.
export async function until(condition, what) {
    const end = Date.now() + patienceMs;
    for (;;) {
        const value = await condition();
        if (value !== undefined && value !== false) return value;
        if (Date.now() > end) throw new Error(`${what}: waited ${patienceMs} ms`);
        await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

/// A new key pair that got SOL from the faucet, confirmed over WebSocket.
export async function fundedKeypair(connection, lamports = LAMPORTS_PER_SOL) {
    const keypair = Keypair.generate();
    const lifetime = await connection.getLatestBlockhash();
    const signature = await connection.requestAirdrop(keypair.publicKey, lamports);
    await connection.confirmTransaction({ signature, ...lifetime });
    return keypair;
}

/// Waits until the newest slot is another one.
export async function laterSlot(connection) {
    const now = await connection.getSlot("processed");
    await until(async () => (await connection.getSlot("confirmed")) > now, "a later slot");
}

/// A block, once its slot is closed.
export function closedBlock(connection, slot) {
    const config = { maxSupportedTransactionVersion: 0 };
    return until(
        () =>
            connection.getBlock(slot, config).catch((error) => {
                if (error.code === -32004 || error.code === -32014) return undefined;
                throw error;
            }),
        `block ${slot}`,
    );
}

/// Waits until the server has accepted this many of the connection's subscriptions. web3.js keeps
/// that to itself.
export function subscribed(connection, count) {
    return until(
        () =>
            Object.values(connection._subscriptionsByHash).filter((s) => s.state === "subscribed")
                .length >= count,
        `${count} subscriptions`,
    );
}
