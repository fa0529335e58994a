// A chain of its own for each test file: started with the CLI under test, stopped at the end, and
// held to leaving nothing behind.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { Keypair } from "@solana/web3.js";

const binary =
    process.env.ORRERY ?? fileURLToPath(new URL("../../../build/bin/orrery", import.meta.url));
const readyTimeoutMs = 30_000;
const stopTimeoutMs = 10_000;

const scratch = mkdtempSync(join(tmpdir(), "clients-"));
const alive = new Set();
process.on("exit", () => {
    for (const child of alive) child.kill("SIGKILL");
    rmSync(scratch, { recursive: true, force: true });
});
// Without these, a signal would end us before "exit" is emitted.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));

/// A folder that goes with this process.
export function scratchDir(name) {
    return mkdtempSync(join(scratch, `${name}-`));
}

/// A file that goes with this process; its path.
export function scratchFile(name, content) {
    const path = join(scratchDir("file"), name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
}

/// A key file as the CLI reads it.
export const keyFile = (keypair) =>
    scratchFile("key.json", JSON.stringify([...keypair.secretKey]));

function launch(args, env) {
    const child = spawn(binary, args, {
        cwd: env.HOME,
        env: { PATH: process.env.PATH, ...env },
        stdio: ["ignore", "pipe", "pipe"],
    });
    alive.add(child);
    const run = { child, stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text) => (run.stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (run.stderr += text));
    run.ended = new Promise((resolve, reject) => {
        child.on("error", reject);
        child.on("close", (code, signal) => {
            alive.delete(child);
            resolve({ code, signal });
        });
    });
    return run;
}

/// Runs an `orrery` command to its end: {code, stdout, stderr}.
export async function orrery(args, env = {}) {
    const home = scratchDir("cli");
    const run = launch(args, { HOME: home, TMPDIR: home, ...env });
    const { code } = await run.ended;
    return { code, stdout: run.stdout, stderr: run.stderr };
}

/// Runs an `orrery` command that must succeed; what it says as JSON.
export async function orreryJson(...args) {
    const { code, stdout, stderr } = await orrery([...args, "--output", "json"]);
    assert.equal(code, 0, `orrery ${args.join(" ")}: ${stderr}`);
    return JSON.parse(stdout);
}

function within(ms, promise, what) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`${what}: not within ${ms} ms`)), ms);
    });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const refuses = (port) =>
    new Promise((resolve) => {
        const socket = connect(port, "127.0.0.1");
        socket.on("connect", () => resolve(false)).on("error", () => resolve(true));
        socket.on("connect", () => socket.destroy());
    });

export class Chain {
    constructor(run, home, info) {
        this.run = run;
        this.home = home;
        this.info = info;
        this.url = info.rpcUrl;
        this.wsUrl = info.wsUrl;
        this.dev = info.devKeypairs.map((k) => Keypair.fromSecretKey(Uint8Array.from(k.secretKey)));
    }

    /// One JSON-RPC call; throws what the answer has as its error.
    async rpc(method, ...params) {
        const reply = await this.post({ jsonrpc: "2.0", id: 1, method, params });
        if (reply.error) throw Object.assign(new Error(reply.error.message), reply.error);
        return reply.result;
    }

    async post(body, url = this.url) {
        const response = await fetch(url, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: typeof body === "string" ? body : JSON.stringify(body),
        });
        const text = await response.text();
        return text === "" ? undefined : JSON.parse(text);
    }

    /// Ends the chain as Ctrl-C does. It must end with 0, say nothing about trouble, give its ports
    /// back and leave no file.
    async stop() {
        this.run.child.kill("SIGTERM");
        const { code, signal } = await within(stopTimeoutMs, this.run.ended, "stopping");
        assert.deepEqual({ code, signal }, { code: 0, signal: null }, this.run.stderr);
        assert.equal(this.run.stderr.replace(/^note: .*\n/gm, ""), "");
        assert.deepEqual(readdirSync(this.home, { recursive: true }), []);
        for (const port of [this.info.port, this.info.wsPort])
            assert.ok(await refuses(port), `port ${port} still answers`);
    }

    /// Ends the chain at once, wherever it is.
    async kill() {
        this.run.child.kill("SIGKILL");
        const { signal } = await within(stopTimeoutMs, this.run.ended, "dying");
        assert.equal(signal, "SIGKILL", this.run.stderr);
    }
}

/// Starts `orrery up` on free ports with these flags. Its home and its temporary folder are empty
/// ones of its own.
export async function startChain(...flags) {
    const home = scratchDir("home");
    const run = launch(["up", "--port", "0", "--json", ...flags], { HOME: home, TMPDIR: home });
    const ready = new Promise((resolve) => {
        run.child.stdout.on("data", () => run.stdout.includes("\n") && resolve());
    });
    const died = run.ended.then(({ code, signal }) => {
        throw new Error(`orrery up ended (${code ?? signal}) before it was ready: ${run.stderr}`);
    });
    died.catch(() => {});
    await within(readyTimeoutMs, Promise.race([ready, died]), "starting");
    return new Chain(run, home, JSON.parse(run.stdout));
}

/// Starts a chain that is gone without a trace when it stops.
export const startEphemeral = (...flags) => startChain("--ephemeral", ...flags);
