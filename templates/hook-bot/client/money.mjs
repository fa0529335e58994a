// Where a hook's money goes: worked out here by the rules of docs/spec/hooks.md alone, and compared
// with what the chain did. The first figure that is off throws.
import assert from "node:assert/strict";
import { hooks } from "@orrery/sdk";
import { balance, rpc } from "./chain.mjs";
import { number, signed, table } from "./text.mjs";

/// 40 % of the bid to who set the hook off, 40 % to the owner of the program, both rounded down; the
/// rest of it to the network, and the gas.
export function flowOf({ name, price, body, cuLimit }) {
    const initiator = (price * 40n) / 100n;
    const owner = (price * 40n) / 100n;
    const network = price - initiator - owner;
    const gas = hooks.hookGas(cuLimit, body.bytes.length);
    return { name, bid: price, gas, initiator, owner, network };
}

const parts = ["bid", "gas", "initiator", "owner", "network"];

export function sumOf(flows) {
    const total = (part) => flows.reduce((sum, flow) => sum + flow[part], 0n);
    return { name: "together", ...Object.fromEntries(parts.map((part) => [part, total(part)])) };
}

export function showFlows(flows) {
    const rows = [...flows, sumOf(flows)].map((flow) => [
        flow.name,
        ...parts.map((part) => flow[part]),
        flow.gas,
    ]);
    const heads = ["hook", "pays: bid", "gas", "goes to: mover, 40 %", "owner, 40 %"];
    table([[...heads, "network, 20 %", "and gas"], ...rows]);
}

/// What the chain itself tells of a hook: its receipt, in the block right behind the transaction.
/// Returns the hook's id.
export async function checkReceipt(flow, { hook, index, parent, mover, owner, treasury }) {
    const id = hooks.hookId(parent, hook, index);
    const options = { maxSupportedTransactionVersion: 74, commitment: "confirmed" };
    const { meta } = await rpc("getTransaction", id, options);
    assert.equal(meta.hook.err, null, `${flow.name}: ${meta.hook.logMessages?.join("; ")}`);
    assert.deepEqual(
        {
            parent: meta.hook.parentSignature,
            index: meta.hook.index,
            bid: BigInt(meta.hook.bid),
            gas: BigInt(meta.hook.gas),
            split: meta.hook.split,
        },
        {
            parent,
            index,
            bid: flow.bid,
            gas: flow.gas,
            split: {
                initiator: { lamports: Number(flow.initiator), pubkey: mover },
                owner: { lamports: Number(flow.owner), pubkey: owner },
                network: { lamports: Number(flow.network + flow.gas), pubkey: treasury },
            },
        },
        `the receipt of ${flow.name}`,
    );
    return id;
}

export const balances = (accounts) => Promise.all(accounts.map(({ address }) => balance(address)));

/// `expected`: by how many lamports each account changes, by its name.
export function checkBalances(accounts, before, after, expected) {
    const changes = accounts.map((_, i) => after[i] - before[i]);
    const total = changes.reduce((sum, change) => sum + change, 0n);
    table([
        ["account", "before", "after", "change"],
        ...accounts.map(({ name }, i) => [name, before[i], after[i], signed(changes[i])]),
        ["together", "", "", signed(total)],
    ]);
    accounts.forEach(({ name }, i) =>
        assert.equal(changes[i], expected[name], `${name}: ${number(changes[i])} lamports`),
    );
    assert.equal(total, 0n, "lamports came from nowhere, or went there");
}
