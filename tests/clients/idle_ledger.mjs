// An idle chain's ledger grows by less than 1 MB an hour. Slots of 20 ms make a slot's share of an
// hour of 400 ms slots visible within seconds.
import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { scratchDir, startChain } from "./lib/chain.mjs";

const slotMs = 20;
const idleMs = 10_000;
const bytesPerHour = 1_000_000;
const slotsPerHour = 3_600_000 / 400;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const sizeOf = (dir) =>
    readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .reduce((sum, entry) => sum + statSync(join(entry.path, entry.name)).size, 0);

test("An idle ledger grows by less than 1 MB an hour", async () => {
    const ledger = join(scratchDir("ledger"), "chain");
    const chain = await startChain("--ledger", ledger, "--slot-time", String(slotMs));
    const slot = () => chain.rpc("getSlot", { commitment: "processed" });
    await chain.rpc("requestAirdrop", chain.info.devKeypairs[0].pubkey, 1);
    await pause(500);
    const before = { slot: await slot(), size: sizeOf(ledger) };
    await pause(idleMs);
    const after = { slot: await slot(), size: sizeOf(ledger) };
    await chain.stop();

    const slots = after.slot - before.slot;
    const grown = after.size - before.size;
    console.log(`${slots} slots: ${grown} bytes, at the end ${sizeOf(ledger)}`);
    assert.ok(slots > idleMs / slotMs / 2, `the chain made ${slots} slots only`);
    assert.ok(grown < (slots * bytesPerHour) / slotsPerHour, `${slots} slots took ${grown} bytes`);
    assert.ok(sizeOf(ledger) < 1_000_000);
});
