// Source-level errors from end to end: a program is deployed with its .debug beside it, faults, and
// every command that speaks of the transaction shows functions and lines. What people see stands in
// tests/golden/cli/trace.txt; UPDATE_GOLDEN=1 rewrites it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { Connection, Keypair, Transaction, TransactionInstruction } from "@solana/web3.js";

import { keyFile, orrery, orreryJson, scratchDir, startChain, startEphemeral } from "./lib/chain.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const golden = here("../golden/cli/trace.txt");
const objects = here("../unit/sdk/symbols/objects/");

let chain, connection, payer, flags;
before(async () => {
    chain = await startEphemeral();
    connection = new Connection(chain.url, "confirmed");
    payer = chain.dev[0];
    flags = ["--url", chain.url, "--keypair", keyFile(payer)];
});
after(() => chain.stop());

async function run(...args) {
    const { code, stdout, stderr } = await orrery(args);
    assert.equal(code, 0, stderr);
    assert.equal(stderr, "");
    return stdout;
}

/// A folder with faulty.so and faulty.debug.
async function build(object, arch) {
    const dir = scratchDir("program");
    const [so, debug] = [join(dir, "faulty.so"), join(dir, "faulty.debug")];
    await run("program", "link", "--arch", arch, "-o", so, "--debug", debug, join(objects, object));
    return { so, debug };
}

async function deploy(so) {
    const key = Keypair.generate();
    await run("program", "deploy", so, "--program-id", keyFile(key), ...flags);
    return key.publicKey;
}

async function signed(program, data) {
    const call = new TransactionInstruction({ programId: program, keys: [], data: Buffer.from(data) });
    const transaction = new Transaction().add(call);
    transaction.recentBlockhash = (await connection.getLatestBlockhash()).blockhash;
    transaction.feePayer = payer.publicKey;
    transaction.sign(payer);
    return transaction;
}

/// Calls the program, without preflight, to be stopped in the way of this number.
async function land(program, how) {
    const transaction = await signed(program, [how]);
    const signature = await connection.sendRawTransaction(transaction.serialize(), {
        skipPreflight: true,
    });
    for (;;) {
        const { value } = await connection.getSignatureStatus(signature);
        if (value && value.confirmationStatus !== "processed") return signature;
        await new Promise((resolve) => setTimeout(resolve, 10));
    }
}

const mask = (text) => text.replace(/[1-9A-HJ-NP-Za-km-z]{43,88}/g, "KEY");
const traceOf = async (signature) => mask(await run("tx", signature, "--trace", ...flags));

const kinds = ["a panic", "an access violation", "an endless loop", "too deep a recursion"];
for (const [object, arch, count] of [
    ["faulty.o", "v3", 4],
    ["faulty.o", "v0", 4],
    ["faulty_rust.o", "v3", 2],
    ["faulty_rust.o", "v0", 2],
])
    test(`${object} for ${arch} tells its lines`, async () => {
        const { so } = await build(object, arch);
        const program = await deploy(so);
        let shown = "";
        for (let how = 0; how < count; how++) {
            const title = `# ${object}, ${arch}: ${kinds[how]}`;
            shown += `${title}\n${await traceOf(await land(program, how))}\n`;
        }
        const all = readFileSync(golden, "utf8");
        const from = all.indexOf(`# ${object}, ${arch}: ${kinds[0]}`);
        const next = all.indexOf(`# ${object}, ${arch}: ${kinds[count - 1]}`);
        const end = all.indexOf("\n# ", next) + 1 || all.length;
        const expected = from < 0 ? "" : all.slice(from, end);
        if (process.env.UPDATE_GOLDEN)
            writeFileSync(golden, from < 0 ? all + shown : all.slice(0, from) + shown + all.slice(end));
        else assert.equal(shown, expected);
    });

test("the transaction's page, a refused transaction and the log show the trace too", async () => {
    const { so } = await build("faulty.o", "v3");
    const program = await deploy(so);
    const follower = orrery(["logs", program.toBase58(), "--limit", "1", ...flags]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const signature = await land(program, 1);
    const wanted = /#0 peek +faulty\.cpp:33\n +#1 handle +faulty\.cpp:52\n +#2 entrypoint +faulty\.cpp:67/;
    assert.match(await run("tx", signature, ...flags), wanted);
    assert.match((await follower).stdout, wanted);

    const again = await signed(program, [1, 0]);  // another message than the one that landed
    const wire = again.serialize().toString("base64");
    const refused = await chain.rpc("sendTransaction", wire, { encoding: "base64" }).catch((e) => e);
    assert.equal(refused.code, -32002);
    assert.equal(refused.data.trace[0].programId, program.toBase58());
    assert.deepEqual(refused.data.trace[0].frames[0].function, "peek");
    const asJson = await orreryJson("tx", signature, "--trace", ...flags);
    assert.deepEqual(asJson, refused.data.trace);
});

test("a stale .debug gives no lines, but says so; without one there are pcs", async () => {
    const cpp = await build("faulty.o", "v3");
    const rust = await build("faulty_rust.o", "v3");
    copyFileSync(rust.debug, cpp.debug);
    const stale = await traceOf(await land(await deploy(cpp.so), 1));
    assert.match(stale, /#0 \? +pc \d+\n/);
    assert.match(stale, /note: the \.debug is of another build than the one that ran\n/);
    rmSync(cpp.debug);
    const bare = await traceOf(await land(await deploy(cpp.so), 1));
    assert.match(bare, /#0 \? +pc \d+\n/);
    assert.match(bare, /note: no debug information; deploy with the \.debug beside the \.so\n/);
});

test("a program that wasn't stripped needs no .debug", async () => {
    const { debug } = await build("faulty_rust.o", "v3");
    const so = join(scratchDir("unstripped"), "faulty.so");
    copyFileSync(debug, so);
    const shown = await traceOf(await land(await deploy(so), 1));
    assert.match(shown, /read_anywhere +faulty\.rs:48 +\(inlined\)/);
});

test("a program of genesis brings the .debug beside it, and a restart keeps it", async () => {
    const { so, debug } = await build("faulty.o", "v3");
    const program = Keypair.generate().publicKey;
    const ledger = join(scratchDir("ledger"), "ledger");
    const settings = ["--ledger", ledger, "--bpf-program", program.toBase58(), so];
    const first = await startChain(...settings);
    connection = new Connection(first.url, "confirmed");
    payer = first.dev[0];
    const signature = await land(program, 1);
    const shown = await run("tx", signature, "--trace", "--url", first.url);
    assert.match(shown, /#0 peek +faulty\.cpp:33\n/);
    await first.stop();

    rmSync(debug);
    const second = await startChain("--ledger", ledger);
    assert.equal(await run("tx", signature, "--trace", "--url", second.url), shown);
    await second.stop();
});

test("the terminal of orrery up shows the trace", async () => {
    const { so } = await build("faulty.o", "v3");
    const program = Keypair.generate().publicKey;
    const home = scratchDir("home");
    const up = ["up", "--port", "0", "--ephemeral", "--bpf-program", program.toBase58(), so];
    const child = spawn(process.env.ORRERY, up, { env: { HOME: home, TMPDIR: home }, cwd: home });
    let said = "";
    for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (text) => (said += text));
    const until = async (wanted) => {
        for (let wait = 0; !wanted.test(said) && wait < 1000; wait++)
            await new Promise((resolve) => setTimeout(resolve, 10));
        return wanted.exec(said);
    };
    try {
        const [, url, file] = await until(/RPC +(\S+)[^]*?(\/\S+\.json)/);
        connection = new Connection(url, "confirmed");
        payer = Keypair.fromSecretKey(Uint8Array.from(JSON.parse(readFileSync(file, "utf8"))));
        await land(program, 1);
        assert.ok(await until(/Fault in \S+: Access[^]*#2 entrypoint +faulty\.cpp:67\n/), said);
    } finally {
        child.kill("SIGTERM");
        await once(child, "close");
    }
});

test("a transaction that wasn't stopped has no trace", async () => {
    const shown = await run("tx", "1".repeat(64), "--trace", "--url", chain.url).catch((e) => e);
    assert.match(shown.message, /no confirmed transaction has the signature/);
});
