// How @orrery/sdk sends and waits, seen by a server that plays the chain.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { test } from "node:test";

import {
    confirm,
    decodeJumbo,
    hooks,
    JumboBuilder,
    sendAll,
    sendJumbo,
    simulateJumbo,
} from "@orrery/sdk";
import { Keypair } from "@solana/web3.js";
import { WebSocketServer, WebSocket } from "ws";

import { refused, sequence, transfer, Wallet } from "./support.mjs";

const payer = Keypair.generate();
const blockhash = Keypair.generate().publicKey.toBase58();
const signed = await new JumboBuilder({ payer, blockhash })
    .add(transfer(payer.publicKey, payer.publicKey, 1n))
    .sign(payer);

/// A server with these JSON-RPC methods and this answer to raw octets: {url, requests, close}.
async function play(methods, octets = () => [404, "not found"]) {
    const requests = [];
    const server = createServer(async (request, response) => {
        const chunks = await request.toArray();
        const body = Buffer.concat(chunks);
        requests.push({ path: request.url, type: request.headers["content-type"], body });
        if (request.url.startsWith("/v1/jumbo")) {
            const [status, text] = octets(body);
            return response.writeHead(status).end(text);
        }
        const { id, method, params } = JSON.parse(body);
        const answer = methods[method](...params);
        response.end(JSON.stringify({ jsonrpc: "2.0", id, ...answer }));
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const close = () => server.closeAllConnections() ?? server.close();
    return { url: `http://127.0.0.1:${server.address().port}`, requests, close };
}

const result = (value) => ({ result: value });
const statuses = (...list) => result({ context: { slot: 1 }, value: list });
const status = (confirmationStatus, err = null) => ({ slot: 7, confirmationStatus, err });

test("Raw octets go first, with what was asked for", async () => {
    const chain = await play({}, () => [200, JSON.stringify({ signature: signed.id })]);
    assert.equal(await sendJumbo(chain.url, signed), signed.id);
    const options = { skipPreflight: true, minContextSlot: 5, preflightCommitment: undefined };
    await sendJumbo({ rpcEndpoint: chain.url }, signed.wire, options);
    assert.deepEqual(
        chain.requests.map(({ path }) => path),
        ["/v1/jumbo", "/v1/jumbo?skipPreflight=true&minContextSlot=5"],
    );
    assert.equal(chain.requests[0].type, "application/octet-stream");
    assert.deepEqual(chain.requests[0].body, Buffer.from(signed.wire));
    chain.close();
});

test("A server without that path gets base64, and zstd where asked", async () => {
    const calls = [];
    const send = { sendTransaction: (...params) => calls.push(params) && result("id") };
    const chain = await play(send);
    assert.equal(await sendJumbo(new URL(chain.url), signed, { skipPreflight: true }), "id");
    // One that reads JSON on any path.
    const parse = JSON.stringify({ error: { code: -32700, message: "Parse error" } });
    const other = await play(send, () => [200, parse]);
    assert.equal(await sendJumbo(other.url, signed, { skipPreflight: true }), "id");
    assert.deepEqual(calls.pop(), calls[0]);
    other.close();
    const zstd = async (bytes) => bytes.slice(0, 3);
    assert.equal(await sendJumbo(chain.url, signed, { zstd }), "id");
    assert.deepEqual(calls, [
        [signed.base64, { encoding: "base64", skipPreflight: true }],
        [signed.base64.slice(0, 4), { encoding: "base64+zstd" }],
    ]);
    chain.close();
});

test("What isn't a jumbo isn't sent, and who doesn't answer is named", async () => {
    await assert.rejects(sendJumbo("http://127.0.0.1:1", Uint8Array.of(1)), refused("NotJumbo"));
    const huge = new Uint8Array(2 ** 21 + 1).fill(0xca);
    await assert.rejects(sendJumbo("http://127.0.0.1:1", huge), refused("TooLarge"));
    await assert.rejects(sendJumbo("http://127.0.0.1:1", signed), refused("Unreachable"));
    await assert.rejects(sendJumbo("127.0.0.1", signed), refused("BadUrl"));
    const chain = await play({}, () => [200, "<html>"]);
    await assert.rejects(sendJumbo(chain.url, signed), refused("BadReply"));
    chain.close();
});

test("The chain's refusal is our error, with its own as the cause", async () => {
    const error = {
        code: -32002,
        message: "Blockhash not found",
        data: { err: "BlockhashNotFound" },
    };
    const chain = await play({ simulateTransaction: () => ({ error }) }, () => [
        400,
        JSON.stringify({ error }),
    ]);
    const isRefusal = (e) =>
        e.code === "RpcError" &&
        /Blockhash not found/.test(e.message) &&
        e.cause.data.err === "BlockhashNotFound";
    await assert.rejects(sendJumbo(chain.url, signed), isRefusal);
    await assert.rejects(simulateJumbo(chain.url, signed), isRefusal);
    chain.close();
});

test("Confirming waits for the commitment", async () => {
    const answers = [null, status("processed"), status("confirmed"), status("finalized")];
    const chain = await play({ getSignatureStatuses: () => statuses(answers.shift()) });
    assert.deepEqual(await confirm(chain.url, "id", { pollMs: 1 }), { id: "id", slot: 7 });
    assert.equal(answers.length, 1);
    await confirm(chain.url, "id", { pollMs: 1, commitment: "finalized" });
    const wrong = confirm(chain.url, "id", { commitment: "max" });
    await assert.rejects(wrong, refused("BadOption"));
    chain.close();
});

test("Confirming ends when it failed, when the blockhash is over, or when time is", async () => {
    let answer = null;
    let height = 10;
    const chain = await play({
        getSignatureStatuses: () => statuses(answer),
        getBlockHeight: () => result(height++),
    });
    const wait = (options) => confirm(chain.url, "id", { pollMs: 1, ...options });
    await assert.rejects(wait({ lastValidBlockHeight: 12 }), refused("Expired"));
    assert.equal(height, 14);
    await assert.rejects(wait({ timeoutMs: 20 }), refused("Timeout"));
    // A signed one knows when it is over, from whoever gave the blockhash.
    const latest = { blockhash, lastValidBlockHeight: 15 };
    for (const options of [latest, { blockhash: latest }]) {
        const own = await new JumboBuilder({ payer, ...options }).sign(payer);
        await assert.rejects(confirm(chain.url, own, { pollMs: 1 }), refused("Expired"));
    }
    answer = status("processed", { InstructionError: [300, "InvalidArgument"] });
    await assert.rejects(
        wait(),
        (e) => refused("TransactionFailed")(e) && e.cause.err.InstructionError[0] === 300,
    );
    chain.close();
});

test("Parts are signed and sent one after the other, until one fails", async () => {
    let sent = 0;
    const latest = { blockhash, lastValidBlockHeight: 99 };
    const chain = await play(
        {
            getLatestBlockhash: () => result({ context: { slot: 1 }, value: latest }),
            getBlockHeight: () => result(1),
            getSignatureStatuses: () =>
                statuses(status("confirmed", sent === 3 ? "AccountInUse" : null)),
        },
        (body) => [200, JSON.stringify({ signature: decodeJumbo(body).id, number: ++sent })],
    );
    const wallet = new Wallet();
    const parts = new JumboBuilder({ payer: wallet, text: true })
        .add(sequence(8, (i) => transfer(wallet.publicKey, wallet.publicKey, BigInt(i))))
        .split({ maxInstructions: 2 });
    const options = { signers: [wallet, Keypair.generate()], pollMs: 1, skipPreflight: true };
    const failed = await sendAll(chain.url, parts, options).then(assert.fail, (error) => error);
    assert.equal(failed.code, "TransactionFailed");
    const ids = chain.requests
        .filter(({ path }) => path.startsWith("/v1"))
        .map(({ body }) => decodeJumbo(body).id);
    assert.deepEqual(
        failed.sent,
        ids.slice(0, 2).map((id) => ({ id, slot: 7 })),
    );
    assert.equal(wallet.signed.length, 3);
    const octets = chain.requests.filter(({ path }) => path.startsWith("/v1"));
    assert.deepEqual(
        octets.map(({ path }) => path),
        Array(3).fill("/v1/jumbo?skipPreflight=true"),
    );
    sent = 10;
    assert.equal((await sendAll(chain.url, [signed], options)).length, 1);
    chain.close();
});

/// A WebSocket server that hands each request to `react`.
async function playSocket(react) {
    const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    server.on("connection", (socket) =>
        socket.on("message", (text) => react(socket, JSON.parse(text))),
    );
    await once(server, "listening");
    return { url: `ws://127.0.0.1:${server.address().port}`, server };
}

test("A subscription tells of hooks until it is ended", async () => {
    const asked = [];
    const { url, server } = await playSocket((socket, request) => {
        asked.push(request);
        const tell = (message) => socket.send(JSON.stringify({ jsonrpc: "2.0", ...message }));
        if (request.params[0] === "bad")
            return tell({ id: request.id, error: { code: -32602, message: "no" } });
        tell({ id: request.id, result: 3 });
        tell({ method: "hookNotification", params: { subscription: 3, result: { value: 42 } } });
    });
    const told = [];
    const lost = [];
    const options = { WebSocket, commitment: "confirmed", onEnd: (error) => lost.push(error.code) };
    const end = await hooks.hookSubscribe(
        url,
        { program: "p" },
        (value) => told.push(value),
        options,
    );
    while (told.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(told, [{ value: 42 }]);
    assert.deepEqual(asked[0].params, [{ program: "p" }, { commitment: "confirmed" }]);
    end();
    await assert.rejects(
        hooks.hookSubscribe(url, "bad", () => {}, { WebSocket }),
        /no$/,
    );
    assert.deepEqual(lost, []);
    await hooks.hookSubscribe(url, {}, () => {}, options);
    for (const client of server.clients) client.terminate();
    while (lost.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(lost, ["Unreachable"]);
    server.close();
});
