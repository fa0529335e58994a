// How long does a sandbox take to make, and a token transfer in it, beside LiteSVM? Signature checks
// are off. Both get the same bytes, in turn, in one run, look at the outcome and at the receiver's
// balance; an empty N-API call for each call is taken off LiteSVM's time, since ours is called
// without Node.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { key } from "../differential/lib/bytes.mjs";
import { bar, median, since, startDriver } from "./lib/bench.mjs";
import { lite, LiteWorld, transferToken } from "./lib/lite_world.mjs";

const rounds = Number(process.env.ROUNDS ?? 11);
const creations = 21;
const transfers = 4000;
const wallets = 1000;

const world = new LiteWorld();
const owners = world.wallets(wallets);
const mint = world.mint(owners[0]);
const tokens = owners.map((owner) => world.tokenAccount(mint, owner, 1_000_000));
const from = (i) => tokens[i % wallets];
const to = (i) => tokens[(i + 1) % wallets];
world.workload("token transfer", transfers, (i) => {
    const payer = owners[i % wallets];
    return { payer, instruction: transferToken(from(i), to(i), payer, i + 1) };
});
const { transactions } = world.workloads[0];
const receivers = transactions.map((_, i) => key(to(i)));

function sendLite() {
    const svm = world.liteSvm(false);
    let arrived = 0n;
    const start = process.hrtime.bigint();
    for (let i = 0; i < transfers; i++) {
        if ("err" in svm.sendLegacyTransaction(transactions[i])) throw new Error("a transfer failed");
        const data = svm.getAccount(receivers[i]).data();
        arrived += Buffer.from(data.buffer, data.byteOffset, data.length).readBigUInt64LE(64);
    }
    const time = since(start) / transfers;
    if (arrived === 0n) throw new Error("no tokens arrived");
    return time;
}

/// What Node takes for a call that does nothing and returns an object.
function emptyCall() {
    const svm = world.liteSvm(false);
    const calls = 20_000;
    const start = process.hrtime.bigint();
    for (let i = 0; i < calls; i++) svm.getClock();
    return since(start) / calls;
}

function createLite() {
    const start = process.hrtime.bigint();
    new lite.LiteSvm();
    return since(start) / 1e6;
}

const directory = mkdtempSync(join(tmpdir(), "orrery-bench-"));
try {
    const path = join(directory, "world");
    world.write(path);
    const ours = startDriver("sandbox", path);
    const made = { lite: [], ours: [] };
    for (let i = 0; i < creations; i++) {
        made.lite.push(createLite());
        made.ours.push(Number(await ours.ask("create")));
    }
    const callsPerTransfer = 3; // send, getAccount, data
    const empty = median(Array.from({ length: rounds }, emptyCall));
    const sent = { lite: [], ours: [] };
    for (let i = 0; i < rounds; i++) {
        sent.lite.push(sendLite() - callsPerTransfer * empty);
        sent.ours.push(Number(await ours.ask("send")));
    }
    ours.stop();
    const ms = (samples) => `${median(samples).toFixed(2)} ms (first ${samples[0].toFixed(2)})`;
    console.log(`a sandbox to make: ours ${ms(made.ours)}; LiteSVM ${ms(made.lite)}`);
    console.log(`  ${bar("bar: <= 1 ms", median(made.ours) <= 1)}`);
    const us = (samples) => `${(median(samples) / 1000).toFixed(2)} us`;
    const ratio = median(sent.lite) / median(sent.ours);
    console.log(`a token transfer, looked at: ours ${us(sent.ours)}; LiteSVM ${us(sent.lite)}`);
    console.log(`  (an empty N-API call takes ${(empty / 1000).toFixed(2)} us; 3 are taken off)`);
    console.log(`  ${bar(`bar: >= 1x, ${ratio.toFixed(2)}x`, ratio >= 1)}`);
} finally {
    rmSync(directory, { recursive: true });
}
