// Uploads that are cut short, by us or by the chain, and go on where they were.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
    copyFileSync,
    existsSync,
    readFileSync,
    statSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, test } from "node:test";

import { Connection, Keypair, PublicKey } from "@solana/web3.js";

import {
    keyFile,
    orrery,
    orreryJson,
    scratchDir,
    startChain,
    startEphemeral,
} from "./lib/chain.mjs";
import { dumpElfs } from "./lib/programs.mjs";
import { Proxy } from "./lib/proxy.mjs";
import { fundedKeypair } from "./lib/web3.mjs";

const write = "sendTransaction";
// The buffer's creation, and writes of a first batch or two.
const midway = 50;

let chain, proxy, payerFile, elfs, binary;
before(async () => {
    elfs = dumpElfs("stake", "token", "memo");
    binary = process.env.ORRERY ?? "build/bin/orrery";
    chain = await startEphemeral();
    proxy = await Proxy.before(chain);
    payerFile = keyFile(chain.dev[0]);
});
after(async () => {
    proxy.stop();
    await chain.stop();
});

// Each test has the ELF in a folder of its own, and with it the buffer's key.
let elf, keptKey, program;
beforeEach(() => {
    elf = join(scratchDir("elf"), "mine.so");
    copyFileSync(elfs.stake, elf);
    keptKey = elf.replace(".so", "-buffer.json");
    program = Keypair.generate();
});
afterEach(() => proxy.release());

const flags = () => ["--url", proxy.url, "--keypair", payerFile];
const deployment = (...more) => [
    "program", "deploy", elf, "--program-id", keyFile(program), ...flags(), ...more,
];
const run = (...args) => orrery([...args, "--output", "json"]);
const json = (...args) => orreryJson("program", ...args, ...flags());
const keptAddress = () =>
    Keypair.fromSecretKey(Uint8Array.from(JSON.parse(readFileSync(keptKey)))).publicKey;
const connection = () => new Connection(proxy.chain.url, "confirmed");

/// Starts a deployment that waits for good in its midst, and sends it a signal then.
async function interrupted(signal, args = deployment()) {
    const halted = proxy.haltAfter(write, midway);
    const home = scratchDir("cli");
    const child = spawn(binary, args, { env: { HOME: home }, stdio: ["ignore", "pipe", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (text) => (stderr += text));
    const ended = new Promise((resolve) =>
        child.on("close", (code, by) => resolve({ code, by, stderr })),
    );
    const early = await Promise.race([halted, ended]);
    assert.equal(early, undefined, `it ended before it was interrupted: ${early?.stderr}`);
    child.kill(signal);
    const result = await ended;
    proxy.release();
    return result;
}

/// The program holds what the file does, and zeros in what room there is.
async function isDeployed() {
    const out = join(scratchDir("dump"), "out.so");
    await json("dump", program.publicKey.toBase58(), out);
    const [held, wanted] = [readFileSync(out), readFileSync(elf)];
    assert.ok(held.subarray(0, wanted.length).equals(wanted));
    assert.ok(held.subarray(wanted.length).every((byte) => byte === 0));
}
async function buffersOf(authority) {
    const { buffers } = await json("show", "--buffers", "--authority", authority.toBase58());
    return buffers.map((b) => b.buffer);
}
const myBuffers = () => buffersOf(chain.dev[0].publicKey);

/// Runs the deployment again: it finds the buffer, and sends less than all.
async function goesOn(...more) {
    const all = Math.ceil(statSync(elf).size / 1012);
    const { code, stdout, stderr } = await run(...deployment(...more));
    assert.equal(code, 0, stderr);
    assert.equal(JSON.parse(stdout).programId, program.publicKey.toBase58());
    const sent = proxy.sent(write);
    assert.ok(sent > 2 && sent < all - midway / 2, `${sent} of ${all} transactions were sent again`);
    await isDeployed();
    assert.ok(!existsSync(keptKey));
    assert.deepEqual(await myBuffers(), []);
    return stderr;
}

test("A deployment that is killed goes on where it was", async () => {
    assert.equal((await interrupted("SIGKILL")).by, "SIGKILL");
    assert.equal(statSync(keptKey).mode & 0o777, 0o600);
    const buffer = keptAddress().toBase58();
    assert.deepEqual(await myBuffers(), [buffer]);
    assert.match(await goesOn(), new RegExp(`going on with buffer ${buffer}`));
});

for (const signal of ["SIGINT", "SIGTERM"])
    test(`${signal} ends a deployment with 130 and the way to go on`, async () => {
        const { code, stderr } = await interrupted(signal);
        assert.equal(code, 130, stderr);
        const buffer = keptAddress().toBase58();
        assert.match(stderr, new RegExp(`interrupted: .* run the command again;.*close ${buffer}`));
        await goesOn();
    });

test("What --buffer names is gone on with by key or address", async () => {
    const buffer = Keypair.generate();
    const file = keyFile(buffer);
    const address = buffer.publicKey.toBase58();
    const stopped = await interrupted("SIGINT", deployment("--buffer", file));
    assert.match(stopped.stderr, new RegExp(`run the command again with --buffer ${address};`));
    assert.ok(!existsSync(keptKey));
    await goesOn("--buffer", address);
    const gone = await run(...deployment("--buffer", address));
    assert.match(gone.stderr, /there is no buffer .* give its key file: --buffer FILE/);
    await interrupted("SIGKILL", deployment("--buffer", file));
    await goesOn("--buffer", file);
});

test("Where no key can be kept, the way to go on names the buffer", async () => {
    symlinkSync("/nowhere/key.json", keptKey);
    const { code, stderr } = await interrupted("SIGINT");
    assert.equal(code, 130, stderr);
    const [, address] = stderr.match(/run the command again with --buffer (\w+);/);
    assert.deepEqual(await myBuffers(), [address]);
    await goesOn("--buffer", address);
});

test("write-buffer goes on, too", async () => {
    await interrupted("SIGKILL", ["program", "write-buffer", elf, ...flags()]);
    const kept = keptAddress().toBase58();
    const { buffer } = await json("write-buffer", elf);
    assert.equal(buffer, kept);
    assert.ok(!existsSync(keptKey));
    // Nothing differs: nothing is sent.
    proxy.release();
    await json("write-buffer", elf, "--buffer", buffer);
    assert.equal(proxy.sent(write), 0);
    const out = join(scratchDir("dump"), "out.so");
    await json("dump", buffer, out);
    assert.ok(readFileSync(out).equals(readFileSync(elf)));
    await json("close", buffer);
});

test("A chain that dies midway and comes back is gone on with", async () => {
    const ledger = join(scratchDir("ledger"), "chain");
    const first = await startChain("--ledger", ledger);
    proxy.chain = first;
    payerFile = keyFile(first.dev[0]);
    try {
        const halted = proxy.haltAfter(write, midway);
        const running = run(...deployment());
        await halted;
        await first.kill();
        proxy.release();
        const { code, stderr } = await running;
        assert.equal(code, 1, stderr);
        assert.match(stderr, /what was written stays in buffer .* run the command again/);
        assert.match(stderr, /broke off|no chain answers/);
        const second = (proxy.chain = await startChain("--ledger", ledger));
        const all = await orreryJson("program", "show", "--buffers", ...flags());
        assert.deepEqual(all.buffers.map((b) => b.buffer), [keptAddress().toBase58()]);
        proxy.release();
        const again = await run(...deployment());
        assert.equal(again.code, 0, again.stderr);
        await isDeployed();
        assert.ok(!existsSync(keptKey));
        await second.stop();
    } finally {
        proxy.chain = chain;
        payerFile = keyFile(chain.dev[0]);
    }
});

test("A leftover of another size is closed, one of another authority stays", async () => {
    await interrupted("SIGKILL");
    const old = keptAddress().toBase58();
    copyFileSync(elfs.token, elf);
    const sized = await run(...deployment());
    assert.equal(sized.code, 0, sized.stderr);
    assert.match(sized.stderr, new RegExp(`closed buffer ${old} .* it was for another size`));
    await isDeployed();
    assert.deepEqual(await myBuffers(), []);

    const heir = await fundedKeypair(connection());
    await interrupted("SIGKILL");
    const theirs = keptAddress().toBase58();
    await json("set-authority", theirs, "--new", keyFile(heir));
    const other = await run(...deployment());
    assert.equal(other.code, 0, other.stderr);
    assert.match(other.stderr, new RegExp(`buffer ${theirs} .* another authority and stays`));
    assert.deepEqual(await buffersOf(heir.publicKey), [theirs]);
    await isDeployed();
    await json("close", theirs, "--authority", keyFile(heir));
});

test("A leftover that was closed or changed meanwhile is written anew", async () => {
    await interrupted("SIGKILL");
    await json("close", keptAddress().toBase58());
    assert.equal((await run(...deployment())).code, 0);
    await isDeployed();

    // Another version of the same size: what differs is written again.
    const behind = (byte) =>
        writeFileSync(elf, Buffer.concat([readFileSync(elfs.stake), Buffer.alloc(64, byte)]));
    behind(1);
    await interrupted("SIGKILL");
    behind(2);
    const changed = await run(...deployment());
    assert.equal(changed.code, 0, changed.stderr);
    await isDeployed();
});

test("A buffer that can't take the file is refused before anything is sent", async () => {
    const { buffer } = await json("write-buffer", elfs.memo);
    proxy.release();
    const small = await run(...deployment("--buffer", buffer));
    assert.match(small.stderr, /has room for \d+ bytes, and \d+ are needed; close it with/);
    const stranger = await fundedKeypair(connection(), 5e9);
    const wrong = await run(...deployment("--buffer", buffer, "--authority", keyFile(stranger)));
    assert.match(wrong.stderr, /can be written by .* only, not by/);
    const none = await run(...deployment("--buffer", chain.dev[1].publicKey.toBase58()));
    assert.match(none.stderr, /is no buffer of the upgradeable loader: its owner is 1{32}/);
    const absent = await run(...deployment("--buffer", Keypair.generate().publicKey.toBase58()));
    assert.match(absent.stderr, /give its key file: --buffer FILE/);
    writeFileSync(keptKey, "not a key");
    const damaged = await run(...deployment());
    assert.match(damaged.stderr, /no key file is there: .*; remove it/);
    assert.deepEqual([small, wrong, none, absent, damaged].map((r) => r.code), [1, 1, 1, 1, 1]);
    assert.equal(proxy.sent(write), 0);
    await json("close", buffer);
});

test("Two deployments of one file at once don't meet in one buffer", async () => {
    const both = [Keypair.generate(), Keypair.generate()].map((key) =>
        orreryJson("program", "deploy", elf, "--program-id", keyFile(key), ...flags()),
    );
    const [one, two] = await Promise.all(both);
    assert.notEqual(one.programId, two.programId);
    for (const { programId } of [one, two]) {
        program = { publicKey: new PublicKey(programId) };
        await isDeployed();
    }
    assert.deepEqual(await myBuffers(), []);
    assert.ok(!existsSync(keptKey));
});

test("A node that takes no batches, and one that is busy, get the writes one by one", async () => {
    let refusals = 0;
    proxy.answerFor = ({ id }, batch) => {
        if (!batch || refusals++ > 8) return undefined;
        return { jsonrpc: "2.0", id, error: { code: -32600, message: "no batches here" } };
    };
    const { code, stderr } = await run(...deployment());
    proxy.answerFor = () => undefined;
    assert.equal(code, 0, stderr);
    assert.ok(refusals >= 8, `${refusals} batches were refused`);
    await isDeployed();
});

test("The loader's last word passes through when the program changes meanwhile", async () => {
    await json("deploy", elf, "--program-id", keyFile(program));
    const heir = Keypair.generate().publicKey.toBase58();
    const id = program.publicKey.toBase58();
    let handed = false;
    proxy.answerFor = async ({ method }) => {
        // All is written, and the upgrade is next.
        if (method !== "getSlot" || handed) return;
        handed = true;
        const direct = ["--url", chain.url, "--keypair", payerFile];
        const next = ["--new", heir, "--skip-new-authority-check"];
        await orreryJson("program", "set-authority", id, ...next, ...direct);
    };
    const { code, stderr } = await run(...deployment());
    proxy.answerFor = () => undefined;
    assert.equal(code, 1);
    assert.match(stderr, /Transaction simulation failed: .* Incorrect authority provided/);
    assert.match(stderr, /\n {2}Incorrect upgrade authority|\n {2}Upgrade authority/);
    assert.match(stderr, new RegExp(`what was written stays in buffer ${keptAddress()}`));
    const upgrade = await run(...deployment());
    assert.match(upgrade.stderr, new RegExp(`can be upgraded by ${heir} only`));
    await json("close", "--buffers");
});
