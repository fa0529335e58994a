// How long does @solana/web3.js wait from sendRawTransaction to onSignature("confirmed")? Bar 11 of
// the performance specification: signed beforehand, sockets open, beside the same library's round
// trips to a server that only echoes. Subscribing before sending is what is judged; subscribing after
// the answer, as confirmTransaction does, is reported too.
import { Connection, Keypair, SystemProgram, Transaction } from "@solana/web3.js";

import { startEphemeral } from "../clients/lib/chain.mjs";
import { subscribed, toBase58 } from "../clients/lib/web3.mjs";
import { bar, median, percentile, since, startDriver } from "./lib/bench.mjs";

const warmUp = 20;
const samples = 200;

const connect = (port) =>
    new Connection(`http://127.0.0.1:${port}`, {
        commitment: "confirmed",
        wsEndpoint: `ws://127.0.0.1:${port + 1}`,
    });

/// Times in microseconds, the first few left out.
async function times(measure) {
    const out = [];
    for (let i = 0; i < warmUp + samples; i++) out.push((await measure(i)) / 1000);
    return out.slice(warmUp);
}

async function echoFloor() {
    const driver = startDriver("echo");
    const connection = connect(Number(await driver.answer()));
    const socket = connection._rpcWebSocket;
    const opened = new Promise((resolve) => socket.once("open", resolve));
    socket.connect();
    await opened;
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

async function signed(connection, payer, lamports) {
    const to = Keypair.generate().publicKey;
    const { blockhash } = await connection.getLatestBlockhash();
    const transaction = new Transaction({ feePayer: payer.publicKey, recentBlockhash: blockhash });
    transaction.add(SystemProgram.transfer({ fromPubkey: payer.publicKey, toPubkey: to, lamports }));
    transaction.sign(payer);
    return transaction.serialize();
}

const onConfirmed = (connection, signature) =>
    new Promise((resolve, reject) =>
        connection.onSignature(signature, ({ err }) => (err ? reject(err) : resolve()), "confirmed"),
    );

function toConfirmed(chain, { skipPreflight, subscribeFirst }) {
    const connection = connect(chain.info.port);
    return times(async (i) => {
        const wire = await signed(connection, chain.dev[0], 1_000_000 + i);
        const signature = Transaction.from(wire).signatures[0].signature;
        const heard = subscribeFirst && onConfirmed(connection, toBase58(signature));
        if (subscribeFirst) await subscribed(connection, 1);
        const start = process.hrtime.bigint();
        const id = await connection.sendRawTransaction(wire, { skipPreflight });
        await (heard || onConfirmed(connection, id));
        return since(start);
    });
}

function print(what, values) {
    const us = (share) => percentile(values, share).toFixed(0).padStart(6);
    console.log(`${what.padEnd(40)} p50 ${us(0.5)} us, p99 ${us(0.99)} us`);
    return values;
}

const chain = await startEphemeral();
const floor = print("HTTP + WebSocket echo", await echoFloor());
const judged = [];
for (const skipPreflight of [true, false]) {
    const name = skipPreflight ? "without preflight" : "with preflight";
    for (const subscribeFirst of [true, false]) {
        const result = await toConfirmed(chain, { skipPreflight, subscribeFirst });
        print(`${name}, subscribed ${subscribeFirst ? "before" : "after"} sending`, result);
        if (subscribeFirst) judged.push(median(result));
    }
}
await chain.stop();
const slowest = Math.max(...judged);
const ratio = slowest / median(floor);
console.log(`  ${bar(`bar: <= 15x the echo: ${ratio.toFixed(1)}x`, ratio <= 15)}`);
console.log(`  ${bar("bar: p50 <= 2 ms", slowest <= 2000, { gates: false })}`);
process.exit();
