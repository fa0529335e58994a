// How long does `orrery program deploy` take for a 200 kB ELF, from the start of its process to its
// end, with default flags? The bar of issue 3: 100 ms. Beside it: the process alone, --fast, and an
// upgrade.
import { writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { once } from "node:events";

import { Keypair } from "@solana/web3.js";

import { ids } from "../differential/lib/ids.mjs";
import { keyFile, scratchDir, startEphemeral } from "../clients/lib/chain.mjs";
import { elfOf } from "../clients/lib/programs.mjs";
import { bar, median, percentile, since } from "./lib/bench.mjs";

const rounds = 15;
const size = 200_000;
const barMs = 100;

const home = scratchDir("bench");

/// Milliseconds of an `orrery` command.
async function timed(...args) {
    const start = process.hrtime.bigint();
    const child = spawn(process.env.ORRERY, args, { env: { HOME: home }, stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (text) => (stderr += text));
    const [code] = await once(child, "close");
    if (code !== 0) throw new Error(`orrery ${args.join(" ")}: ${stderr}`);
    return since(start) / 1e6;
}

async function repeated(measure) {
    const out = [];
    for (let i = 0; i < rounds; i++) out.push(await measure());
    return out.slice(2); // the first ones find cold caches
}

function print(what, times) {
    const ms = (share) => percentile(times, share).toFixed(1).padStart(7);
    console.log(`${what.padEnd(34)} p50 ${ms(0.5)} ms, best ${ms(0)}, worst ${ms(1)}`);
    return median(times);
}

/// The stake program is the largest real one near the bar's size; cut or filled, it is no ELF that
/// anybody deploys.
function realElf() {
    const path = join(home, "stake.so");
    const elf = elfOf(ids.stake);
    if (elf.length < size) throw new Error(`the ELF has ${elf.length} bytes only`);
    writeFileSync(path, elf);
    console.log(`ELF of ${elf.length} bytes`);
    return path;
}

const elf = realElf();

async function deployments(...chainFlags) {
    const chain = await startEphemeral(...chainFlags);
    const flags = ["--url", chain.url, "--keypair", keyFile(chain.dev[0])];
    const fresh = () => ["--program-id", keyFile(Keypair.generate())];
    const deploy = (...more) => timed("program", "deploy", elf, ...flags, ...more);
    const one = fresh();
    await deploy(...one);
    const out = {
        fresh: await repeated(() => deploy(...fresh())),
        upgrade: await repeated(() => deploy(...one)),
        fast: await repeated(() => deploy(...fresh(), "--fast")),
    };
    await chain.stop();
    return out;
}

print("orrery --version", await repeated(() => timed("--version")));
const usual = await deployments();
const deployMs = print("deploy", usual.fresh);
print("deploy, an upgrade", usual.upgrade);
const fastMs = print("deploy --fast", usual.fast);
const auto = await deployments("--block-mode", "auto");
print("deploy, a block per transaction", auto.fresh);
console.log(bar(`deploy of 200 kB <= ${barMs} ms: ${deployMs.toFixed(1)} ms`, deployMs <= barMs));
console.log(bar("deploy --fast is faster", fastMs < deployMs));
