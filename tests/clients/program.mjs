// `orrery program`: the whole life of programs and buffers, as an author leads it.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import {
    Connection,
    Keypair,
    PublicKey,
    sendAndConfirmTransaction,
    Transaction,
    TransactionInstruction,
} from "@solana/web3.js";

import { ids } from "../differential/lib/ids.mjs";
import {
    keyFile,
    orrery,
    orreryJson,
    scratchDir,
    scratchFile,
    startEphemeral,
} from "./lib/chain.mjs";
import { dumpElfs } from "./lib/programs.mjs";
import { Proxy } from "./lib/proxy.mjs";
import { fundedKeypair } from "./lib/web3.mjs";

const loader = new PublicKey(ids.loaderV3);
const programdataOf = (id) => PublicKey.findProgramAddressSync([id.toBuffer()], loader)[0];

let chain, connection, payer, payerFile, elfs;
before(async () => {
    elfs = dumpElfs("token", "memo");
    // A later version of Memo, larger: what stands behind an ELF's sections is of no matter.
    const larger = Buffer.concat([readFileSync(elfs.memo), Buffer.alloc(15_000, 7)]);
    elfs.largerMemo = scratchFile("larger.so", larger);
    chain = await startEphemeral("--slot-time", "100");
    connection = new Connection(chain.url, "confirmed");
    payer = chain.dev[0];
    payerFile = keyFile(payer);
});
after(() => chain.stop());

const flags = (file = payerFile, url = chain.url) => ["--url", url, "--keypair", file];
const program = (...args) => orreryJson("program", ...args.map(String), ...flags());
const programBy = (key, ...args) =>
    orreryJson("program", ...args.map(String), ...flags(keyFile(key)));
const dataOf = async (id) => (await connection.getAccountInfo(programdataOf(id))).data;

/// A command that must fail, with these words; nothing on stdout.
async function refused(why, args, { code = 1, as = payerFile, url = chain.url } = {}) {
    const result = await orrery(["program", ...args.map(String), ...flags(as, url)]);
    assert.equal(result.code, code, result.stderr);
    assert.match(result.stderr, why);
    assert.equal(result.stdout, "");
    return result.stderr;
}

/// Deploys an ELF to a new id, by its key.
async function deployed(elf, ...more) {
    const key = Keypair.generate();
    const report = await program("deploy", elf, "--program-id", keyFile(key), ...more);
    assert.equal(report.programId, key.publicKey.toBase58());
    return key.publicKey;
}
const say = (programId, text) =>
    sendAndConfirmTransaction(
        connection,
        new Transaction().add(
            new TransactionInstruction({ programId, keys: [], data: Buffer.from(text) }),
        ),
        [payer],
    );
async function says(id, text) {
    const signature = await say(id, text);
    const { meta } = await connection.getTransaction(signature, {
        maxSupportedTransactionVersion: 0,
    });
    assert.ok(meta.logMessages.some((line) => line.endsWith(text)), meta.logMessages.join("\n"));
}
async function myBuffers(key = payer) {
    const { buffers } = await orreryJson(
        "program", "show", "--buffers", "--authority", key.publicKey.toBase58(), ...flags(),
    );
    return buffers.map((b) => b.buffer);
}

test("A deployment tells id, signature, slot, size and compute units", async () => {
    const key = Keypair.generate();
    const report = await program("deploy", elfs.memo, "--program-id", keyFile(key));
    const { meta, slot } = await connection.getTransaction(report.signature, {
        maxSupportedTransactionVersion: 0,
    });
    assert.deepEqual(report, {
        programId: key.publicKey.toBase58(),
        signature: report.signature,
        slot,
        size: readFileSync(elfs.memo).length,
        computeUnits: meta.computeUnitsConsumed,
        upgraded: false,
        authority: payer.publicKey.toBase58(),
        fast: false,
    });
    assert.ok(meta.computeUnitsConsumed > 2370);
    await says(key.publicKey, "hello");
    assert.ok(!existsSync(elfs.memo.replace(".so", "-buffer.json")));
});

test("A buffer is written, shown, dumped and upgraded from", async () => {
    const id = await deployed(elfs.memo, "--max-len", 120_000);
    const written = await program("write-buffer", elfs.largerMemo);
    const elf = readFileSync(elfs.largerMemo);
    assert.deepEqual(written, {
        buffer: written.buffer,
        authority: payer.publicKey.toBase58(),
        dataLen: elf.length,
    });
    const shown = await program("show", written.buffer);
    const { lamports } = await connection.getAccountInfo(new PublicKey(written.buffer));
    assert.deepEqual(shown, { ...written, lamports });
    assert.deepEqual(await myBuffers(), [written.buffer]);

    const dumped = join(scratchDir("dump"), "buffer.so");
    assert.equal((await program("dump", written.buffer, dumped)).size, elf.length);
    assert.ok(readFileSync(dumped).equals(elf));

    const upgraded = await program("upgrade", written.buffer, id);
    assert.equal(upgraded.programId, id.toBase58());
    assert.equal(upgraded.size, elf.length);
    assert.ok(upgraded.computeUnits > 0 && upgraded.slot > 0);
    await says(id, "from the buffer");
    assert.deepEqual(await myBuffers(), []);
    await refused(/there is no buffer/, ["upgrade", written.buffer, id]);

    // The ELF, and zeros in the room behind it.
    await program("dump", id, dumped);
    const room = readFileSync(dumped);
    assert.equal(room.length, 120_000);
    assert.ok(room.subarray(0, elf.length).equals(elf));
    assert.ok(room.subarray(elf.length).every((byte) => byte === 0));
});

test("A buffer keeps room, and only its own size is written", async () => {
    const written = await program("write-buffer", elfs.memo, "--max-len", 50_000);
    assert.equal(written.dataLen, 50_000);
    const key = Keypair.generate();
    const report = await program(
        "deploy", elfs.memo, "--buffer", written.buffer, "--program-id", keyFile(key),
    );
    assert.equal(report.size, readFileSync(elfs.memo).length);
    assert.equal((await program("show", key.publicKey)).dataLen, 50_000);
    await says(key.publicKey, "roomy");
    assert.deepEqual(await myBuffers(), []);
});

test("Programs are listed by authority", async () => {
    const other = await fundedKeypair(connection);
    const key = Keypair.generate();
    await programBy(other, "deploy", elfs.memo, "--program-id", keyFile(key));
    const id = key.publicKey.toBase58();
    const listed = await programBy(other, "show", "--programs");
    assert.deepEqual(listed.programs, [await program("show", id)]);
    assert.equal(listed.lamports, listed.programs[0].lamports);
    const named = ["show", "--programs", "--authority", other.publicKey.toBase58()];
    assert.deepEqual(await program(...named), listed);
    const mine = (await program("show", "--programs")).programs.map((p) => p.programId);
    assert.ok(mine.length > 0 && !mine.includes(id));
    const all = (await program("show", "--programs", "--all")).programs.map((p) => p.programId);
    assert.deepEqual([...mine, id].filter((p) => !all.includes(p)), []);
});

test("An authority is handed over with both signatures, or to an address on demand", async () => {
    const id = await deployed(elfs.memo);
    const heir = await fundedKeypair(connection);
    const address = heir.publicKey.toBase58();
    await refused(/so the new authority signs, too/, ["set-authority", id, "--new", address], {
        code: 2,
    });
    await refused(/give either --new or --final/, ["set-authority", id], { code: 2 });
    const handed = await program("set-authority", id, "--new", keyFile(heir));
    assert.equal(handed.authority, address);
    assert.equal((await program("show", id)).authority, address);
    const { meta } = await connection.getTransaction(handed.signature, {
        maxSupportedTransactionVersion: 0,
    });
    assert.ok(meta.logMessages.includes(`Program log: New authority ${address}`) ||
        meta.logMessages.includes(`New authority ${address}`), meta.logMessages.join("\n"));

    const only = new RegExp(`can be \\w+( \\w+)? by ${address} only, not by ${payer.publicKey}`);
    await refused(only, ["deploy", elfs.memo, "--program-id", id]);
    await refused(only, ["set-authority", id, "--final"]);
    await refused(only, ["close", id, "--bypass-warning"]);
    const buffer = (await program("write-buffer", elfs.memo)).buffer;
    await refused(only, ["upgrade", buffer, id]);
    await refused(/have different authorities; hand the buffer over first/, [
        "upgrade", buffer, id, "--authority", keyFile(heir),
    ]);
    await program("set-authority", buffer, "--new", address, "--skip-new-authority-check");
    assert.deepEqual(await myBuffers(heir), [buffer]);
    // Our key pays, the heir's signs as the authority.
    await program("upgrade", buffer, id, "--authority", keyFile(heir));
    await says(id, "under new management");
});

test("What is final stays as it is", async () => {
    const id = await deployed(elfs.memo);
    assert.equal((await program("set-authority", id, "--final")).authority, null);
    const direct = await deployed(elfs.memo, "--final");
    for (const final of [id, direct]) {
        assert.equal((await program("show", final)).authority, null);
        await says(final, "for good");
        const why = /is final: it can't be \w+( \w+)? by anybody/;
        await refused(why, ["deploy", elfs.memo, "--program-id", final]);
        await refused(why, ["extend", final, 10_240]);
        await refused(why, ["set-authority", final, "--new", payerFile]);
        await refused(why, ["close", final, "--bypass-warning"]);
    }
    const upgradedLast = await deployed(elfs.memo);
    const report = await program("deploy", elfs.memo, "--program-id", upgradedLast, "--final");
    assert.deepEqual([report.upgraded, report.authority], [true, null]);
    const { buffer } = await program("write-buffer", elfs.memo);
    await refused(/can't be final/, ["set-authority", buffer, "--final"]);
    await program("close", buffer);
});

test("A program is extended as its loader allows", async () => {
    const id = await deployed(elfs.memo);
    const { length } = readFileSync(elfs.memo);
    await refused(/grows by 10240 bytes at least/, ["extend", id, 1]);
    await refused(/can grow by \d+ bytes at most/, ["extend", id, 11 << 20]);
    await refused(/--?bytes|BYTES|must be a whole number/, ["extend", id, "many"], { code: 2 });
    await refused(/no program of the upgradeable loader/, ["extend", payer.publicKey, 10_240]);
    const poor = Keypair.generate();
    await refused(/extending takes .*orrery airdrop/, ["extend", id, 10_240], {
        as: keyFile(poor),
    });
    // Anyone may.
    const stranger = await fundedKeypair(connection);
    const extended = await programBy(stranger, "extend", id, 10_240);
    assert.equal(extended.dataLen, length + 10_240);
    assert.equal((await program("show", id)).dataLen, length + 10_240);
    await says(id, "with more room");
});

test("Without --no-auto-extend a program grows, with it the deployment is refused", async () => {
    const id = await deployed(elfs.memo);
    const size = readFileSync(elfs.largerMemo).length;
    const stderr = await refused(/leave --no-auto-extend out/, [
        "deploy", elfs.largerMemo, "--program-id", id, "--no-auto-extend",
    ]);
    const [, bytes] = stderr.match(/orrery program extend \w+ (\d+)/);
    const { buffer } = await program("write-buffer", elfs.largerMemo);
    await refused(new RegExp(`orrery program extend ${id} ${bytes}`), ["upgrade", buffer, id]);
    await program("extend", id, bytes);
    await program("upgrade", buffer, id);
    assert.ok((await program("show", id)).dataLen >= size);
    await program("deploy", elfs.largerMemo, "--program-id", id, "--no-auto-extend");
    await says(id, "large enough");
});

test("Closing a program gives its lamports back and its address up", async () => {
    const id = await deployed(elfs.memo);
    const held = await connection.getBalance(programdataOf(id));
    await refused(/is for good: .* add --bypass-warning/, ["close", id]);
    await refused(/give the program's address/, ["close", programdataOf(id), "--bypass-warning"]);
    const to = Keypair.generate().publicKey;
    const closed = await program("close", id, "--bypass-warning", "--recipient", to);
    assert.deepEqual(closed, {
        closed: [id.toBase58()],
        lamports: held,
        recipient: to.toBase58(),
        signatures: closed.signatures,
    });
    assert.equal(await connection.getBalance(to), held);
    for (const args of [["show", id], ["deploy", elfs.memo, "--program-id", id], ["extend", id, 20_000]])
        await refused(/it was closed; deploy to another address/, args);
    await assert.rejects(say(id, "still there?"), /not deployed|UnsupportedProgramId|Unsupported/);
});

test("Buffers are closed one by one or all at once", async () => {
    const owner = await fundedKeypair(connection);
    const made = [];
    for (let i = 0; i < 18; i++) made.push((await programBy(owner, "write-buffer", elfs.memo)).buffer);
    const other = (await program("write-buffer", elfs.memo)).buffer;
    await refused(/can be closed by .* only, not by/, ["close", made[0]]);
    const one = await programBy(owner, "close", made[0]);
    assert.deepEqual(one.closed, [made[0]]);
    const rest = await programBy(owner, "close", "--buffers", "--recipient", payer.publicKey);
    assert.deepEqual([...rest.closed].sort(), made.slice(1).sort());
    assert.equal(rest.lamports, 17 * one.lamports);
    assert.deepEqual(await myBuffers(owner), []);
    assert.deepEqual(await myBuffers(), [other]);
    await program("close", "--buffers");
    assert.deepEqual((await program("close", "--buffers")).closed, []);
    await refused(/there is no program or buffer/, ["close", other]);
});

test("--fast leaves what a deployment leaves, without a transaction", async () => {
    const slow = await deployed(elfs.token);
    const key = Keypair.generate();
    const before = await connection.getBalance(payer.publicKey);
    const report = await program("deploy", elfs.token, "--program-id", keyFile(key), "--fast");
    const fast = key.publicKey;
    assert.equal(await connection.getBalance(payer.publicKey), before);
    assert.deepEqual([report.signature, report.computeUnits, report.fast], [null, null, true]);
    const [ours, theirs] = [await dataOf(fast), await dataOf(slow)];
    const slotAt = [4, 12];
    assert.equal(ours.readBigUInt64LE(4), BigInt(report.slot));
    ours.fill(0, ...slotAt);
    theirs.fill(0, ...slotAt);
    assert.ok(ours.equals(theirs));
    const plain = async (id) => {
        const { data, owner, executable, lamports } = await connection.getAccountInfo(id);
        return { data: data.length, owner: owner.toBase58(), executable, lamports };
    };
    assert.deepEqual(await plain(fast), await plain(slow));
    assert.deepEqual(await plain(programdataOf(fast)), await plain(programdataOf(slow)));

    // At once another version, with more room, by address, and by a key that has no say.
    const stranger = Keypair.generate();
    const swapped = Keypair.generate().publicKey;
    for (const elf of [elfs.memo, elfs.largerMemo]) {
        await programBy(stranger, "deploy", elf, "--program-id", swapped, "--fast");
        await says(swapped, `fast ${elf.length}`);
    }
    assert.equal((await program("show", swapped)).authority, stranger.publicKey.toBase58());
    assert.equal((await program("show", swapped)).dataLen, readFileSync(elfs.largerMemo).length);
    // The authority stays as it is, unless one is named; then the loader's way works, too.
    await program("deploy", elfs.memo, "--program-id", swapped, "--fast");
    assert.equal((await program("show", swapped)).authority, stranger.publicKey.toBase58());
    await program("deploy", elfs.memo, "--program-id", swapped, "--fast", "--authority", payerFile);
    await program("deploy", elfs.memo, "--program-id", swapped);
    await says(swapped, "by the loader again");
    await program("deploy", elfs.memo, "--program-id", swapped, "--fast", "--final");
    assert.equal((await program("show", swapped)).authority, null);
});

test("--fast is refused by name where there are no cheatcodes", async () => {
    const proxy = await Proxy.before(chain);
    proxy.answerFor = ({ id, method }) =>
        method.startsWith("orrery_")
            ? { jsonrpc: "2.0", id, error: { code: -32601, message: "Method not found" } }
            : undefined;
    const args = ["deploy", elfs.memo, "--program-id", keyFile(Keypair.generate()), "--fast"];
    await refused(/orrery_setAccount, which .* doesn't have; leave --fast out/, args, {
        url: proxy.url,
    });
    proxy.stop();
});

test("A broken ELF is refused in the loader's words before anything is sent", async () => {
    const damaged = scratchFile("damaged.so", readFileSync(elfs.memo).fill(0, 64, 400));
    const slotsBefore = await connection.getBalance(payer.publicKey);
    const args = ["--program-id", keyFile(Keypair.generate())];
    const local = await refused(/can't be deployed, its loader would say: /, ["deploy", damaged, ...args]);
    const [, words] = local.match(/its loader would say: (.*?); build it/);
    await refused(new RegExp(words.replaceAll(/[()[\].]/g, "\\$&")), ["write-buffer", damaged]);
    assert.equal(await connection.getBalance(payer.publicKey), slotsBefore);
    assert.deepEqual(await myBuffers(), []);

    // The chain says the same, and what it was sent stays in a buffer that can be closed.
    const chained = await refused(/invalid account data/i, [
        "deploy", damaged, ...args, "--skip-feature-verify",
    ]);
    assert.ok(chained.includes(words), chained);
    const [buffer] = await myBuffers();
    assert.match(chained, new RegExp(`orrery program close ${buffer}`));
    await program("close", buffer);

    // The same for a buffer that others filled.
    const filled = await program("write-buffer", damaged, "--skip-feature-verify");
    assert.ok(!existsSync(damaged.replace(".so", "-buffer.json")));
    const id = await deployed(elfs.memo, "--max-len", 20_000);
    assert.ok((await refused(/its loader would say/, ["upgrade", filled.buffer, id])).includes(words));
    await program("close", filled.buffer);
});

test("Who can't pay learns how much it takes, and nothing is left behind", async () => {
    const poor = await fundedKeypair(connection, 1_000_000);
    const elf = scratchFile("mine.so", readFileSync(elfs.memo));
    const options = { as: keyFile(poor) };
    const id = keyFile(Keypair.generate());
    await refused(/deploying takes .* SOL for a while, .*orrery airdrop/, ["deploy", elf, "--program-id", id], options);
    await refused(/the buffer takes .* SOL, and .*orrery airdrop/, ["write-buffer", elf], options);
    assert.equal(await connection.getBalance(poor.publicKey), 1_000_000);
    assert.ok(!existsSync(elf.replace(".so", "-buffer.json")));
});

test("Programs of the older loaders are dumped, too", async () => {
    const out = join(scratchDir("dump"), "old.so");
    const old = await startEphemeral("--bpf-program", ids.memo, elfs.memo);
    await orreryJson("program", "dump", ids.memo, out, "--url", old.url);
    assert.ok(readFileSync(out).subarray(0, 4).equals(Buffer.from("\x7fELF")));
    await old.stop();
    await refused(/there is no program or buffer/, ["dump", Keypair.generate().publicKey, out]);
    await refused(/no program or buffer of the upgradeable loader/, ["dump", payer.publicKey, out]);
    const id = await deployed(elfs.memo);
    await refused(/can't write/, ["dump", id, "/nowhere/x.so"]);
});

test("A chain that is ahead of its clock lets changes wait for the next slot", async () => {
    const id = await deployed(elfs.memo);
    for (let i = 0; i < 20; i++) await program("deploy", elfs.memo, "--program-id", id);
    await says(id, "after twenty upgrades");
});

test("On a chain whose slots end by hand, changes follow each other: each ends its slot", async () => {
    const manual = await startEphemeral("--block-mode", "manual");
    const own = ["--url", manual.url, "--keypair", keyFile(manual.dev[0])];
    const key = Keypair.generate();
    const run = (...args) => orreryJson("program", ...args, ...own);
    await run("deploy", elfs.memo, "--program-id", keyFile(key), "--fast");
    await run("deploy", elfs.memo, "--program-id", keyFile(key));
    const { programId, upgraded } = await run("deploy", elfs.memo, "--program-id", keyFile(key));
    assert.deepEqual([programId, upgraded], [key.publicKey.toBase58(), true]);
    await run("extend", programId, "10240");
    await run("close", programId, "--bypass-warning");
    await manual.stop();
});
