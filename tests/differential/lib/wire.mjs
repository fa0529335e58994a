// Compiles instructions {program, keys: [{key, s, w}], data} into legacy and v0 messages.
import { cat, key, u8 } from "./bytes.mjs";

/// Solana's compact-u16.
export function shortvec(n) {
    const out = [];
    for (; n > 0x7f; n >>= 7) out.push((n & 0x7f) | 0x80);
    return Buffer.from([...out, n]);
}

/// Every address of the instructions with its privileges OR-ed, payer first.
function collect(payer, instructions) {
    const all = new Map([[payer, { signer: true, writable: true, invoked: false }]]);
    const entry = (address) => {
        if (!all.has(address)) all.set(address, { signer: false, writable: false, invoked: false });
        return all.get(address);
    };
    for (const ix of instructions) {
        for (const meta of ix.keys) {
            const e = entry(meta.key);
            e.signer ||= !!meta.s;
            e.writable ||= !!meta.w;
        }
        entry(ix.program).invoked = true;
    }
    return all;
}

/// The addresses a v0 message may take from `tables` ([{address, addresses}]).
function lookups(all, tables) {
    const out = [];
    for (const table of tables) {
        const found = { table: table.address, writable: [], readonly: [] };
        for (const [address, e] of all) {
            const index = table.addresses.indexOf(address);
            if (index < 0 || index > 255 || e.signer || e.invoked || e.taken) continue;
            e.taken = true;
            found[e.writable ? "writable" : "readonly"].push({ address, index });
        }
        if (found.writable.length + found.readonly.length > 0) out.push(found);
    }
    return out;
}

/// {message, keys, signers, writable}: `keys` in transaction order, lookups included; `tamper` may
/// edit the header, the lookups and the static keys before they are written.
export function compile({ payer, instructions, blockhash, tables, tamper }) {
    const all = collect(payer, instructions);
    const found = tables ? lookups(all, tables) : [];
    const order = [...all].filter(([, e]) => !e.taken);
    const of = (signer, writable) =>
        order.filter(([, e]) => e.signer === signer && e.writable === writable).map(([a]) => a);
    const groups = [of(true, true), of(true, false), of(false, true), of(false, false)];
    const parts = {
        header: [groups[0].length + groups[1].length, groups[1].length, groups[3].length],
        statics: groups.flat(),
        lookups: found,
    };
    tamper?.(parts);
    const { statics } = parts;
    const keys = [
        ...statics,
        ...parts.lookups.flatMap((l) => l.writable.map((e) => e.address)),
        ...parts.lookups.flatMap((l) => l.readonly.map((e) => e.address)),
    ];
    const index = new Map(keys.map((a, i) => [a, i]).reverse());
    const message = cat(
        tables ? u8(0x80) : Buffer.alloc(0),
        Buffer.from(parts.header),
        shortvec(statics.length),
        ...statics.map(key),
        blockhash,
        shortvec(instructions.length),
        ...instructions.map((ix) =>
            cat(
                u8(index.get(ix.program)),
                shortvec(ix.keys.length),
                Buffer.from(ix.keys.map((m) => index.get(m.key))),
                shortvec(ix.data.length),
                ix.data,
            ),
        ),
        ...(tables ? [shortvec(parts.lookups.length), ...parts.lookups.map(encodeLookup)] : []),
    );
    return {
        message,
        keys,
        signers: statics.slice(0, parts.header[0]),
        tables: parts.lookups.map((l) => l.table),
    };
}

const encodeLookup = (l) =>
    cat(
        key(l.table),
        shortvec(l.writable.length),
        Buffer.from(l.writable.map((e) => e.index)),
        shortvec(l.readonly.length),
        Buffer.from(l.readonly.map((e) => e.index)),
    );

export const transaction = (signatures, message) =>
    cat(shortvec(signatures.length), ...signatures, message);
