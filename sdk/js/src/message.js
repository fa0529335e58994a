// A jumbo message, version 74 (docs/spec/jumbo.md): from instructions to parts to signed bytes.
import { binary, fromBinary, keyBytes, Writer } from "./bytes.js";
import { fail, integer, u64 } from "./errors.js";
import { addresses } from "./address.js";
import { limits } from "./fee.js";
import { role } from "./instruction.js";

export const firstByte = 0xca;
export const version = 74;
export const hasSchemes = 1; // flags bit 0
export const headerSize = 48; // up to the lifetime's end
export const instructionHeaderSize = 8;
export const signatureSize = 64;
export const schemeEntrySize = 5 + signatureSize;

const bits = { priorityFee: 0b11, computeUnitLimit: 4, loadedAccountsDataSize: 8, heapBytes: 16 };
export const knownMask = 0b11111;

const maskOf = (budget) =>
    Object.entries(bits).reduce(
        (mask, [name, bit]) => mask | (budget[name] === undefined ? 0 : bit),
        0,
    );

const bitCount = (mask) => mask.toString(2).replaceAll("0", "").length;

/// Each key once, by first mention, with the union of what is asked of it.
function collectRoles(payer, instructions) {
    const roles = new Map([[payer, role.writableSigner]]);
    const merge = (key, more) => roles.set(key, (roles.get(key) ?? 0) | more);
    for (const { program, accounts } of instructions) {
        merge(program, role.readonly);
        for (const account of accounts) merge(account.key, account.role);
    }
    return roles;
}

const order = [role.writableSigner, role.signer, role.writable, role.readonly];

/// The keys in the message's order: class by class, within one by first mention.
function orderKeys(roles) {
    const classes = order.map(() => []);
    for (const [key, keyRole] of roles) classes[order.indexOf(keyRole)].push(key);
    return { keys: classes.flat(), counts: classes.map((keys) => keys.length) };
}

/// The parts of a message: {keys, signers, readonlySigned, readonlyUnsigned, instructions}.
export function compile(payer, instructions) {
    const { keys, counts } = orderKeys(collectRoles(payer, instructions));
    const index = new Map(keys.map((key, i) => [key, i]));
    return {
        keys,
        signers: counts[0] + counts[1],
        readonlySigned: counts[1],
        readonlyUnsigned: counts[3],
        instructions: instructions.map(({ program, accounts, data }) => ({
            program: index.get(program),
            accounts: accounts.map((account) => index.get(account.key)),
            data,
        })),
    };
}

/// Bytes of the signed part.
function signedSize({ keys, instructions, budget }) {
    const payload = (sum, { accounts, data }) =>
        sum + instructionHeaderSize + 2 * accounts.length + data.length;
    return (
        headerSize +
        32 * keys.length +
        4 * bitCount(maskOf(budget)) +
        instructions.reduce(payload, 0)
    );
}

export const wireSize = (parts) =>
    signedSize(parts) + parts.signers * (parts.schemes ? schemeEntrySize : signatureSize);

const tooMany = (what, count, limit) =>
    fail(
        `TooMany${what}`,
        `${count} ${what.toLowerCase()} in one jumbo; ${limit} is the limit`,
        "use split() to send several",
    );

const instructionsSysvar = binary(keyBytes(addresses.instructionsSysvar));

/// Bytes that the fee is for.
export const feeSize = (parts) => signedSize(parts) + parts.signers * signatureSize;

/// Throws what the chain would refuse.
export function checkParts(parts) {
    const { keys, signers, instructions } = parts;
    if (keys.length > limits.addresses) tooMany("Addresses", keys.length, limits.addresses);
    if (instructions.length > limits.instructions)
        tooMany("Instructions", instructions.length, limits.instructions);
    if (signers > limits.signatures) tooMany("Signatures", signers, limits.signatures);
    const at = instructions.findIndex((i) => i.accounts.length > limits.accountsPerInstruction);
    if (at >= 0)
        fail(
            "TooManyAccounts",
            `instruction ${at} has ${instructions[at].accounts.length} accounts`,
            `${limits.accountsPerInstruction} is the limit: make it several instructions`,
        );
    if (instructions.some(({ program }) => program === 0))
        fail("PayerIsProgram", "an instruction calls the fee payer", "let another account pay");
    if (keys.includes(instructionsSysvar))
        fail(
            "InstructionsSysvar",
            "the instructions sysvar isn't there in a jumbo",
            "send what needs it in a transaction of its own",
        );
    if (wireSize(parts) > limits.size)
        fail(
            "TooLarge",
            `${wireSize(parts)} bytes; a jumbo has at most ${limits.size}`,
            "use split() to send several",
        );
    checkBudget(parts.budget);
}

function checkBudget({ priorityFee, computeUnitLimit, loadedAccountsDataSize, heapBytes }) {
    if (priorityFee !== undefined) u64(priorityFee, "priorityFee");
    if (computeUnitLimit !== undefined)
        integer(computeUnitLimit, "computeUnitLimit", 0, limits.computeUnits);
    if (loadedAccountsDataSize !== undefined)
        integer(loadedAccountsDataSize, "loadedAccountsDataSize", 1, limits.loadedAccountsDataSize);
    if (heapBytes === undefined) return;
    integer(heapBytes, "heapBytes", limits.minHeapBytes, limits.maxHeapBytes);
    if (heapBytes % 1024 !== 0)
        fail("BadNumber", `heapBytes is ${heapBytes}`, "give a multiple of 1,024");
}

function writeBudget(out, { priorityFee, computeUnitLimit, loadedAccountsDataSize, heapBytes }) {
    if (priorityFee !== undefined) out.u64(BigInt(priorityFee));
    for (const value of [computeUnitLimit, loadedAccountsDataSize, heapBytes])
        if (value !== undefined) out.u32(value);
}

/// The signed bytes of parts as they are; nothing is checked.
export function encodeMessage(parts) {
    const { keys, instructions, budget } = parts;
    const out = new Writer(signedSize(parts));
    out.u8(firstByte)
        .u8(parts.signers)
        .u8(parts.readonlySigned)
        .u8(parts.schemes ? hasSchemes : 0);
    out.u16(parts.readonlyUnsigned).u16(keys.length).u16(instructions.length).u16(0);
    out.u32(maskOf(budget)).bytes(parts.lifetime);
    for (const key of keys) out.bytes(fromBinary(key));
    writeBudget(out, budget);
    for (const { program, accounts, data } of instructions)
        out.u16(program).u16(accounts.length).u32(data.length);
    for (const { accounts, data } of instructions) {
        for (const account of accounts) out.u16(account);
        out.bytes(data);
    }
    return out.take();
}

/// Wire bytes: signed bytes and their signatures, [{scheme, bytes}] in signer order.
export function encodeWire(message, entries) {
    const out = new Writer(message.length + entries.length * schemeEntrySize);
    out.bytes(message);
    const withSchemes = (message[3] & hasSchemes) !== 0;
    for (const { scheme, bytes } of entries) {
        if (withSchemes) out.u8(scheme).u32(bytes.length);
        out.bytes(bytes);
    }
    return out.take();
}
