import { fail } from "./errors.js";

/// Where a chain's RPC is: a text, a URL, or web3.js' Connection.
export function endpointOf(target) {
    const url = target?.rpcEndpoint ?? target;
    if (url instanceof URL) return url.href.replace(/\/$/, "");
    if (typeof url === "string" && /^https?:\/\//.test(url)) return url.replace(/\/$/, "");
    return fail(
        "BadUrl",
        `${url} isn't an RPC address`,
        'pass "http://127.0.0.1:8899" or a Connection',
    );
}

export async function post(url, contentType, body) {
    const request = { method: "POST", headers: { "content-type": contentType }, body };
    try {
        const response = await fetch(url, request);
        return { status: response.status, text: await response.text() };
    } catch (cause) {
        return fail("Unreachable", `nobody answers at ${url}`, "is the chain up?", cause);
    }
}

export function parseReply({ status, text }, url) {
    try {
        return JSON.parse(text);
    } catch (cause) {
        return fail(
            "BadReply",
            `${url} answered ${status} without JSON`,
            "is it a chain's RPC address?",
            cause,
        );
    }
}

/// The result of a JSON-RPC reply; its error becomes ours, with code, logs and all as the cause.
export function resultOf(reply, what) {
    if (reply.error === undefined) return reply.result;
    const { message, code } = reply.error;
    return fail("RpcError", `${what} failed (${code}): ${message}`, "", reply.error);
}

export async function call(target, method, ...params) {
    const url = endpointOf(target);
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    return resultOf(parseReply(await post(url, "application/json", body), url), method);
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
