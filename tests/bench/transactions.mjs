// How long does a transaction take, beside LiteSVM? Bars 4, 5 and 6 of the performance specification.
// Both get the same signed bytes, in turn, in one run; an empty N-API call that returns a wrapped
// object is measured too and taken off LiteSVM's time, since ours is called without Node.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { base58 } from "../differential/lib/bytes.mjs";
import { bar, driver, median, since, startDriver } from "./lib/bench.mjs";
import { createAssociated, LiteWorld, transferSol, transferToken } from "./lib/lite_world.mjs";

const rounds = Number(process.env.ROUNDS ?? 11);
/// Instructions that a SOL transfer may take, without signature checks.
const maxInstructions = 8000;

function makeWorld() {
    const world = new LiteWorld();
    const payers = world.wallets(4000);
    const pick = (i) => payers[i % payers.length];
    world.workload("SOL, one payer", 4000, (i) => {
        return { payer: pick(0), instruction: transferSol(pick(0), pick(i % 1000 + 1), i + 1) };
    });
    world.workload("SOL, many payers", 4000, (i) => {
        return { payer: pick(i), instruction: transferSol(pick(i), pick(i + 1), i + 1) };
    });
    const mint = world.mint(pick(0));
    const tokens = payers.slice(0, 1000).map((p) => world.tokenAccount(mint, p, 1_000_000));
    world.workload("token transfer", 4000, (i) => {
        const [from, to] = [tokens[i % 1000], tokens[(i + 1) % 1000]];
        return { payer: pick(i % 1000), instruction: transferToken(from, to, pick(i % 1000), i + 1) };
    });
    world.workload("ATA creation", 1000, (i) => {
        const owner = base58(randomBytes(32));
        return { payer: pick(i), instruction: createAssociated(pick(i), owner, mint) };
    });
    return world;
}

function runLite(world, { transactions, name }, checks) {
    const svm = world.liteSvm(checks === "on");
    let failed = 0;
    const start = process.hrtime.bigint();
    for (const bytes of transactions) if ("err" in svm.sendLegacyTransaction(bytes)) failed++;
    const time = since(start) / transactions.length;
    if (failed > 0) throw new Error(`LiteSVM: ${failed} transactions of "${name}" failed`);
    return time;
}

/// What Node takes for a call that does nothing and returns an object.
function emptyCall(world) {
    const svm = world.liteSvm(false);
    const calls = 20_000;
    const start = process.hrtime.bigint();
    for (let i = 0; i < calls; i++) svm.getClock();
    return since(start) / calls;
}

/// Instructions per transaction by callgrind, or nothing without valgrind.
function instructions(path, name, checks) {
    const collect = ["--toggle-collect=*send_all*", "--callgrind-out-file=/dev/null"];
    const count = 1000;
    const ran = spawnSync("valgrind", ["--tool=callgrind", ...collect, driver("transactions"), path], {
        input: `${checks} ${name}\t${count}\n`,
        encoding: "utf8",
    });
    const collected = /Collected : (\d+)/.exec(ran.stderr ?? "");
    return collected ? Number(collected[1]) / count : undefined;
}

const rows = [
    { name: "SOL, one payer", checks: "off", bar: 4 },
    { name: "SOL, many payers", checks: "off", bar: 4, maxInstructions },
    { name: "SOL, many payers", checks: "on" },
    { name: "token transfer", checks: "off", bar: 5 },
    { name: "token transfer", checks: "on" },
    { name: "ATA creation", checks: "off", reported: 3 },
];

const directory = mkdtempSync(join(tmpdir(), "orrery-bench-"));
const path = join(directory, "world");
try {
    const world = makeWorld();
    world.write(path);
    const ours = startDriver("transactions", path);
    const empty = median(Array.from({ length: rounds }, () => emptyCall(world)));
    console.log(`median of ${rounds} rounds in turn; us/transaction; an empty N-API call takes`);
    console.log(`${(empty / 1000).toFixed(2)} us and is taken off LiteSVM's time`);
    console.log(`${"".padEnd(18)}${"checks".padEnd(8)}  LiteSVM     ours   ratio      Ir  bar`);
    for (const row of rows) {
        const work = world.workloads.find((w) => w.name === row.name);
        const times = { lite: [], ours: [] };
        for (let i = 0; i < rounds; i++) {
            times.lite.push(runLite(world, work, row.checks) - empty);
            times.ours.push(Number(await ours.ask(`${row.checks} ${row.name}`)));
        }
        const [lite, own] = [median(times.lite), median(times.ours)];
        const ir = instructions(path, row.name, row.checks);
        const bars = [];
        const goal = row.bar ?? row.reported;
        if (goal) bars.push(bar(`>= ${goal}x`, lite / own >= goal, { gates: row.bar > 0 }));
        if (row.maxInstructions && ir)
            bars.push(bar(`<= ${row.maxInstructions} Ir`, ir <= row.maxInstructions));
        const us = (ns) => (ns / 1000).toFixed(2).padStart(8);
        console.log(
            `${row.name.padEnd(18)}${row.checks.padEnd(8)} ${us(lite)} ${us(own)} ` +
                `${(lite / own).toFixed(2).padStart(6)}x ${String(ir ? Math.round(ir) : "-").padStart(7)}` +
                `  ${bars.join(", ")}`,
        );
    }
    ours.stop();
} finally {
    rmSync(directory, { recursive: true });
}
