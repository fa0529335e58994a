// Deploys every program of programs.jsonl on LiteSVM through loader v3, calls it with its inputs and
// compares what it returns with what this machine made of the same source. Each transaction, those
// that deploy included, becomes a case for differential_runner, which asks our runtime for the same:
//   node check.mjs programs.jsonl cases.jsonl
import { readFileSync } from "node:fs";

import { createAccount } from "../differential/families/system.mjs";
import { cat, key, u32, u64, u8 } from "../differential/lib/bytes.mjs";
import { ids, sysvars } from "../differential/lib/ids.mjs";
import { ro, s, sw, w } from "../differential/lib/ix.mjs";
import { Prng } from "../differential/lib/prng.mjs";
import { Recorder } from "../differential/lib/recorder.mjs";
import { programDataOf, World } from "../differential/lib/world.mjs";

const chunkBytes = 900;
const bufferHeader = 37;
const unitLimit = 1_400_000;

const [programsPath, casesPath] = process.argv.slice(2);
const programs = readFileSync(programsPath, "utf8").trim().split("\n").map(JSON.parse);
const recorder = new Recorder(casesPath);
recorder.line({ format: "orrery-differential/1", seed: "1" });
const world = new World(new Prng("1"), recorder);
world.writeBase();
const authority = world.wallet();
const payer = world.wallet(1_000_000_000_000_000n);

const failures = new Map(); // texts of each program
function complain(program, text) {
    const name = `${program.name} (${program.variant})`;
    failures.set(name, [...(failures.get(name) ?? []), text]);
}

const loader = (tag, keys, ...data) => ({
    name: `loaderV3.${tag}`,
    program: ids.loaderV3,
    keys,
    data: cat(u32(tag), ...data),
});
const initializeBuffer = (buffer) => loader(0, [w(buffer), ro(authority)]);
const write = (buffer, offset, bytes) =>
    loader(1, [w(buffer), s(authority)], u32(offset), u64(bytes.length), bytes);
const deploy = (address, buffer, size) =>
    loader(
        2,
        [
            ...[sw(payer), w(programDataOf(address)), w(address), w(buffer)],
            ...[ro(sysvars.rent), ro(sysvars.clock), ro(ids.system), s(authority)],
        ],
        u64(size),
    );

function send(program, instructions) {
    const result = world.send({ family: "toolchain", payer, instructions });
    if (!result) complain(program, "a transaction wasn't sent");
    return result;
}

/// As `solana program deploy` does; false when it failed.
function deployProgram(program) {
    const elf = readFileSync(program.elf);
    const [address, buffer] = [world.newKey(), world.newKey()];
    const space = bufferHeader + elf.length;
    const steps = [
        [
            createAccount(payer, buffer, world.rent(space), space, ids.loaderV3),
            initializeBuffer(buffer),
        ],
    ];
    for (let at = 0; at < elf.length; at += chunkBytes)
        steps.push([write(buffer, at, elf.subarray(at, at + chunkBytes))]);
    steps.push([
        createAccount(payer, address, world.rent(36), 36, ids.loaderV3),
        deploy(address, buffer, elf.length),
    ]);
    for (const instructions of steps) {
        const result = send(program, instructions);
        if (result?.ok) continue;
        complain(program, `can't be deployed: ${result?.logs.join("\n")}`);
        return false;
    }
    world.registerProgram(address);
    program.address = address;
    return true;
}

const call = (program, input) => [
    {
        name: "computeBudget.SetComputeUnitLimit",
        program: ids.computeBudget,
        keys: [],
        data: cat(u8(2), u32(unitLimit)),
    },
    { name: program.name, program: program.address, keys: [], data: input },
];

const firstDifference = (a, b) => {
    const at = a.findIndex((byte, i) => byte !== b[i]);
    return at < 0 ? Math.min(a.length, b.length) : at;
};

function judge(program, input, expected, result) {
    const where = `input ${input.toString("hex") || "(empty)"}`;
    if (program.ends) {
        if (result.ok || !result.logs.some((line) => line.includes(program.ends)))
            complain(program, `${where}: doesn't end with "${program.ends}":\n${result.logs.join("\n")}`);
    } else if (expected && !result.ok) {
        complain(program, `${where}: failed:\n${result.logs.join("\n")}`);
    } else if (expected) {
        const found = Buffer.from(result.returnData.data, "base64");
        if (found.equals(expected)) return;
        const at = firstDifference(found, expected);
        const part = (bytes) => bytes.subarray(at & ~7, (at & ~7) + 8).toString("hex");
        complain(
            program,
            `${where}: returns other bytes than on this machine from ${at} on: ` +
                `${part(found)} instead of ${part(expected)}`,
        );
    }
}

const live = programs.filter(deployProgram);
world.nextSlot();
let calls = 0;
for (const program of live)
    for (const { input, result } of program.calls) {
        const data = Buffer.from(input, "base64");
        const outcome = send(program, call(program, data));
        calls += 1;
        if (outcome) judge(program, data, result && Buffer.from(result, "base64"), outcome);
    }
recorder.close();

for (const [program, texts] of failures) {
    console.log(`${program}: ${texts[0]}`);
    if (texts.length > 1) console.log(`    and ${texts.length - 1} more`);
}
console.log(`${live.length} programs, ${calls} calls on LiteSVM, ${failures.size} programs fail`);
process.exitCode = failures.size === 0 && calls > 0 ? 0 : 1;
