// Hooks over RPC (docs/spec/hooks.md 7).
import { fromBase64, keyText } from "../bytes.js";
import { fail, OrreryError } from "../errors.js";
import { call } from "../rpc.js";
import { decodeAuction, decodeConfig, decodeHook, decodeOwner } from "./accounts.js";
import { auctionAddress, configAddress, ownerAddress } from "./addresses.js";

async function ask(target, method, program, epoch, config) {
    const params = [keyText(program, "the program"), epoch === undefined ? null : Number(epoch)];
    return (await call(target, method, ...params, ...(config ? [config] : []))).value;
}

/// The seats of a program in an epoch, the running one without.
export const getHooks = (target, program, epoch, config) =>
    ask(target, "getHooks", program, epoch, config);

/// The auction of a program for an epoch, the next one without.
export const getHookAuction = (target, program, epoch, config) =>
    ask(target, "getHookAuction", program, epoch, config);

async function fetchAccount(target, address, decode, commitment = "confirmed") {
    const config = { commitment, encoding: "base64" };
    const { value } = await call(target, "getAccountInfo", address, config);
    return value === null ? undefined : decode(fromBase64(value.data[0]));
}

/// Accounts, decoded; undefined where there is none.
export const fetchConfig = (target, commitment) =>
    fetchAccount(target, configAddress().address, decodeConfig, commitment);
export const fetchHook = (target, hook, commitment) =>
    fetchAccount(target, keyText(hook, "the hook"), decodeHook, commitment);
export const fetchAuction = (target, program, epoch, commitment) =>
    fetchAccount(target, auctionAddress(program, epoch).address, decodeAuction, commitment);
export const fetchOwner = (target, program, commitment) =>
    fetchAccount(target, ownerAddress(program).address, decodeOwner, commitment);

function openSocket(url, given) {
    const Socket = given ?? globalThis.WebSocket;
    if (!Socket)
        fail(
            "NoWebSocket",
            "this runtime has no WebSocket",
            'use Node 22, or pass one: {WebSocket} of "ws"',
        );
    return new Socket(url);
}

const lostError = (url) =>
    new OrreryError("Unreachable", `the connection to ${url} is gone`, "is the chain up?");
const refusedError = (error) =>
    new OrreryError(
        "RpcError",
        `hookSubscribe failed (${error.code}): ${error.message}`,
        "",
        error,
    );

/// Tells `callback` of hooks that ran; resolves to a function that ends it. `filter` goes to the
/// chain as it is. `onEnd` hears when the connection is gone, but not of our own ending.
export function hookSubscribe(wsUrl, filter, callback, { WebSocket, commitment, onEnd } = {}) {
    const socket = openSocket(wsUrl, WebSocket);
    const params = [filter, ...(commitment ? [{ commitment }] : [])];
    return new Promise((resolve, reject) => {
        let ended = false;
        const end = () => {
            ended = true;
            socket.close();
        };
        const lost = () => {
            reject(lostError(wsUrl));
            if (!ended) onEnd?.(lostError(wsUrl));
            ended = true;
        };
        socket.onopen = () =>
            socket.send(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "hookSubscribe", params }));
        socket.onerror = lost;
        socket.onclose = lost;
        socket.onmessage = ({ data }) => {
            const message = JSON.parse(data);
            if (message.method === "hookNotification")
                return ended || callback(message.params.result);
            if (message.id !== 1) return undefined;
            if (!message.error) return resolve(end);
            reject(refusedError(message.error));
            return end();
        };
    });
}
