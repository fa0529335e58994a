// `orrery up` is killed at random moments under load. Whatever it reported confirmed is there when it
// comes back, the ledger replays, and the chain goes on.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";

import { Connection, Keypair } from "@solana/web3.js";

import { orrery, orreryJson, scratchDir, startChain } from "./lib/chain.mjs";
import { Load } from "./lib/load.mjs";
import { fundedKeypair } from "./lib/web3.mjs";

const rounds = 10;
const longestMs = 800;
const statusesAtOnce = 256;

const ledger = join(scratchDir("ledger"), "chain");
const totals = { confirmed: 0, heard: 0, read: 0 };
let lost = new Map(); // what the chain that was killed last had confirmed
let slot = 0;
let running;
after(() => running?.kill());

async function start() {
    await running?.kill(); // of a test that failed
    running = undefined;
    return (running = await startChain("--ledger", ledger, "--slot-time", "100"));
}
async function stop(chain = running) {
    running = undefined;
    await chain.stop();
}

async function checkPromises(chain) {
    const signatures = [...lost.keys()];
    const config = { searchTransactionHistory: true };
    for (let at = 0; at < signatures.length; at += statusesAtOnce) {
        const asked = signatures.slice(at, at + statusesAtOnce);
        const { value } = await chain.rpc("getSignatureStatuses", asked, config);
        value.forEach((status, i) => {
            assert.ok(status, `${asked[i]} was confirmed and is lost`);
            assert.ok(["confirmed", "finalized"].includes(status.confirmationStatus));
            const before = lost.get(asked[i]);
            if (before !== undefined) assert.equal(status.slot, before);
        });
    }
    for (const signature of signatures.slice(-5)) {
        const found = await chain.rpc("getTransaction", signature, { commitment: "confirmed" });
        assert.equal(found.transaction.signatures[0], signature);
    }
}

async function killUnderLoad(chain, ms) {
    const load = new Load(chain);
    await load.start();
    await new Promise((resolve) => setTimeout(resolve, ms));
    running = undefined;
    await load.kill();
    totals.confirmed += load.confirmed.size;
    totals.heard += load.heard;
    totals.read += load.read;
    return load.confirmed;
}

/// What a replay finds must be what the chain comes back with.
async function checkReplay() {
    const replayed = await orreryJson("replay", "--ledger", ledger);
    assert.ok(replayed.transactions >= totals.confirmed);
    assert.ok(replayed.lastSlot >= slot);
    return replayed;
}

for (let round = 0; round < rounds; round++) {
    const ms = Math.floor(Math.random() * longestMs);
    test(`Killed ${ms} ms into its load, it comes back with all that was confirmed`, async () => {
        const chain = await start();
        assert.equal(chain.info.newChain, round === 0);
        if (round > 0) {
            const { absoluteSlot } = await chain.rpc("getEpochInfo", { commitment: "processed" });
            assert.ok(absoluteSlot >= slot);
            await checkPromises(chain);
        }
        lost = await killUnderLoad(chain, ms);
        const replayed = await checkReplay();
        slot = replayed.lastSlot;
        assert.equal(replayed.genesisHash, chain.info.genesisHash);
    });
}

test("It goes on, stops in order, and replays to the same shred twice", async () => {
    const before = await orreryJson("replay", "--ledger", ledger);
    const chain = await start();
    await checkPromises(chain);
    const count = await chain.rpc("getTransactionCount", { commitment: "confirmed" });
    assert.equal(count, before.transactions);
    const second = await orrery(["up", "--ledger", ledger, "--port", "0"]);
    assert.equal(second.code, 4, second.stderr);

    const connection = new Connection(chain.url, "confirmed");
    const wallet = await fundedKeypair(connection);
    assert.equal(await connection.getBalance(wallet.publicKey), 1_000_000_000);
    assert.equal(await connection.getBalance(Keypair.generate().publicKey), 0);
    await stop();

    const once = await orreryJson("replay", "--ledger", ledger);
    assert.equal(once.transactions, before.transactions + 1);
    assert.notEqual(once.lastShredHash, before.lastShredHash);
    assert.deepEqual(await orreryJson("replay", "--ledger", ledger), once);
    console.log(`confirmed ${totals.confirmed}: ${totals.heard} notifications, ${totals.read} statuses`);
    assert.ok(totals.heard > 0 && totals.read > 0);
});
