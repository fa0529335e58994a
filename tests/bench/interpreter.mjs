// How long does our interpreter take per compute unit (one instruction), beside LiteSVM's compiler for
// the same bytecode? Bar 8 of the performance specification. A transaction that runs an empty program
// is taken off LiteSVM's time. And bar 5's: what does it cost to enter and leave a program?
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

import { elfV0, exit, mov } from "../differential/lib/asm.mjs";
import { base58, key } from "../differential/lib/bytes.mjs";
import { bar, geomean, median, since, startDriver } from "./lib/bench.mjs";
import { lite, LiteWorld } from "./lib/lite_world.mjs";

const rounds = 21;
const names = ["sha256", "sieve", "heapsort", "matmul"];
const elfOf = (name) => readFileSync(new URL(`kernels/${name}.so`, import.meta.url));

/// LiteSVM with a budget that every kernel fits in: `run(elf)` gives a function that runs it once.
function liteRunner() {
    const world = new LiteWorld();
    const payer = world.wallet();
    const svm = world.liteSvm(false);
    const budget = new lite.ComputeBudget();
    budget.computeUnitLimit = 100_000_000n;
    svm.setComputeBudget(budget);
    return (elf) => {
        const program = base58(randomBytes(32));
        svm.addProgram(key(program), elf);
        return () => {
            const data = randomBytes(8); // each time another transaction
            const bytes = world.signed(payer, [{ program, keys: [], data }]);
            const start = process.hrtime.bigint();
            const result = svm.sendLegacyTransaction(bytes);
            const time = since(start);
            // A kernel's result is no success, so it ends as a failed transaction.
            const meta = "err" in result ? result.meta() : result;
            return { time, units: Number(meta.computeUnitsConsumed()) };
        };
    };
}

const driver = startDriver("interpreter");
const load = liteRunner();
const runEmpty = load(elfV0([mov(0, 0), exit]));
const empty = median(Array.from({ length: 201 }, () => runEmpty().time));

console.log(`ns/CU, medians of ${rounds} in turn; LiteSVM's empty program: ${(empty / 1000).toFixed(1)} us`);
console.log(`${"".padEnd(10)} LiteSVM    ours   ratio`);
const all = { lite: [], ours: [] };
for (const name of names) {
    const runLite = load(elfOf(name));
    const times = { lite: [], ours: [] };
    for (let i = 0; i < rounds; i++) {
        const { time, units } = runLite();
        const [ns, ownUnits] = (await driver.ask(name)).split(" ").map(Number);
        if (units !== ownUnits) throw new Error(`${name}: ${units} CU there, ${ownUnits} here`);
        times.lite.push((time - empty) / units);
        times.ours.push(ns / units);
    }
    print(name, median(times.lite), median(times.ours));
    all.lite.push(median(times.lite));
    all.ours.push(median(times.ours));
}
print("geomean", geomean(all.lite), geomean(all.ours));
const entry = Number(await driver.ask("entry"));
driver.stop();
console.log(`entering and leaving a program: ${entry.toFixed(0)} ns`);
console.log(`  ${bar("bar: <= 2.2x LiteSVM's compiler", geomean(all.ours) <= 2.2 * geomean(all.lite))}`);
console.log(`  ${bar("bar: VM entry <= 500 ns", entry <= 500)}`);

function print(name, lite, ours) {
    const [a, b] = [lite, ours].map((v) => v.toFixed(3).padStart(7));
    console.log(`${name.padEnd(10)} ${a} ${b} ${(ours / lite).toFixed(2).padStart(6)}x`);
}
