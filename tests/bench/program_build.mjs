// How long does `orrery program build` take for one file, from the start of its process to its end,
// beside clang alone, which compiles the same file without lowering and linking it? The bar of
// issue 3: a second.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { scratchDir } from "../clients/lib/chain.mjs";
import { bar, median, percentile, since } from "./lib/bench.mjs";

const rounds = 15;
const barMs = 1000;

const root = fileURLToPath(new URL("../..", import.meta.url));
const sdk = join(root, "programs/sdk");
const work = scratchDir("bench");
const env = { ...process.env, ORRERY_SDK: sdk };

/// Milliseconds of a command.
function timed(command, args) {
    const start = process.hrtime.bigint();
    execFileSync(command, args, { cwd: work, env, stdio: "ignore" });
    return since(start) / 1e6;
}

function measure(what, command, args) {
    const first = timed(command, args);
    const times = Array.from({ length: rounds }, () => timed(command, args));
    const ms = (share) => percentile(times, share).toFixed(0).padStart(5);
    console.log(
        `${what.padEnd(28)} p50 ${ms(0.5)} ms, best ${ms(0)}, worst ${ms(1)}, first ${first.toFixed(0)}`,
    );
    return { first, p50: median(times) };
}

const plain = [
    "--target=bpf", "-mcpu=v2", "-O2", "-std=c++20", "-ffreestanding", "-fno-exceptions", "-fno-rtti",
    "-isystem", join(sdk, "include"), "-isystem", join(sdk, "system"),
    "-isystem", "/usr/include/c++/12", "-isystem", "/usr/include/x86_64-linux-gnu/c++/12",
    "-isystem", "/usr/include/x86_64-linux-gnu", "-D_GNU_SOURCE", "-emit-llvm", "-c",
];
for (const [what, source] of [
    ["hello", "tests/unit/programs/sdk/programs/hello.cpp"],
    ["counter", "programs/counter/src/counter.cpp"],
]) {
    const file = join(root, source);
    const ours = measure(`${what}: program build`, process.env.ORRERY, [
        "program", "build", file, "-o", join(work, `${what}.so`),
    ]);
    const clang = measure(`${what}: clang alone`, "clang++-19", [...plain, file, "-o", "out.bc"]);
    console.log(`${what}: ${(ours.p50 / clang.p50).toFixed(1)}x clang alone`);
    console.log(bar(`${what} <= ${barMs} ms, the first build too`, Math.max(ours.first, ours.p50) <= barMs));
}
