import { encodeBase58 } from "./base58.js";
import { binary, Reader, toBytes } from "./bytes.js";
import { addresses } from "./address.js";
import { fail } from "./errors.js";
import { limits } from "./fee.js";
import { scheme, transactionId } from "./identity.js";
import * as format from "./message.js";

const refuse = (what) => fail("SanitizeFailure", what, "the chain refuses such a transaction");
const check = (condition, what) => condition || refuse(what);

function readHeader(reader) {
    const first = reader.u8();
    if (first !== format.firstByte)
        fail("NotJumbo", `the first byte is 0x${first.toString(16)}`, "a jumbo begins with 0xca");
    const header = { signers: reader.u8(), readonlySigned: reader.u8(), flags: reader.u8() };
    header.readonlyUnsigned = reader.u16();
    header.addresses = reader.u16();
    header.instructions = reader.u16();
    header.reserved = reader.u16();
    header.mask = reader.u32();
    return header;
}

function checkHeader(h) {
    check(h.flags <= format.hasSchemes, `unknown flags ${h.flags}`);
    check(h.reserved === 0, "the reserved field isn't 0");
    check((h.mask & ~format.knownMask) === 0, `unknown bits in the config mask ${h.mask}`);
    check([0, 3].includes(h.mask & 3), "half a priority fee in the config mask");
    check(h.signers >= 1 && h.signers <= limits.signatures, `${h.signers} signatures`);
    check(h.addresses <= limits.addresses, `${h.addresses} addresses`);
    check(h.instructions <= limits.instructions, `${h.instructions} instructions`);
    check(h.readonlySigned < h.signers, "no writable signer to pay the fee");
    check(
        h.signers + h.readonlyUnsigned <= h.addresses,
        "more signers and read-only than addresses",
    );
}

function readBudget(reader, mask) {
    const budget = {};
    if (mask & 1) budget.priorityFee = reader.u64();
    for (const [bit, name] of [
        [4, "computeUnitLimit"],
        [8, "loadedAccountsDataSize"],
        [16, "heapBytes"],
    ])
        if (mask & bit) budget[name] = reader.u32();
    return budget;
}

function checkBudget({ computeUnitLimit = 0, loadedAccountsDataSize = 0, heapBytes = 32_768 }) {
    check(computeUnitLimit <= limits.computeUnits, `${computeUnitLimit} compute units`);
    check(
        loadedAccountsDataSize <= limits.loadedAccountsDataSize,
        `${loadedAccountsDataSize} bytes of loaded data`,
    );
    check(
        heapBytes >= limits.minHeapBytes &&
            heapBytes <= limits.maxHeapBytes &&
            heapBytes % 1024 === 0,
        `a heap of ${heapBytes} bytes`,
    );
}

function readAddresses(reader, count) {
    const keys = new Set();
    for (let i = 0; i < count; ++i) keys.add(binary(reader.bytes(32)));
    check(keys.size === count, "an address twice");
    const texts = Array.from(keys, (key) =>
        encodeBase58(Uint8Array.from(key, (c) => c.charCodeAt(0))),
    );
    check(!texts.includes(addresses.instructionsSysvar), "the instructions sysvar");
    return texts;
}

function readInstructions(reader, count, addressCount) {
    const headers = Array.from({ length: count }, () => ({
        program: reader.u16(),
        accounts: reader.u16(),
        length: reader.u32(),
    }));
    return headers.map(({ program, accounts, length }, i) => {
        check(accounts <= limits.accountsPerInstruction, `instruction ${i}: ${accounts} accounts`);
        const indexes = Array.from({ length: accounts }, () => reader.u16());
        check(program > 0 && program < addressCount, `instruction ${i}: program ${program}`);
        check(
            indexes.every((index) => index < addressCount),
            `instruction ${i}: an index too large`,
        );
        return { program, accounts: indexes, data: reader.bytes(length) };
    });
}

function readSignature(reader, withSchemes) {
    if (!withSchemes) return { scheme: scheme.ed25519, bytes: reader.bytes(64) };
    const kind = reader.u8();
    const bytes = reader.bytes(reader.u32());
    check([scheme.ed25519, scheme.text].includes(kind), `signature scheme ${kind}`);
    check(bytes.length === 64, `a signature of ${bytes.length} bytes`);
    return { scheme: kind, bytes };
}

/// A jumbo transaction in its parts; throws what the chain would refuse. Bytes are borrowed.
export function decodeJumbo(given) {
    const wire = toBytes(given, "a wire");
    if (wire.length > limits.size) refuse(`${wire.length} bytes`);
    const reader = new Reader(wire);
    const header = readHeader(reader);
    checkHeader(header);
    const lifetime = reader.key();
    const keys = readAddresses(reader, header.addresses);
    const budget = readBudget(reader, header.mask);
    checkBudget(budget);
    const instructions = readInstructions(reader, header.instructions, keys.length);
    const message = wire.subarray(0, reader.at);
    const schemes = (header.flags & format.hasSchemes) !== 0;
    const signatures = Array.from({ length: header.signers }, () => readSignature(reader, schemes));
    reader.end();
    return {
        version: format.version,
        schemes,
        signers: header.signers,
        readonlySigned: header.readonlySigned,
        readonlyUnsigned: header.readonlyUnsigned,
        lifetime,
        addresses: keys,
        budget,
        instructions,
        signatures,
        message,
        id: transactionId(message, signatures),
    };
}
