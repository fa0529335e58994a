// Records of fixed fields, little-endian: [[name, kind, count?], ...] reads and writes them.
import { keyBytes, Reader, Writer } from "../bytes.js";
import { fail, u64 } from "../errors.js";

const number = (name, bytes) => ({
    read: (reader) => reader[name](),
    write: (out, value, field) => {
        if (!Number.isInteger(value) || value < 0 || value >= 256 ** bytes)
            fail("BadNumber", `${field} is ${value}`, `it must fit into ${8 * bytes} bits`);
        out[name](value);
    },
});

const kinds = {
    u8: number("u8", 1),
    u16: number("u16", 2),
    u32: number("u32", 4),
    u64: {
        read: (reader) => reader.u64(),
        write: (out, value, field) => out.u64(u64(value, field)),
    },
    key: {
        read: (reader) => reader.key(),
        write: (out, value, field) => out.bytes(keyBytes(value, field)),
    },
};

function readPadding(reader, count) {
    if (reader.bytes(count).some((byte) => byte !== 0))
        fail("BadAccount", "padding that isn't zero", "is it an account of the Hooks program?");
}

export function readRecord(reader, layout) {
    const out = {};
    for (const [name, kind, count] of layout) {
        if (kind === "pad") readPadding(reader, count);
        else if (count) out[name] = Array.from({ length: count }, () => kinds[kind].read(reader));
        else out[name] = kinds[kind].read(reader);
    }
    return out;
}

export function writeRecord(out, layout, values) {
    for (const [name, kind, count] of layout) {
        if (kind === "pad") out.zeros(count);
        else if (!count) kinds[kind].write(out, values[name], name);
        else
            for (let i = 0; i < count; ++i)
                kinds[kind].write(out, values[name][i], `${name}[${i}]`);
    }
    return out;
}

/// A reader behind the kind byte of an account that has this kind.
export function openAccount(data, kind, what) {
    const reader = new Reader(data);
    if (data.length === 0 || reader.u8() !== kind)
        fail("BadAccount", `this isn't ${what}`, "is it another account's data?");
    return reader;
}

export const newAccount = (kind) => new Writer().u8(kind);
