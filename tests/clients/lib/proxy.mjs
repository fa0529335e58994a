// A chain's RPC address with a hand on the line: a test sees what a client asks, answers itself, or
// lets the client wait for good.
import { createServer } from "node:http";

export class Proxy {
    /// `seen`: the methods of the calls that went through, in order.
    constructor(chain) {
        this.chain = chain;
        this.seen = [];
        this.answerFor = () => undefined; // (call, is of a batch) -> its answer, or undefined
        this.server = createServer((request, response) => void this.#pass(request, response));
    }

    /// Starts on a free port.
    static async before(chain) {
        const proxy = new Proxy(chain);
        await new Promise((resolve) => proxy.server.listen(0, "127.0.0.1", resolve));
        proxy.url = `http://127.0.0.1:${proxy.server.address().port}`;
        return proxy;
    }

    /// Resolves once `count` calls of a method have been answered; the client then waits for good.
    haltAfter(method, count) {
        return new Promise((halted) => {
            this.halt = { method, left: count, halted };
        });
    }
    /// Lets everything through again.
    release() {
        this.halt = undefined;
        this.seen = [];
        for (const socket of this.held ?? []) socket.destroy();
        this.held = [];
    }
    sent(method) {
        return this.seen.filter((m) => m === method).length;
    }

    stop() {
        this.release();
        this.server.closeAllConnections();
        this.server.close();
    }

    async #pass(request, response) {
        const parts = [];
        for await (const part of request) parts.push(part);
        const body = Buffer.concat(parts).toString();
        const calls = [JSON.parse(body)].flat();
        const own = JSON.stringify(await this.answerFor(calls[0], calls.length > 1));
        const text = own ?? (await this.#forward(calls, body).catch(() => ""));
        if (text === "") {
            response.socket.destroy(); // as the chain did
            return;
        }
        if (text === undefined) {
            (this.held ??= []).push(response.socket);
            return;
        }
        response.setHeader("content-type", "application/json").end(text);
    }

    /// Nothing where the client is to wait.
    async #forward(calls, body) {
        const { halt } = this;
        if (halt && halt.left <= 0) return undefined;
        const counted = halt ? calls.filter((c) => c.method === halt.method).length : 0;
        if (halt) halt.left -= counted;
        this.seen.push(...calls.map((c) => c.method));
        const headers = { "content-type": "application/json" };
        const reply = await fetch(this.chain.url, { method: "POST", headers, body });
        const text = await reply.text();
        if (!halt || halt.left > 0 || counted === 0) return text;
        halt.halted();
        return undefined;
    }
}
