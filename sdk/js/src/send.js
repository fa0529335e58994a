import { toBase64, toBytes } from "./bytes.js";
import { fail } from "./errors.js";
import { limits } from "./fee.js";
import { firstByte, version } from "./message.js";
import { call, endpointOf, parseReply, post, resultOf, sleep } from "./rpc.js";

// No such path, method or type, or octets taken for JSON: a server that knows no jumbo octets.
const absent = [404, 405, 415, 501];
const parseError = -32700;

function wireOf(signed) {
    const wire = toBytes(signed?.wire ?? signed, "the transaction");
    if (wire[0] !== firstByte)
        fail("NotJumbo", "these aren't the bytes of a jumbo", "use sign()'s");
    if (wire.length > limits.size)
        fail("TooLarge", `${wire.length} bytes`, `${limits.size} is the limit: use split()`);
    return wire;
}

async function sendOctets(url, wire, config) {
    const given = Object.entries(config).filter(([, value]) => value !== undefined);
    const query = new URLSearchParams(given).toString();
    const path = `${url}/v1/jumbo${query && `?${query}`}`;
    const reply = await post(path, "application/octet-stream", wire);
    if (absent.includes(reply.status)) return undefined;
    const answer = parseReply(reply, path);
    if (answer.error?.code === parseError) return undefined;
    if (answer.error) return resultOf(answer, "sending");
    return (
        answer.signature ??
        fail("BadReply", `${path} answered ${reply.text}`, "is it a chain's RPC address?")
    );
}

/// Sends a signed jumbo; its id. Raw octets first, sendTransaction where there is no such path.
/// `zstd`, a function that compresses bytes, sends it as base64+zstd. The rest of the options:
/// skipPreflight, preflightCommitment, minContextSlot.
export async function sendJumbo(target, signed, { zstd, ...config } = {}) {
    const url = endpointOf(target);
    const wire = wireOf(signed);
    const id = zstd ? undefined : await sendOctets(url, wire, config);
    if (id !== undefined) return id;
    const [bytes, encoding] = zstd ? [await zstd(wire), "base64+zstd"] : [wire, "base64"];
    return call(url, "sendTransaction", toBase64(bytes), { encoding, ...config });
}

/// What the chain would do with it: simulateTransaction's value.
export async function simulateJumbo(target, signed, config = {}) {
    const options = { encoding: "base64", ...config };
    return (await call(target, "simulateTransaction", toBase64(wireOf(signed)), options)).value;
}

/// What the chain has of a jumbo; null where it has none.
export const getJumbo = (target, id, config = {}) =>
    call(target, "getTransaction", id, {
        commitment: "confirmed",
        encoding: "json",
        maxSupportedTransactionVersion: version,
        ...config,
    });

const ranks = { processed: 0, confirmed: 1, finalized: 2 };

/// Waits until a transaction, a signed one or an id, has this commitment: {id, slot}. Throws when it
/// failed, when its blockhash is over, or when time is.
export async function confirm(target, sent, options = {}) {
    const {
        commitment = "confirmed",
        timeoutMs = 60_000,
        pollMs = 200,
        lastValidBlockHeight = sent.lastValidBlockHeight,
    } = options;
    const id = sent.id ?? sent;
    if (ranks[commitment] === undefined)
        fail("BadOption", `there is no commitment "${commitment}"`, Object.keys(ranks).join(", "));
    const end = Date.now() + timeoutMs;
    for (;;) {
        // Asked before the status: a transaction that lands in between isn't called expired.
        const height =
            lastValidBlockHeight === undefined ? 0 : await call(target, "getBlockHeight");
        const [status] = (await call(target, "getSignatureStatuses", [id])).value;
        if (status?.err)
            fail(
                "TransactionFailed",
                `${id} failed: ${JSON.stringify(status.err)}`,
                "getTransaction has its logs",
                status,
            );
        if (status && ranks[status.confirmationStatus] >= ranks[commitment])
            return { id, slot: status.slot };
        if (!status && height > lastValidBlockHeight)
            fail("Expired", `${id} never landed and its blockhash is over`, "sign it anew");
        if (Date.now() >= end)
            fail(
                "Timeout",
                `${id} isn't ${commitment} after ${timeoutMs} ms`,
                "ask confirm() again",
            );
        await sleep(pollMs);
    }
}

export const latestBlockhash = async (target, commitment = "confirmed") =>
    (await call(target, "getLatestBlockhash", { commitment })).value;

async function signedOf(target, part, signers) {
    if (typeof part.sign !== "function") return part;
    if (!part.hasBlockhash) part.setBlockhash(await latestBlockhash(target));
    return part.sign(signers);
}

/// Signs, sends and confirms one after the other: [{id, slot}]. Builders without a blockhash get the
/// latest when their turn comes. The first that fails ends it; `sent` of its error has the earlier.
export async function sendAll(target, parts, { signers = [], ...options } = {}) {
    const { commitment, timeoutMs, pollMs, lastValidBlockHeight, ...sending } = options;
    const waiting = { commitment, timeoutMs, pollMs, lastValidBlockHeight };
    const done = [];
    for (const part of parts) {
        try {
            const signed = await signedOf(target, part, signers);
            await sendJumbo(target, signed, sending);
            done.push(await confirm(target, signed, waiting));
        } catch (error) {
            if (error instanceof Error) error.sent = done;
            throw error;
        }
    }
    return done;
}
