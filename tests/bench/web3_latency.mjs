// How long does @solana/web3.js wait from sendRawTransaction to onSignature("confirmed")? Bar 11 of
// the performance specification: signed beforehand, sockets open, beside the same library's round
// trips to a server that only echoes. What is judged subscribes before it sends; those who subscribe
// once they have the answer, or confirm, are reported.
import { Connection, Keypair, SystemProgram, Transaction } from "@solana/web3.js";
import { Client as WebSocketClient } from "rpc-websockets";

import { startEphemeral } from "../clients/lib/chain.mjs";
import { toBase58 } from "../clients/lib/web3.mjs";
import { bar, median, percentile, since, startDriver } from "./lib/bench.mjs";

const warmUp = 200;
const samples = 300;

const connect = (port) =>
    new Connection(`http://127.0.0.1:${port}`, {
        commitment: "confirmed",
        wsEndpoint: `ws://127.0.0.1:${port + 1}`,
    });

/// Times in microseconds, those before the code is warm left out.
async function times(measure) {
    const out = [];
    for (let i = 0; i < warmUp + samples; i++) out.push((await measure(i)) / 1000);
    return out.slice(warmUp);
}

async function echoFloor() {
    const driver = startDriver("echo");
    const port = Number(await driver.answer());
    const connection = connect(port);
    const socket = new WebSocketClient(`ws://127.0.0.1:${port + 1}`); // what web3.js has inside
    await new Promise((resolve) => socket.once("open", resolve));
    const result = await times(async () => {
        const start = process.hrtime.bigint();
        await connection._rpcRequest("echo", []);
        await socket.call("echo", []);
        return since(start);
    });
    socket.close();
    driver.stop();
    return result;
}

/// Signed transfers, each with its signature.
async function signed(connection, payer, count) {
    const to = Keypair.generate().publicKey;
    const { blockhash } = await connection.getLatestBlockhash();
    return Array.from({ length: count }, (_, i) => {
        const transaction = new Transaction({ feePayer: payer.publicKey, recentBlockhash: blockhash });
        const lamports = 1_000_000 + i;
        transaction.add(
            SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: to, lamports }),
        );
        transaction.sign(payer);
        return { wire: transaction.serialize(), signature: toBase58(transaction.signature) };
    });
}

const onConfirmed = (connection, signature) =>
    new Promise((resolve, reject) =>
        connection.onSignature(signature, ({ err }) => (err ? reject(err) : resolve()), "confirmed"),
    );

/// Lets the event loop run until the one subscription is accepted; web3.js keeps that to itself.
async function accepted(connection) {
    const there = () =>
        Object.values(connection._subscriptionsByHash).some((s) => s.state === "subscribed");
    while (!there()) await new Promise(setImmediate);
}

// What is waited for, once a transaction is sent.
const ways = {
    async before(connection, { wire, signature }, options) {
        const heard = onConfirmed(connection, signature);
        await accepted(connection);
        const start = process.hrtime.bigint();
        await connection.sendRawTransaction(wire, options);
        await heard;
        return since(start);
    },
    async after(connection, { wire }, options) {
        const start = process.hrtime.bigint();
        await onConfirmed(connection, await connection.sendRawTransaction(wire, options));
        return since(start);
    },
    async confirm(connection, { wire }, options) {
        const lifetime = await connection.getLatestBlockhash();
        const start = process.hrtime.bigint();
        const signature = await connection.sendRawTransaction(wire, options);
        await connection.confirmTransaction({ signature, ...lifetime }, "confirmed");
        return since(start);
    },
};

async function toConfirmed(chain, way, skipPreflight) {
    const connection = connect(chain.info.port);
    const transactions = await signed(connection, chain.dev[0], warmUp + samples);
    return times((i) => ways[way](connection, transactions[i], { skipPreflight }));
}

function print(what, values) {
    const us = (share) => percentile(values, share).toFixed(0).padStart(6);
    console.log(`${what.padEnd(30)} p50 ${us(0.5)} us, p99 ${us(0.99)} us`);
    return values;
}

const chain = await startEphemeral();
const floor = print("HTTP + WebSocket echo", await echoFloor());
const rows = [
    ["onSignature, then send", "before", true],
    ["the same with preflight", "before", false],
    ["send, then onSignature", "after", true],
    ["send, then confirmTransaction", "confirm", true],
];
const medians = {};
for (const [name, way, skipPreflight] of rows)
    medians[name] = median(print(name, await toConfirmed(chain, way, skipPreflight)));
await chain.stop();
const slowest = Math.max(medians[rows[0][0]], medians[rows[1][0]]);
const ratio = slowest / median(floor);
console.log(`  ${bar(`bar: <= 15x the echo: ${ratio.toFixed(1)}x`, ratio <= 15)}`);
console.log(`  ${bar("bar: p50 <= 2 ms", slowest <= 2000, { gates: false })}`);
process.exit();
