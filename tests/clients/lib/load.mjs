// Transfers without end, and what the chain says of them.
import { createPrivateKey, sign } from "node:crypto";
import { createRequire } from "node:module";

import { base58, cat, key, u32, u64 } from "../../differential/lib/bytes.mjs";
import { ids } from "../../differential/lib/ids.mjs";
import { sw, w } from "../../differential/lib/ix.mjs";
import { compile, transaction } from "../../differential/lib/wire.mjs";

const { WebSocket } = createRequire(import.meta.url)("ws");

const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");
const inFlight = 16;
const statusesAtOnce = 256;

/// A signed transfer between two key pairs: {signature, wire}.
function transfer(from, to, lamports, blockhash) {
    const payer = from.publicKey.toBase58();
    const receiver = to.publicKey.toBase58();
    const { message } = compile({
        payer,
        blockhash: key(blockhash),
        instructions: [
            {
                program: ids.system,
                keys: [sw(payer), w(receiver)],
                data: cat(u32(2), u64(lamports)),
            },
        ],
    });
    const secret = createPrivateKey({
        key: cat(pkcs8, from.secretKey.subarray(0, 32)),
        format: "der",
        type: "pkcs8",
    });
    const signature = sign(null, message, secret);
    return {
        signature: base58(signature),
        wire: transaction([signature], message).toString("base64"),
    };
}

/// Sends transfers until the chain is gone. `confirmed` maps the signatures that were reported
/// confirmed, over WebSocket or by getSignatureStatuses, to their slot (undefined over WebSocket).
export class Load {
    constructor(chain) {
        this.chain = chain;
        this.confirmed = new Map();
        this.heard = 0; // over WebSocket
        this.read = 0; // by getSignatureStatuses
        this.sent = [];
        this.count = 0;
        this.over = false;
        this.begun = new Promise((resolve, reject) => {
            this.begin = resolve;
            this.fail = reject;
        });
    }

    /// Returns when the first is confirmed.
    async start() {
        this.socket = new WebSocket(this.chain.wsUrl);
        await new Promise((resolve, reject) => this.socket.on("open", resolve).on("error", reject));
        this.socket.removeAllListeners("error").on("error", () => {});
        this.requests = new Map();
        this.subscriptions = new Map();
        this.socket.on("message", (text) => this.hear(JSON.parse(text)));
        this.work = [
            ...Array.from({ length: inFlight }, () => this.whileAlive(() => this.send())),
            this.whileAlive(() => this.poll()),
        ];
        await this.begun;
    }

    /// Kills the chain and waits until the workers have noticed.
    async kill() {
        this.over = true;
        await this.chain.kill();
        await Promise.all(this.work);
        this.socket.terminate();
        if (this.failure) throw this.failure;
    }

    async whileAlive(step) {
        while (!this.over) {
            try {
                await step();
            } catch (error) {
                if (this.over) return;
                this.failure ??= error;
                this.fail(error);
                return;
            }
        }
    }

    async send() {
        const n = this.count++;
        const dev = this.chain.dev;
        if (n % 500 === 0 || !this.blockhash)
            this.blockhash = (await this.chain.rpc("getLatestBlockhash")).value.blockhash;
        const from = dev[n % dev.length];
        const to = dev[(n + 1) % dev.length];
        const { signature, wire } = transfer(from, to, 1000 + n, this.blockhash);
        // Every other one before it is sent, the rest after.
        if (n % 2 === 0) this.subscribe(n, signature);
        await this.chain.rpc("sendTransaction", wire, { encoding: "base64", skipPreflight: true });
        if (n % 2 === 1) this.subscribe(n, signature);
        this.sent.push(signature);
    }

    subscribe(id, signature) {
        this.requests.set(id, signature);
        const params = [signature, { commitment: "confirmed" }];
        this.socket.send(
            JSON.stringify({ jsonrpc: "2.0", id, method: "signatureSubscribe", params }),
        );
    }

    hear({ id, result, method, params }) {
        if (id !== undefined) this.subscriptions.set(result, this.requests.get(id));
        if (method !== "signatureNotification") return;
        this.heard++;
        this.promise(this.subscriptions.get(params.subscription), undefined);
    }

    async poll() {
        const asked = this.sent.slice(-statusesAtOnce);
        if (asked.length === 0) return new Promise((resolve) => setTimeout(resolve, 5));
        const { value } = await this.chain.rpc("getSignatureStatuses", asked);
        value.forEach((status, i) => {
            if (!["confirmed", "finalized"].includes(status?.confirmationStatus)) return;
            this.read++;
            this.promise(asked[i], status.slot);
        });
        return undefined;
    }

    promise(signature, slot) {
        this.confirmed.set(signature, slot ?? this.confirmed.get(signature));
        this.begin();
    }
}
